import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { KioskView, OverlayView, ScreenView, SessionView } from '#contracts/ipc/view.ts';
import {
  cases,
  certificateItem,
  emailField,
  fieldNamed,
  items,
  known,
  manyCases,
  proposal,
  proposals,
  registrationItem,
  rows,
  statement,
} from './view-samples.ts';

/** Views of every screen in every state, as a host would push them. Nobody in them exists. */

const nowMs = Date.parse('2026-11-23T06:26:00.000Z');

export interface ViewFixture {
  /** Kebab case, unique: screen and state. */
  readonly name: string;
  readonly view: KioskView;
  /** Pressed in this order once the view is drawn, to reach what only the page knows: visible words per language. */
  readonly press?: readonly Readonly<Record<'zh-CN' | 'en', string>>[];
}

const person: NonNullable<SessionView['person']> = { nameMasked: '王*梅', numberMasked: '3702**********0024' };

interface Around {
  readonly network?: 'offline';
  readonly queued?: number;
  readonly devices?: Partial<KioskView['devices']>;
  readonly steps?: SessionView['steps'];
  readonly overlay?: OverlayView;
}

let seq = 0;

function viewOf(screen: ScreenView, around: Around = {}): KioskView {
  seq += 1;
  return {
    seq,
    terminal: { id: 'E0217', siteName: { 'zh-CN': '即墨蓝村', en: 'Jimo Lancun' }, phone: '0532-8888 1234' },
    now: nowMs,
    network: around.network ?? 'online',
    devices: {
      idReader: { level: 'ok' },
      camera: { level: 'ok' },
      receiptPrinter: { level: 'ok' },
      docPrinter: { level: 'ok' },
      ...around.devices,
    },
    queued: around.queued ?? 0,
    settings: { language: 'zh-CN', textSize: 'standard', contrast: 'standard' },
    camera: { wantedLabel: '' },
    session: { person, interactions: 3, ...(around.steps && { steps: around.steps }) },
    screen,
    ...(around.overlay && { overlay: around.overlay }),
  };
}

const fixtures: ViewFixture[] = [];

function add(name: string, screen: ScreenView, around?: Around, press?: ViewFixture['press']): void {
  fixtures.push({ name, view: viewOf(screen, around), ...(press && { press }) });
}

const identifySteps = { steps: { current: 1, total: 3 } };
const verifySteps = { steps: { current: 3, total: 3 } };
const flowSteps = (current: number): Around => ({ steps: { current, total: 5 } });

add('attract', { name: 'attract', itemCount: 2 });
add(
  'attract-offline',
  { name: 'attract', itemCount: 2 },
  {
    network: 'offline',
    queued: 3,
    devices: { receiptPrinter: { level: 'attention', code: 'PRN-007' }, camera: { level: 'out', code: 'CAM-001' } },
  },
);
add('attract-reader-out', { name: 'attract', itemCount: 2 }, { devices: { idReader: { level: 'out', code: 'IDR-001' } } });
add('identify-waiting', { name: 'identify', state: 'waiting' }, identifySteps);
add('identify-reading', { name: 'identify', state: 'reading' }, identifySteps);
add('identify-failed', { name: 'identify', state: 'failed', code: 'IDR-002' }, identifySteps);
add('identify-expired', { name: 'identify', state: 'failed', code: 'IDR-007' }, identifySteps);
add('consent', { name: 'consent' }, { steps: { current: 2, total: 3 } });

