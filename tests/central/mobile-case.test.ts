import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from './harness/processes.ts';
import type { MobileWorld } from './mobile-kit.ts';
import { enterCode, openMobileWorld, Phone } from './mobile-kit.ts';

let around: MobileWorld;
const [wang, li, hk] = ['wang-xiumei', 'li-guoqiang', 'hong-kong'];

beforeAll(async () => {
  around = await openMobileWorld();
  await around.giveCasesToStaff();
});
afterAll(() => around.close());

const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');
const caseOf = async (key: string) =>
  around.world.db
    .selectFrom('approval_case')
    .selectAll()
    .where('party_key', '=', around.person(key).personKey)
    .orderBy('opened_at', 'desc')
    .executeTakeFirst();

let liLink = '';

test('codes: wrong ones say so and count, three use one up, and too many are not sent', async () => {
  const link = await around.cardEnds(hk);
  const phone = new Phone(around);
  await phone.open(link);
  await phone.send('code');
  const code = await around.code(around.person(hk).phone);
  expect((await phone.send('check', { code: '12', next: 'confirm' })).text).toContain('请输入短信里的 6 位数字');
  const first = await phone.send('check', { code: wrong(code), next: 'confirm' });
  expect([first.status, first.text.includes('验证码不对'), first.text.includes('可以试 2 次')]).toEqual([422, true, true]);
  await phone.send('check', { code: wrong(code), next: 'confirm' });
  expect((await phone.send('check', { code: wrong(code), next: 'confirm' })).text).toContain('输错了三次');
  expect(phone.formOf('check')).toBeUndefined();
  await phone.send('code');
  await phone.send('code');
  const last = await phone.send('code');
  expect([last.status, last.text.includes('请过 10 分钟再试')]).toEqual([429, true]);
  expect(await caseOf(hk)).toBeUndefined();
});

test('nobody gets a code whose phone is not on record', async () => {
  const { party_key, id } = await around.hotelChanges('青岛旺和无号酒店有限公司', 'no-record', li);
  const phone = new Phone(around);
  await phone.open(await around.linkOf('no-record', party_key, id));
  const page = await phone.send('code');
  expect([page.status, page.text.includes('没有您登记的手机号')]).toEqual([409, true]);
  expect(page.text.match(/<li><strong>/g)).toHaveLength(3);
});

test('a phone that only the person’s own record in a register has gets the code; one that is not confirmed does not', async () => {
  const { personKey, phone: registered } = around.person(hk);
  await around.world.db.deleteFrom('verification_code').where('person_key', '=', personKey).execute(); // those of the test before
  await around.world.db.deleteFrom('contact').where('person_key', '=', personKey).execute();
  const { party_key, id } = await around.world.db
    .selectFrom('proposal')
    .selectAll()
    .where('party_key', '=', personKey)
    .executeTakeFirstOrThrow();
  const phone = new Phone(around);
  await phone.open(await around.linkOf(hk, party_key, id));
  expect((await phone.send('code')).status).toBe(200);
  expect(await around.code(registered)).toMatch(/^\d{6}$/);
  const page = await phone.send('check', { code: await around.code(registered), next: 'look' });
  expect(page.status).toBe(200);

  await around.world.db
    .updateTable('party_contact')
    .set({ verified_at: null })
    .where('party_key', '=', personKey)
    .where('channel', '=', 'sms')
    .execute();
  const stranger = new Phone(around);
  await stranger.open(await around.linkOf(hk, party_key, id));
  expect((await stranger.send('code')).status).toBe(409);
});

test('the address: what is wrong with it is said at the field, and what is right goes to the courier', async () => {
  const link = await around.cardEnds(wang);
  const phone = new Phone(around);
  await enterCode(around, phone, link, wang, 'look');
  expect(phone.page.text).toContain(around.person(wang).name);
  expect(phone.page.text).not.toContain(around.person(wang).idNumber);
  await phone.open(`${link}/address`);
  const bad = await phone.send('address', { name: '', phone: '123', district: '370215', street: '蓝' });
  expect(bad.status).toBe(422);
  for (const words of ['请填写收件人', '电话号码不对', '详细地址太短']) expect(bad.text).toContain(words);
  expect(bad.text).toContain('value="123"');
  const elsewhere = await phone.send('address', {
    name: '王秀梅',
    phone: '13912346027',
    district: '',
    street: '鹤山路18号2单元',
  });
  expect(elsewhere.text).toContain('请选择区或市');
  const done = await phone.send('address', {
    name: '王秀梅',
    phone: '13912346027',
    district: '370215',
    street: '即墨区鹤山路18号2单元',
  });
  expect(done.text).toContain('好了，已经在办');
  const kept = await caseOf(wang);
  expect(kept?.case_number).toMatch(/^QD\d{8}0000\d{4}$/);
  expect(kept?.sealed).not.toContain('鹤山路');
});

