import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from './harness/acts.ts';
import { until } from './harness/processes.ts';
import type { MobileWorld } from './mobile-kit.ts';
import { openMobileWorld, smsItem } from './mobile-kit.ts';

let around: MobileWorld;
const wang = 'wang-xiumei';

beforeAll(async () => {
  around = await openMobileWorld();
});
afterAll(() => around.close());

const ask = (key: string, method = 'face', session = newId()) => {
  const { name, idNumber } = around.person(key);
  const verification = { method, attempt: 1, at: new Date().toISOString(), policy: 'test' };
  return around.world.line('E0217').query('data-reads', { session, actor: { name, idNumber, layout: 'resident' }, verification });
};

test('what inference read for a proposal is on record, once for each person and offer, however often it is published', async () => {
  await around.cardEnds(wang);
  const { personKey } = around.person(wang);
  const entries = () =>
    around.world.db
      .selectFrom('audit_entry')
      .selectAll()
      .where('person_key', '=', personKey)
      .where('action', '=', 'read.inference')
      .where('purpose', '=', smsItem)
      .execute();
  const [entry] = await until(async () => {
    const found = await entries();
    return found.length > 0 && found;
  });
  expect(entry).toMatchObject({ actor: 'system:inference', terminal_id: 'centre', outcome: 'ok', verification: 'none' });
  const offers = await around.world.db.selectFrom('proposal_offer').selectAll().where('person_key', '=', personKey).execute();
  expect(offers.map(({ proposal_id }) => proposal_id)).toContain(entry?.subject);
  // The same card once more: judged and published again.
  const { number } = await around.world.db
    .selectFrom('party_certificate')
    .select('number')
    .where('party_key', '=', personKey)
    .where('type', '=', 'social-security-card')
    .executeTakeFirstOrThrow();
  await around.bureau.tell('/counter', { number, type: 'social-security-card', fields: { holder: '王秀梅' } });
  await until(
    async () =>
      (await around.world.db.selectFrom('domain_event').select('seq').where('state', '=', 'received').execute()).length === 0,
  );
  expect(await entries()).toHaveLength(
    (await around.world.db.selectFrom('proposal_offer').selectAll().where('person_key', '=', personKey).execute()).length,
  );
});

test('a terminal shows who read, in words, with the title of what it was for; each person only their own', async () => {
  const reply = await ask(wang);
  expect(reply.status).toBe(200);
  const reads = reply.json['reads'] as { says: { 'zh-CN': string; en: string }; at: string }[];
  expect(reads.some(({ says }) => says['zh-CN'].includes('系统自动') && says['zh-CN'].includes('社会保障卡'))).toBe(true);
  expect(JSON.stringify(reads)).not.toContain(around.person(wang).name);
  const others = (await ask('rare-bmp')).json['reads'] as { says: { 'zh-CN': string } }[];
  expect(others.some(({ says }) => says['zh-CN'].includes('社会保障卡'))).toBe(false);
});

test('only for a person who was verified; and the question is on record itself', async () => {
  const session = newId();
  const refused = await ask(wang, 'sms', session);
  expect(refused).toMatchObject({ status: 403, json: { code: 'SMS-001' } });
  const asked = await around.world.db.selectFrom('audit_entry').selectAll().where('session', '=', session).execute();
  expect(asked.map(({ action, outcome }) => [action, outcome])).toEqual([['data-reads', 'SMS-001']]);
  expect((await around.world.line().query('data-reads', {})).status).toBe(401);
});