const face = { name: 'face', challenge: 'c1', stepTotal: 3, triesLeft: 2, hasStandingConsent: false } as const;
add('face-neutral', { ...face, state: 'guiding', step: 'neutral', stepNumber: 1 }, verifySteps);
add(
  'face-standing-consent',
  { ...face, state: 'guiding', step: 'neutral', stepNumber: 1, hasStandingConsent: true },
  verifySteps,
);
add('face-turn-left', { ...face, state: 'guiding', step: 'turnLeft', stepNumber: 2 }, verifySteps);
add('face-open-mouth-last-try', { ...face, state: 'guiding', step: 'openMouth', stepNumber: 3, triesLeft: 1 }, verifySteps);
add('face-deciding', { ...face, state: 'deciding', step: 'openMouth', stepNumber: 3 }, verifySteps);
add('face-failed', { ...face, state: 'failed', step: 'openMouth', stepNumber: 3, code: 'FAC-002' }, verifySteps);
add('other-way', { name: 'otherWay', ways: ['face', 'sms', 'staff'] }, verifySteps);
add('other-way-tries-used', { name: 'otherWay', code: 'FAC-004', ways: ['sms', 'staff'] }, verifySteps);
add('sms-sending', { name: 'sms', state: 'sending', triesLeft: 0 }, verifySteps);
add('sms-entering', { name: 'sms', state: 'entering', phoneMasked: '139****6027', triesLeft: 3 }, verifySteps);
add('sms-wrong', { name: 'sms', state: 'entering', phoneMasked: '139****6027', triesLeft: 1, code: 'SMS-001' }, verifySteps);
add('sms-checking', { name: 'sms', state: 'checking', phoneMasked: '139****6027', triesLeft: 3 }, verifySteps);
add('sms-failed', { name: 'sms', state: 'failed', triesLeft: 0, code: 'SMS-003' }, verifySteps);
add('staff-entering', { name: 'staff', state: 'entering', triesLeft: 3 }, verifySteps);
add('staff-wrong', { name: 'staff', state: 'entering', triesLeft: 1, code: 'STF-001' }, verifySteps);
add('staff-checking', { name: 'staff', state: 'checking', triesLeft: 3 }, verifySteps);
add('staff-locked', { name: 'staff', state: 'locked', triesLeft: 0, code: 'STF-002' }, verifySteps);

const reminderSteps = { steps: { current: 1, total: 2 } };
add('proposal', proposal, reminderSteps);
add('proposal-offline', { ...proposal, offline: true }, { ...reminderSteps, network: 'offline' });
add(
  'proposal-second',
  { ...proposal, position: { current: 2, total: 3 }, handover: { way: 'site', choices: ['site'] } },
  reminderSteps,
);
add('proposal-not-by-sms', { ...proposal, unavailable: 'SVC-002' }, reminderSteps);
add('proposal-handover', { ...proposal, mode: 'handover' }, reminderSteps);
add('proposal-decline', { ...proposal, mode: 'decline' }, reminderSteps);
add('proposal-details', proposal, reminderSteps, [{ 'zh-CN': '看来源', en: 'Sources' }]);

add('home', { name: 'home', proposals: [], items, cases, casesFrom: 'centre' });
add('home-proposal', { name: 'home', proposals, items, cases: [], casesFrom: 'centre' });
add('home-no-cases', { name: 'home', proposals: [], items, cases: [], casesFrom: 'centre' });
add(
  'home-offline',
  {
    name: 'home',
    proposals: [],
    items: [{ ...certificateItem, unavailable: 'NET-001' as ErrorCode }, registrationItem],
    cases: cases.slice(0, 1),
    casesFrom: 'local',
  },
  { network: 'offline', queued: 1 },
);
add('progress', { name: 'progress', state: 'ready', cases, casesFrom: 'centre' });
add('progress-many', { name: 'progress', state: 'ready', cases: manyCases, casesFrom: 'centre' });
add('progress-detail', { name: 'progress', state: 'ready', cases, casesFrom: 'centre' }, {}, [
  { 'zh-CN': '查看每一步', en: 'Every step' },
]);
const takeBack = cases.slice(0, 1).map((one) => ({ ...one, withdrawal: { itemVersion: 1 } }));
const openFirst = { 'zh-CN': '查看每一步', en: 'Every step' };
add('progress-withdrawable', { name: 'progress', state: 'ready', cases: takeBack, casesFrom: 'centre' }, {}, [openFirst]);
add('progress-withdraw-asked', { name: 'progress', state: 'ready', cases: takeBack, casesFrom: 'centre' }, {}, [
  openFirst,
  { 'zh-CN': '撤回这件事', en: 'Withdraw this' },
]);
add('progress-certificate', { name: 'progress', state: 'ready', cases: cases.slice(1, 2), casesFrom: 'centre' }, {}, [openFirst]);
add('progress-loading', { name: 'progress', state: 'loading', cases: [], casesFrom: 'unavailable' });
add('progress-none', { name: 'progress', state: 'ready', cases: [], casesFrom: 'centre' });
add('progress-unavailable', { name: 'progress', state: 'ready', cases: [], casesFrom: 'unavailable' }, { network: 'offline' });
add('item-certificate', { name: 'item', item: certificateItem }, flowSteps(1));
add('item-registration', { name: 'item', item: registrationItem }, flowSteps(1));
add('item-offline', { name: 'item', item: registrationItem }, { ...flowSteps(1), network: 'offline' });
add(
  'item-unavailable',
  { name: 'item', item: { ...certificateItem, unavailable: 'NET-001' } },
  { ...flowSteps(1), network: 'offline' },
);