test('another reminder comes, for later', async () => {
  liLink = await around.cardEnds(li);
});

test('not now: said by the person, and that is the end of it', async () => {
  const { party_key, id } = await around.hotelChanges('青岛旺和暂缓酒店有限公司', li, wang);
  const phone = new Phone(around);
  const link = await around.linkOf(li, party_key, id);
  await phone.open(link);
  await phone.send('code');
  const page = await phone.send('check', { code: await around.code(around.person(li).phone), next: 'notNow' });
  expect(page.text).toContain('已按您的意思，不办了');
  const confirmation = await around.world.db
    .selectFrom('confirmation')
    .selectAll()
    .where('proposal_id', '=', id)
    .executeTakeFirstOrThrow();
  expect(confirmation).toMatchObject({ decision: 'declined', reason: 'notNow', via: 'mobile' });
  expect((await new Phone(around).open(await around.linkOf(wang, party_key, id))).text).toContain('同一家的另一位负责人选了不办');
});

test('returned: the person says that it is corrected, and the case goes on', async () => {
  const found = await until(() => caseOf(wang));
  await around.staffDecide(found.case_number, 'return');
  const link = await around.linkOf(wang, found.party_key, found.proposal_id);
  const phone = new Phone(around);
  expect((await phone.open(link)).text).toContain('有内容要补正');
  expect(phone.formOf('corrected')).toBeUndefined();
  around.forward(11 * 60_000); // past the window in which codes are counted
  await enterCode(around, phone, link, wang, 'look');
  const page = await phone.send('corrected');
  expect(page.text).toContain('已补正，继续办理');
  await until(async () => (await caseOf(wang))?.status !== 'returned');
  const acts = await around.world.db
    .selectFrom('inbox')
    .select('kind')
    .where('terminal_id', '=', 'mobile')
    .orderBy('received_at')
    .execute();
  expect(acts.map(({ kind }) => kind)).toEqual(['proposal.confirm', 'proposal.decline', 'case.correct']);
});

test('withdraw: by who confirmed, while it is possible, and not twice', async () => {
  const phone = new Phone(around);
  await enterCode(around, phone, liLink, li, 'confirm');
  expect(phone.page.text).toContain('好了，已经在办');
  const form = phone.formOf('withdraw');
  const stranger = new Phone(around);
  await stranger.open(liLink);
  expect(stranger.formOf('withdraw')).toBeUndefined();
  expect((await stranger.post(`${liLink}/withdraw`, stranger.formOf('code')?.hidden ?? {})).status).toBe(403);
  const page = await phone.send('withdraw');
  expect(page.text).toContain('已撤回');
  expect((await caseOf(li))?.status).toBe('withdrawn');
  expect(phone.formOf('withdraw')).toBeUndefined();
  expect((await phone.post(form?.at ?? '', form?.hidden ?? {})).text).toContain('已撤回');
  const withdrawals = await around.world.db.selectFrom('inbox').select('id').where('kind', '=', 'case.withdraw').execute();
  expect(withdrawals).toHaveLength(1);
});

test('who read my data: the inference, the terminals and the page itself, with what it was for', async () => {
  const found = await until(() => caseOf(wang));
  const link = await around.linkOf(wang, found.party_key, found.proposal_id);
  const phone = new Phone(around);
  await phone.open(link);
  expect((await phone.open(`${link}/reads`)).text).not.toContain('每一次都有记录');
  around.forward(11 * 60_000);
  await enterCode(around, phone, link, wang, 'look');
  const { text } = await phone.open(`${link}/reads`);
  expect(text).toContain('每一次都有记录');
  expect(text).toContain('系统自动');
  expect(text).toContain('用于办理“社会保障卡');
  expect(text).toContain('您本人输入短信验证码后');
});
