import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from './harness/processes.ts';
import type { MobileWorld } from './mobile-kit.ts';
import { enterCode, openMobileWorld, Phone } from './mobile-kit.ts';

let around: MobileWorld;

beforeAll(async () => {
  around = await openMobileWorld();
});
afterAll(async () => {
  await around.close();
});

const wang = 'wang-xiumei';
const grouped = /QD\d{4} \d{4} 0000 \d{4}/;

async function proposalOf(link: string) {
  const token = link.split('/')[2] ?? '';
  const hash = createHash('sha256').update(token).digest('hex');
  const { party_key, proposal_id } = await around.world.db
    .selectFrom('mobile_link')
    .selectAll()
    .where('token_hash', '=', hash)
    .executeTakeFirstOrThrow();
  return around.world.db
    .selectFrom('proposal')
    .selectAll()
    .where('party_key', '=', party_key)
    .where('id', '=', proposal_id)
    .executeTakeFirstOrThrow();
}

test('open, code, confirm: three touches, one transaction, a receipt whose QR code opens the public page', async () => {
  const link = await around.cardEnds(wang);
  const phone = new Phone(around);
  const offer = await phone.open(link);
  expect(offer.status).toBe(200);
  expect(offer.text).toContain('社会保障卡');
  expect(offer.text).toContain('0 元');
  expect((await proposalOf(link)).state).toBe('opened');

  // Before the code: nothing that names the person, where they live, or their numbers.
  const { name, idNumber, phone: number } = around.person(wang);
  for (const personal of [name, idNumber, number, '城南社区', '12号楼']) expect(offer.text).not.toContain(personal);

  const asked = await phone.send('code');
  expect(asked.text).toContain('139****6027');
  expect(asked.text).not.toContain(number);
  const done = await phone.send('check', { code: await around.code(number), next: 'confirm' });
  expect(done.status).toBe(200);
  expect(done.text).toContain('好了，已经在办');
  expect(done.text).toMatch(grouped);

  const proposal = await proposalOf(link);
  expect(proposal).toMatchObject({ state: 'confirmed', interactions: 3 });
  const confirmation = await around.world.db
    .selectFrom('confirmation')
    .selectAll()
    .where('proposal_id', '=', proposal.id)
    .executeTakeFirstOrThrow();
  expect(confirmation).toMatchObject({ via: 'mobile', method: 'sms', decision: 'confirmed', interactions: 3 });
  expect(confirmation.shown_hash).toMatch(/^[0-9a-f]{64}$/);

  const publicPage = /href="https:\/\/[^/]+(\/acts\/[^"]+)"/.exec(done.text)?.[1]?.replace('&#38;', '&') ?? '';
  const seen = await around.world.line().get(publicPage);
  expect(seen.status).toBe(200);
  expect(seen.text).toContain('您已确认办理');
  expect(seen.text).not.toContain(name);
});

test('the act of a phone has its receipt and its place in the audit log like any other', async () => {
  const acts = await around.world.db.selectFrom('inbox').selectAll().where('terminal_id', '=', 'mobile').execute();
  expect(acts).toHaveLength(1);
  const [act] = acts;
  expect(JSON.parse(act?.receipt ?? '{}')).toMatchObject({ code: 'applied', terminal: 'mobile', id: act?.id });
  const { name, idNumber, phone } = around.person(wang);
  for (const personal of [name, idNumber, phone]) expect(act?.body).not.toContain(personal);
  const entry = await around.world.db
    .selectFrom('audit_entry')
    .selectAll()
    .where('id', '=', act?.id ?? '')
    .executeTakeFirstOrThrow();
  expect(entry).toMatchObject({ action: 'act.proposal.confirm', actor: 'mobile', data_hash: act?.hash, outcome: 'ok' });
});

test('the same touch twice confirms once; an old page leads to what stands now', async () => {
  const { rows } = await cases();
  const again = new Phone(around);
  const link = await newestLink(wang);
  const page = await again.open(link);
  expect(page.text).toMatch(/好了，已经在办|已办结/);
  expect((await cases()).rows).toBe(rows);
});

test('two agents at once: one confirms, the other is told that it is done', async () => {
  const { party_key, id: proposal_id } = await around.hotelChanges('青岛旺和海景酒店有限公司', wang, 'li-guoqiang');
  const phones = await Promise.all(
    [wang, 'li-guoqiang'].map(async (key) => {
      const link = await around.linkOf(key, party_key, proposal_id);
      const phone = new Phone(around);
      await enterCode(around, phone, link, key, 'look');
      return phone;
    }),
  );
  expect(phones.map(({ page }) => page.text.includes('食品经营许可证'))).toEqual([true, true]);
  const pages = await Promise.all(phones.map((phone) => phone.send('confirm')));
  const statuses = pages.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([200, 409]);
  const other = pages.find(({ status }) => status === 409)?.text ?? '';
  expect(other).toContain('这件事已经有人确认了');
  expect(other).not.toMatch(grouped);
  const confirmed = await around.world.db.selectFrom('confirmation').selectAll().where('proposal_id', '=', proposal_id).execute();
  expect(confirmed).toHaveLength(1);
  const made = await around.world.db
    .selectFrom('approval_case')
    .select('case_number')
    .where('proposal_id', '=', proposal_id)
    .execute();
  expect(made).toHaveLength(1);
});

test('a form that is sent twice at the same moment takes effect once', async () => {
  const link = await around.cardEnds('li-guoqiang');
  const phone = new Phone(around);
  await enterCode(around, phone, link, 'li-guoqiang', 'look');
  const form = phone.formOf('confirm');
  const pages = await Promise.all([phone, phone].map((one) => one.post(form?.at ?? '', form?.hidden ?? {})));
  for (const page of pages) expect(page.status).toBe(200);
  const { id } = await proposalOf(link);
  expect(await around.world.db.selectFrom('confirmation').selectAll().where('proposal_id', '=', id).execute()).toHaveLength(1);
  await until(
    async () => (await phone.open(link)).text.includes('好了，已经在办') || (await phone.open(link)).text.includes('已办结'),
  );
});

async function cases(): Promise<{ rows: number }> {
  return { rows: (await around.world.db.selectFrom('approval_case').select('case_number').execute()).length };
}

async function newestLink(key: string): Promise<string> {
  const messages = await around.app.messages();
  return (
    messages.findLast(({ address, params }) => address === `qyb-demo-${key}` && params['link']?.startsWith('/m/'))?.params[
      'link'
    ] ?? ''
  );
}