const form = { name: 'form', item: registrationItem, known, page: 1, pages: 3 } as const;
const empty = (...names: string[]) => names.map((name) => ({ field: fieldNamed(name), value: '' }));
add('form-phone', { ...form, fields: empty('phone', 'residence', 'schemes') }, flowSteps(2));
add('form-choices', { ...form, page: 2, fields: empty('tier', 'payment', 'bankAccount') }, flowSteps(3));
add('form-digits', { ...form, fields: empty('phone', 'bankAccount') }, flowSteps(2));
add(
  'form-letters',
  {
    ...form,
    page: 3,
    fields: [
      { field: emailField, value: 'wang' },
      { field: fieldNamed('tier'), value: '80' },
    ],
  },
  flowSteps(3),
);
add(
  'form-problems',
  {
    ...form,
    fields: [
      { field: fieldNamed('phone'), value: '1391234', problem: 'notPhone' },
      { field: fieldNamed('residence'), value: '', problem: 'required' },
      { field: fieldNamed('schemes'), value: 'pension' },
    ],
  },
  flowSteps(2),
);
add(
  'form-filled',
  {
    ...form,
    page: 2,
    fields: [
      { field: fieldNamed('tier'), value: '80' },
      { field: fieldNamed('payment'), value: 'bank-debit' },
      { field: fieldNamed('bankAccount'), value: '6222020200012345678' },
    ],
  },
  flowSteps(3),
);
add('form-known', { ...form, fields: empty('tier') }, flowSteps(2), [{ 'zh-CN': '查看', en: 'See all' }]);
add('form-nothing-missing', { ...form, fields: [] }, flowSteps(2));

const review = { name: 'review', item: registrationItem, rows, offline: false } as const;
const toSign = [{ 'zh-CN': '去签名', en: 'Sign' }] as const;
add('review-rows', { ...review, signature: 'missing' }, flowSteps(4));
add('review-rows-offline', { ...review, signature: 'missing', offline: true }, { ...flowSteps(4), network: 'offline' });
add('review-sign', { ...review, rows: rows.slice(0, 4), signature: 'missing' }, flowSteps(4), toSign);
add('review-signed', { ...review, rows: rows.slice(0, 4), signature: 'given' }, flowSteps(4), toSign);
add(
  'review-sign-offline',
  { ...review, rows: rows.slice(0, 4), signature: 'missing', offline: true },
  { ...flowSteps(4), network: 'offline' },
  toSign,
);
add(
  'review-certificate',
  { name: 'review', item: certificateItem, rows: rows.slice(0, 2), statement, signature: 'notNeeded', offline: false },
  { steps: { current: 2, total: 3 } },
);
add(
  'review-certificate-again',
  {
    name: 'review',
    item: certificateItem,
    rows: rows.slice(0, 2),
    statement,
    certificateNumber: '370282-2026-0001-8842',
    signature: 'notNeeded',
    offline: false,
  },
  { steps: { current: 1, total: 2 } },
);

