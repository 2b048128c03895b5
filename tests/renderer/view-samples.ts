import fs from 'node:fs';
import type { CaseSummary } from '#contracts/domain/case.ts';
import type { ContributionStatement } from '#contracts/domain/contributions.ts';
import type { FormField } from '#contracts/domain/form.ts';
import { serviceItem, type ServiceItem } from '#contracts/domain/service-item.ts';
import type { ItemView, OfferView, ScreenOf } from '#contracts/ipc/view.ts';

/** What the views of `view-fixtures.ts` show: items, cases, an offer, a record. Nobody in them exists. */

const catalogue = new URL('../../assets/catalogue/', import.meta.url);

/** The shipped items, so that the pictures show the words that people will read. */
function readItem(id: string): ServiceItem {
  return serviceItem.parse(JSON.parse(fs.readFileSync(new URL(`${id}.json`, catalogue), 'utf8')));
}

const certificate = readItem('social-insurance.contribution-certificate');
const registration = readItem('social-insurance.flexible-employment-registration');

function viewOfItem(item: ServiceItem): ItemView {
  const { id, kind, flow, icon, title, summary, department, minutes, workingDays, feeFen, result, materials, consent, offline } =
    item;
  return { id, kind, flow, icon, title, summary, department, minutes, workingDays, feeFen, result, materials, consent, offline };
}

export const certificateItem = viewOfItem(certificate);
export const registrationItem = viewOfItem(registration);
const formFields: readonly FormField[] = registration.form?.fields ?? [];

export function fieldNamed(name: string): FormField {
  const field = formFields.find((candidate) => candidate.name === name);
  if (!field) throw new Error(`the registration has no field ${name}`);
  return field;
}

/** Not in the shipped form: every type of field must be drawn. */
export const emailField: FormField = {
  name: 'email',
  type: 'text',
  label: { 'zh-CN': '电子邮箱', en: 'E-mail' },
  required: false,
  minLength: 3,
  maxLength: 60,
  prefill: 'none',
};

export const known: ScreenOf<'form'>['known'] = [
  { name: 'name', label: { 'zh-CN': '姓名', en: 'Name' }, value: '王*梅', source: 'card', editable: false },
  {
    name: 'idNumber',
    label: { 'zh-CN': '证件号码', en: 'ID number' },
    value: '3702**********0024',
    source: 'card',
    editable: false,
  },
  {
    name: 'address',
    label: { 'zh-CN': '户籍地址', en: 'Registered address' },
    value: '山东省青岛市即墨区蓝村街道城南社区12号楼2单元301户',
    source: 'card',
    editable: true,
  },
  { name: 'phone', label: { 'zh-CN': '手机号', en: 'Mobile number' }, value: '139****6027', source: 'centre', editable: true },
];

export const statement: ContributionStatement = {
  rows: [
    { scheme: 'pension', from: '2009-07', to: '2026-10', months: 208, status: 'active' },
    { scheme: 'unemployment', from: '2009-07', to: '2026-10', months: 208, status: 'active' },
    { scheme: 'workInjury', from: '2011-01', to: '2026-10', months: 190, status: 'active' },
    { scheme: 'medical', from: '2009-07', to: '2019-09', months: 122, status: 'paused' },
    { scheme: 'maternity', from: '2009-07', to: '2019-09', months: 122, status: 'ended' },
  ],
  source: { system: 'QD-SI', at: '2026-11-23T06:25:00.000Z', version: '1' },
};

export const cases: readonly CaseSummary[] = [
  {
    caseNumber: 'QD2026112302170003',
    itemId: registrationItem.id,
    title: registrationItem.title,
    state: 'processing',
    at: '2026-11-23T02:12:00.000Z',
    dueOn: '2026-11-26',
    steps: [
      { at: '2026-11-23T02:12:00.000Z', what: { 'zh-CN': '在即墨蓝村 E站提交', en: 'Submitted at Jimo Lancun' } },
      {
        at: '2026-11-23T02:12:05.000Z',
        what: { 'zh-CN': '中心已收到并核对签名', en: 'Received by the centre, signature checked' },
      },
      { at: '2026-11-23T03:40:00.000Z', what: { 'zh-CN': '社保部门开始审核', en: 'The department began to examine it' } },
    ],
  },
  {
    caseNumber: 'QD2026110902170001',
    itemId: certificateItem.id,
    title: certificateItem.title,
    state: 'done',
    at: '2026-11-09T01:05:00.000Z',
    steps: [{ at: '2026-11-09T01:05:00.000Z', what: { 'zh-CN': '已开具证明', en: 'Certificate issued' } }],
    certificate: { number: '370282-2026-0001-8842', checkCode: '7K2M-9QXD', mayPrint: true },
  },
  {
    caseNumber: 'QD2026101502170002',
    itemId: registrationItem.id,
    title: registrationItem.title,
    state: 'rejected',
    at: '2026-10-15T01:05:00.000Z',
    steps: [
      { at: '2026-10-15T01:05:00.000Z', what: { 'zh-CN': '在即墨蓝村 E站提交', en: 'Submitted at Jimo Lancun' } },
      {
        at: '2026-10-16T01:05:00.000Z',
        what: { 'zh-CN': '银行卡不是本人的，请换卡再办', en: 'The bank card is another person’s; please use your own' },
      },
    ],
  },
];

