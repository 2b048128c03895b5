import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SyncRecord } from '#contracts/sync/wire.ts';
import { FakeTerminal, newId } from './harness/acts.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

let epoch = 0;
function freshTerminal(): FakeTerminal {
  const terminal = new FakeTerminal();
  epoch += 1;
  terminal.epoch = epoch;
  return terminal;
}

async function sendOne(terminal: FakeTerminal, record: SyncRecord) {
  const reply = await world.line('E0217').sync([record], { epoch: terminal.epoch });
  const stored = await world.db.selectFrom('inbox').selectAll().where('id', '=', record.id).executeTakeFirst();
  return { result: reply.results[0], stored };
}

describe('an act that can never be accepted is rejected with SYN-001, and central staff see why', () => {
  test.each([
    ['unknown kind', 'unknown-kind', (t: FakeTerminal) => ({ ...t.rating(t.visit()), kind: 'coffee.order' })],
    ['unknown schema version', 'unknown-schema', (t: FakeTerminal) => ({ ...t.rating(t.visit()), schemaVersion: 2 })],
    ['body that is not an act', 'invalid-body', (t: FakeTerminal) => t.rating(t.visit(), { score: 6 })],
    ['body that is not JSON', 'invalid-body', (t: FakeTerminal) => t.record(t.visit(), '{"kind":', { kind: 'rating.give' })],
    [
      'body with a character that cannot be stored',
      'malformed',
      (t: FakeTerminal) => t.rating(t.visit(), { reasons: ['\u0000'] }),
    ],
    ['body changed after it was hashed', 'hash-mismatch', (t: FakeTerminal) => withOtherScore(t.rating(t.visit()))],
    [
      'envelope of another act',
      'envelope-differs',
      (t: FakeTerminal) => ({ ...t.rating(t.visit()), id: newId() as SyncRecord['id'] }),
    ],
    ['act of another terminal', 'other-terminal', (t: FakeTerminal) => t.rating(t.visit(), { terminal: 'E0218' })],
    ['unknown item', 'unknown-item', (t: FakeTerminal) => t.registration(t.visit(), { itemId: 'no.such' })],
    ['unknown version of an item', 'unknown-item', (t: FakeTerminal) => t.registration(t.visit(), { itemVersion: 7 })],
    [
      'item of another flow',
      'other-flow',
      (t: FakeTerminal) =>
        t.certificate(t.visit(), { itemId: 'social-insurance.flexible-employment-registration', itemVersion: 2 }),
    ],
    [
      'identity number that fails its check',
      'id-number',
      (t: FakeTerminal) =>
        t.certificate(t.visit(), { actor: { name: '某', idNumber: '370282196803120021', layout: 'resident' } }),
    ],
    [
      'missing required field',
      'field:phone:required',
      (t: FakeTerminal) =>
        t.registration(t.visit(), { values: { residence: 'as-on-card', schemes: 'pension', tier: '60', payment: 'self' } }),
    ],
    [
      'value that is not an option',
      'field:tier:notAnOption',
      (t: FakeTerminal) =>
        t.registration(t.visit(), {
          values: { phone: '13912346027', residence: 'as-on-card', schemes: 'pension', tier: '61', payment: 'self' },
        }),
    ],
    [
      'field that the form does not have',
      'field:unknown',
      (t: FakeTerminal) =>
        t.registration(t.visit(), {
          values: { phone: '13912346027', residence: 'as-on-card', schemes: 'pension', tier: '60', payment: 'self', extra: 'x' },
        }),
    ],
  ])('%s', async (_name, detail, make) => {
    const terminal = freshTerminal();
    const { result, stored } = await sendOne(terminal, make(terminal));
    expect(result).toMatchObject({ answer: 'final', receipt: { code: 'rejected', reason: 'SYN-001', ref: '' } });
    expect(stored).toMatchObject({ state: 'rejected', detail });
  });
});

function withOtherScore(record: SyncRecord): SyncRecord {
  return { ...record, body: record.body.replace('"score":5', '"score":4') };
}

test('a refused application is found among the cases, in plain words', async () => {
  const terminal = freshTerminal();
  const record = terminal.registration(terminal.visit(), { values: {} });
  await sendOne(terminal, record);
  const row = await world.db.selectFrom('service_case').select('state').where('act_id', '=', record.id).executeTakeFirst();
  expect(row).toEqual({ state: 'rejected' });
});

test('an act that comes after its time is superseded with SYN-002 and leaves a case that says so', async () => {
  const terminal = freshTerminal();
  const record = { ...terminal.registration(terminal.visit()), expiresAt: new Date(Date.now() - 1000).toISOString() };
  const { result } = await sendOne(terminal, record);
  expect(result).toMatchObject({ receipt: { code: 'superseded', reason: 'SYN-002' } });
  const row = await world.db.selectFrom('service_case').select('state').where('act_id', '=', record.id).executeTakeFirst();
  expect(row).toEqual({ state: 'superseded' });
  expect(await world.db.selectFrom('outbox_central').selectAll().where('key', '=', record.id).execute()).toHaveLength(0);
});

test('a malformed line is answered for itself; the other lines of the batch are applied', async () => {
  const terminal = freshTerminal();
  const visit = terminal.visit();
  const [good, bad, next] = [terminal.rating(visit), terminal.rating(visit), terminal.rating(visit)];
  const malformed = JSON.stringify({ ...bad, seq: 'three' });
  const reply = await world.line('E0217').sync(
    [good, malformed, next].map((one) => (typeof one === 'string' ? one : JSON.stringify(one))),
    { epoch: terminal.epoch },
  );
  expect(reply.results).toMatchObject([
    { receipt: { code: 'applied' } },
    { id: bad.id, receipt: { code: 'rejected', reason: 'SYN-001' } },
    { receipt: { code: 'applied' } },
  ]);
});