add('working-fetching', { name: 'working', what: 'fetching', canCancel: true }, flowSteps(1));
add('working-submitting', { name: 'working', what: 'submitting', canCancel: false }, flowSteps(4));
add('working-printing', { name: 'working', what: 'printing', canCancel: false }, flowSteps(4));

const qr = 'https://verify.example.cn/c/QD2026112302170003?k=7K2M-9QXD';
const certificateResult = { name: 'result', item: certificateItem, caseNumber: 'QD2026112302170003', qr } as const;
const registrationResult = { name: 'result', item: registrationItem, caseNumber: 'QD2026112302170004', qr } as const;
add('result-done', {
  ...certificateResult,
  outcome: 'done',
  receipt: { state: 'printed' },
  document: { state: 'printed' },
});
add('result-done-printers-failed', {
  ...certificateResult,
  outcome: 'done',
  receipt: { state: 'failed', code: 'PRN-002' },
  document: { state: 'failed', code: 'DOC-003' },
});
add('result-done-print-unknown', {
  ...certificateResult,
  outcome: 'done',
  receipt: { state: 'unknown', code: 'PRN-006' },
  document: { state: 'unknown', code: 'DOC-002' },
});
add('result-done-after-restart', {
  ...certificateResult,
  outcome: 'done',
  receipt: { state: 'printed' },
  document: { state: 'notPrinted' },
  documentLater: true,
});
add(
  'result-queued-certificate',
  {
    ...certificateResult,
    outcome: 'queued',
    code: 'SYN-005',
    receipt: { state: 'printed' },
    document: { state: 'notPrinted' },
  },
  { network: 'offline', queued: 1 },
);
add('result-accepted', { ...registrationResult, outcome: 'accepted', dueOn: '2026-11-26', receipt: { state: 'printing' } });
add(
  'result-queued',
  { ...registrationResult, outcome: 'queued', code: 'SYN-005', receipt: { state: 'printed' } },
  { network: 'offline', queued: 1 },
);
add('result-withdrawn', { ...registrationResult, outcome: 'withdrawn', receipt: { state: 'printed' } });
add('result-refused', { ...registrationResult, outcome: 'refused', code: 'SYN-001', receipt: { state: 'notPrinted' } });
add('rate', { name: 'rate', endsInMs: 20_000 });
add('rate-low', { name: 'rate', endsInMs: 20_000 }, {}, [{ 'zh-CN': '不满意', en: 'Dissatisfied' }]);
add('ended-take-card', { name: 'ended', cardPresent: true }, { queued: 1 });
add('ended-idle', { name: 'ended', cardPresent: false, code: 'SES-001' });
add('out-of-service', {
  name: 'outOfService',
  code: 'SVC-001',
  nearest: { 'zh-CN': '即墨蓝村镇便民服务中心，约 600 米', en: 'Lancun service centre, about 600 m' },
});

const atHome: ScreenView = { name: 'home', proposals: [], items, cases, casesFrom: 'centre' };
add('overlay-idle', atHome, { overlay: { name: 'idle', secondsLeft: 30 } });
add('overlay-leave', atHome, { overlay: { name: 'leave' } });
add('overlay-help', atHome, { overlay: { name: 'help' } });
add('overlay-fault', atHome, { overlay: { name: 'fault', code: 'DEP-001', canRetry: true } });
add('overlay-card-gone', atHome, { overlay: { name: 'fault', code: 'SES-002', canRetry: false } });

export const viewFixtures: readonly ViewFixture[] = fixtures;

/** Personal values and machine words in the fixtures: data, not interface, so of no language. */
export const fixtureData: readonly string[] = [
  ...known.map(({ value }) => value),
  '青岛海岳勘察有限公司',
  '青岛海岳岩土工程有限公司',
  '91370200M000100Y43',
  'B237 0210 8845',
  '王*梅',
  '139****6027',
  '海尔路 63 号数码科技中心 A 座 3 楼',
  ...rows.map(({ value }) => value),
  'QD-SI',
  '0532-8888 1234',
];