export const manyCases: readonly CaseSummary[] = Array.from({ length: 9 }, (_, index) => ({
  ...(cases[index % 3] as CaseSummary),
  caseNumber: `QD20261101021700${String(index + 10)}`,
}));

export const items = [certificateItem, registrationItem];
export const offer: OfferView = {
  id: '01a2137c-5d59-79d4-b305-c9689fa00b31' as OfferView['id'],
  itemId: 'construction.survey-qualification-change' as OfferView['itemId'],
  itemVersion: 1,
  title: { 'zh-CN': '工程勘察企业资质变更', en: 'Engineering survey qualification: change' },
  what: { 'zh-CN': '勘察资质证书随登记一起改。', en: 'The survey qualification follows the register.' },
  why: {
    'zh-CN': '名称已变更登记：青岛海岳勘察有限公司 → 青岛海岳岩土工程有限公司。工程勘察资质证书要跟着改。',
    en: 'The registered name was changed: 青岛海岳勘察有限公司 → 青岛海岳岩土工程有限公司. The certificate has to follow.',
  },
  party: { name: '青岛海岳岩土工程有限公司', kind: 'organisation' },
  role: 'legal-representative',
  certificate: {
    number: 'B237 0210 8845',
    title: { 'zh-CN': '工程勘察资质证书', en: 'Engineering survey qualification' },
    version: 3,
  },
  changes: [
    {
      label: { 'zh-CN': '名称', en: 'Name' },
      before: '青岛海岳勘察有限公司',
      after: '青岛海岳岩土工程有限公司',
    },
  ],
  known: ['name', 'uscc', 'address', 'certificateNumber', 'validTo'].map((pointer, index) => ({
    pointer: `/${pointer}`,
    label: { 'zh-CN': `已填的第 ${index + 1} 项`, en: `Field ${index + 1}` },
    value: '91370200M000100Y43',
    source: { system: 'market-regulation', at: '2026-11-23T02:12:00.000Z', version: '7' },
    masked: false,
  })),
  waived: [
    {
      title: { 'zh-CN': '营业执照', en: 'Business licence' },
      source: { 'zh-CN': '电子营业执照', en: 'Electronic business licence' },
    },
    { title: { 'zh-CN': '变更申请书', en: 'Application' }, source: { 'zh-CN': '系统自动生成', en: 'Made by the system itself' } },
  ],
  facts: [{ system: 'market-regulation', at: '2026-11-23T02:12:00.000Z', version: '7' }],
  dueOn: '2026-12-22',
  promisedDays: 2,
  costFen: 0,
  handover: 'collectFirst',
  assurance: ['face'],
  offeredAt: '2026-11-23T02:13:00.000Z',
  expiresAt: '2027-01-06T15:59:59.999Z',
};
export const proposal: ScreenOf<'proposal'> = {
  name: 'proposal',
  offer,
  mode: 'offer',
  handover: {
    way: 'courier',
    choices: ['courier', 'site'],
    address: { name: '王*梅', phone: '139****6027', street: '海尔路 63 号数码科技中心 A 座 3 楼', district: '370212' },
  },
  reasons: ['notMe', 'notNow', 'notNeeded', 'wrongFacts'],
  position: { current: 1, total: 1 },
  offline: false,
};
export const proposals = [{ id: offer.id, title: offer.title, why: offer.why, dueOn: offer.dueOn, partyName: offer.party.name }];

export const rows: ScreenOf<'review'>['rows'] = [
  ...known.map(({ name, label, value, editable }) => ({ name, label, value, editable })),
  { name: 'bankAccount', label: fieldNamed('bankAccount').label, value: '6222***********5678', editable: true },
  { name: 'tier', label: fieldNamed('tier').label, value: '80%', editable: true },
  { name: 'email', label: emailField.label, value: 'wang.xiumei@example.cn', editable: true },
];
