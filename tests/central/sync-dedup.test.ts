import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CentralReceipt, SyncResult } from '#contracts/sync/wire.ts';
import { receiptSignedText } from '#contracts/sync/signed-text.ts';
import { createPublicKey, verify } from 'node:crypto';
import { FakeTerminal } from './harness/acts.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

function receiptOf(result: SyncResult | undefined): CentralReceipt {
  if (result?.answer !== 'final') throw new Error(`not final: ${result?.answer}`);
  return result.receipt;
}

test('an act that is sent again gets the very same signed receipt and has no second effect', async () => {
  const terminal = new FakeTerminal();
  const line = world.line('E0217');
  const record = terminal.certificate(terminal.visit());
  const first = await line.sync([record]);
  const again = await line.sync([record]);
  expect(first.results[0]).toMatchObject({
    answer: 'final',
    duplicate: false,
    receipt: { code: 'applied', reason: '', terminal: 'E0217' },
  });
  expect(again.results[0]).toMatchObject({ answer: 'final', duplicate: true });
  expect(receiptOf(again.results[0])).toEqual(receiptOf(first.results[0]));
  const certificates = await world.db.selectFrom('certificate').selectAll().where('act_id', '=', record.id).execute();
  expect(certificates).toHaveLength(1);
});

test('the receipt names the certificate and is signed with the published key', async () => {
  const terminal = new FakeTerminal('E0218');
  const line = world.line('E0218');
  const receipt = receiptOf((await line.sync([terminal.certificate(terminal.visit())])).results[0]);
  expect(receipt.ref).toMatch(/^370282-\d{4}-\d{4}-\d{4}\|[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
  const keys = JSON.parse((await line.get('/v1/keys')).text) as { keys: { keyId: string; publicKey: string }[] };
  const key = keys.keys.find(({ keyId }) => keyId === receipt.keyId);
  const { sig, keyId: _, ...fields } = receipt;
  const isGood = (text: string): boolean =>
    verify(null, Buffer.from(text), createPublicKey(key?.publicKey ?? ''), Buffer.from(sig, 'base64url'));
  expect(isGood(receiptSignedText(fields))).toBe(true);
  expect(isGood(receiptSignedText({ ...fields, code: 'rejected' }))).toBe(false);
});

test('the same act twice in one batch is one act', async () => {
  const terminal = new FakeTerminal();
  terminal.reimage();
  const record = terminal.rating(terminal.visit());
  const reply = await world.line('E0217').sync([record, record], { epoch: 2 });
  expect(receiptOf(reply.results[0])).toEqual(receiptOf(reply.results[1]));
  expect(await world.db.selectFrom('rating').selectAll().where('act_id', '=', record.id).execute()).toHaveLength(1);
});

test('a known id with other content is refused and reported; the first content stands', async () => {
  const terminal = new FakeTerminal();
  terminal.reimage();
  terminal.reimage();
  const line = world.line('E0217');
  const visit = terminal.visit();
  const record = terminal.rating(visit, { score: 5 });
  const first = await line.sync([record], { epoch: 3 });
  const body = record.body.replace('"score":5', '"score":1');
  const forged = await line.sync([{ ...record, body }], { epoch: 3 });
  expect(receiptOf(forged.results[0])).toMatchObject({ code: 'rejected', reason: 'SYN-004', ref: '' });
  expect(world.logged).toContainEqual({ event: 'centre.key-reuse', fields: { terminal: 'E0217', act: record.id } });
  expect(receiptOf((await line.sync([record], { epoch: 3 })).results[0])).toEqual(receiptOf(first.results[0]));
});

test('two different acts about the same service: the second rating does not replace the first', async () => {
  const terminal = new FakeTerminal('E0218');
  const line = world.line('E0218');
  const visit = terminal.visit();
  const first = terminal.rating(visit, { score: 5 });
  const about = (JSON.parse(first.body) as { about: string }).about;
  const reply = await line.sync([first, terminal.rating(visit, { about, score: 1 })]);
  expect(receiptOf(reply.results[1])).toMatchObject({ code: 'superseded', reason: 'SYN-002' });
  const ratings = await world.db.selectFrom('rating').select('score').where('about', '=', about).execute();
  expect(ratings).toEqual([{ score: 5 }]);
});
