import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import { contributionStatement } from '#contracts/domain/contributions.ts';
import { statementHash } from '#central/tracking/certificate-copy.ts';
import type { CentralReceipt, SyncRecord } from '#contracts/sync/wire.ts';
import { FakeTerminal, newId, wang } from './harness/acts.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

/** 再次打印: the same certificate on another sheet, for its holder only, while it may be used. */

let world: World;
let here: FakeTerminal;
let elsewhere: FakeTerminal;
let issued: SyncRecord;
let number: string;
let ref: string;
const li = { name: '李四', idNumber: '370282199001010014', layout: 'resident' } as const;
const verification = { method: 'face', attempt: 1, at: new Date().toISOString(), policy: 'test' };

beforeAll(async () => {
  world = await openWorld();
  here = new FakeTerminal('E0217');
  elsewhere = new FakeTerminal('E0218');
});
afterAll(() => world.close());

beforeEach(async () => {
  issued = here.certificate(here.visit());
  ({ ref } = await receiptOf('E0217', issued));
  [number = ''] = ref.split('|');
});

async function receiptOf(terminal: string, record: SyncRecord): Promise<CentralReceipt> {
  const [result] = (await world.line(terminal).sync([record])).results;
  if (result?.answer !== 'final') throw new Error('no final answer');
  return result.receipt;
}

const ask = (name: string, actor: object, more: object = {}, terminal = 'E0218') =>
  world.line(terminal).query(name, { session: newId(), actor, verification, ...more });
const copyOf = (actor: object, of = number) => ask('certificate-copy', actor, { number: of });
const caseOf = async () => {
  const { cases } = (await ask('cases', wang)).json as { cases: { certificate?: { number: string }; steps: object[] }[] };
  return cases.find(({ certificate }) => certificate?.number === number);
};
const reprint = (changes: object = {}) =>
  elsewhere.certificate(elsewhere.visit(), {
    kind: 'certificate.reprint',
    certificate: number,
    statement: undefined,
    ...changes,
  });
const change = (to: object) => world.db.updateTable('certificate').set(to).where('number', '=', number).execute();
const monthsAgo = (months: number, days = 0) => {
  const at = new Date();
  at.setUTCMonth(at.getUTCMonth() - months);
  return instantOf(at.getTime() - days * 86_400_000);
};

test('any terminal gets what was certified, with the day of its issue, and prints it under the same number', async () => {
  const { statement } = JSON.parse(issued.body) as { statement: object };
  expect(await copyOf(wang)).toMatchObject({ status: 200, json: { statement, issuedOn: localDateOf(Date.now()) } });
  expect(await caseOf()).toMatchObject({ certificate: { mayPrint: true } });
  const again = reprint();
  expect(await receiptOf('E0218', again)).toMatchObject({ code: 'applied', ref });
  const page = await world.line().get(`/acts/${again.id}?h=${again.hash.slice(0, 16)}`);
  expect(page.text).toContain('社保缴费证明');
  expect(page.text).toContain('要求再次打印这份证明');
  expect((await caseOf())?.steps.at(-1)).toMatchObject({ what: { 'zh-CN': '您在自助终端要求再次打印这份证明。' } });
});

test('somebody else’s and one that does not exist look the same', async () => {
  const [another, unknown] = [await copyOf(li), await copyOf(wang, '370282-2026-9999-9999')];
  expect(another).toMatchObject({ status: 404, json: { code: 'CAS-002' } });
  expect(unknown.json).toEqual(another.json);
  expect(await receiptOf('E0218', reprint({ actor: li }))).toMatchObject({ code: 'rejected', reason: 'SYN-001', ref: '' });
});

test.each([
  ['revoked', () => change({ state: 'revoked' })],
  ['past its three months', () => change({ issued_at: monthsAgo(3, 2) })],
])('one that was %s is not printed again', async (_, ended) => {
  await ended();
  expect(await copyOf(wang)).toMatchObject({ status: 404, json: { code: 'CAS-002' } });
  expect(await caseOf()).toMatchObject({ certificate: { mayPrint: false } });
  expect(await receiptOf('E0218', reprint())).toMatchObject({ code: 'superseded', ref: '' });
});

test('whoever has another name now gets a new certificate: this one would not fit its public page', async () => {
  const renamed = { ...wang, name: '李秀英' };
  expect(await copyOf(renamed)).toMatchObject({ status: 404, json: { code: 'CAS-002' } });
  expect(await receiptOf('E0218', reprint({ actor: renamed }))).toMatchObject({ code: 'superseded' });
});

test('an auditor finds whose certificate was printed again', async () => {
  const again = reprint();
  await receiptOf('E0218', again);
  const entry = (id: string) => world.db.selectFrom('audit_entry').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const [first, second] = [await entry(issued.id), await entry(again.id)];
  expect(second).toMatchObject({ action: 'act.certificate.reprint', person_key: first.person_key, outcome: 'ok' });
  expect(first.person_key).not.toBe('');
});

test('the hash covers everything that is certified, in its canonical text', () => {
  const statement = contributionStatement.parse({
    rows: [{ to: '2026-10', status: 'active', scheme: 'pension', months: 208, from: '2009-07' }],
    source: { version: '1', system: '社保', at: '2026-11-26T06:25:00Z' },
  });
  expect(statementHash(statement)).toBe(createHash('sha256').update(canonicalJson(statement)).digest('hex'));
});

test('what was changed since it was certified is not printed', async () => {
  await change({ statement_hash: '0'.repeat(64) });
  expect(await copyOf(wang)).toMatchObject({ status: 502, json: { code: 'DEP-003' } });
});

test('it is printed as long as its foot says', async () => {
  await change({ issued_at: monthsAgo(3, -2) });
  expect((await copyOf(wang)).status).toBe(200);
});

test('a code by SMS counts only where it was passed here, in this visit', async () => {
  const claimed = { ...verification, method: 'sms' };
  expect(await ask('certificate-copy', wang, { number, verification: claimed })).toMatchObject({
    status: 403,
    json: { code: 'SMS-001' },
  });
});

test('that a copy was fetched is on record for the person to see', async () => {
  await copyOf(wang);
  const { reads } = (await ask('data-reads', wang)).json as { reads: { says: { 'zh-CN': string } }[] };
  expect(reads.some(({ says }) => says['zh-CN'].includes('调取了已出具的证明，用于再次打印'))).toBe(true);
});
