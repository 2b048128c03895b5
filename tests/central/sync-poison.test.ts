import { hash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { syncResult } from '#contracts/sync/wire.ts';
import type { Db } from '#central/store/index.ts';
import { migrate, openDatabase } from '#central/store/index.ts';
import type { ActHandler, ActHandlers, ActOf, IntakeParts } from '#central/sync/index.ts';
import { openSigner, takeIn } from '#central/sync/index.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TerminalId } from '#contracts/basics/ids.ts';
import type { SyncRecord } from '#contracts/sync/wire.ts';
import { FakeTerminal } from './harness/acts.ts';
import { freshDatabase } from './harness/postgres.ts';
import type { Logged } from './harness/world.ts';

let db: Db;
let drop: () => Promise<void>;
const keys = mkdtempSync(path.join(os.tmpdir(), 'e-station-keys-'));
const logged: Logged[] = [];
/** Acts that make the handler throw, or make the database refuse their row. */
const throwing = new Set<string>();
const unwritable = new Set<string>();

beforeAll(async () => {
  const database = await freshDatabase();
  await migrate(database.urls.owner);
  db = openDatabase(database.urls.owner, 4);
  drop = () => database.drop();
});
afterAll(async () => {
  await db.destroy();
  await drop();
  rmSync(keys, { recursive: true });
});

const ratings: ActHandler<ActOf<'rating.give'>> = {
  prepare: (_tx, _acts, { at, terminal }) =>
    Promise.resolve({
      decide(act) {
        if (throwing.has(act.id)) throw new TypeError(`cannot read 王秀梅`);
        const score = unwritable.has(act.id) ? 99 : act.score; // the table allows 1 to 5
        const row = { terminal_id: terminal.id, about: act.about, act_id: act.id, score, reasons: [], at };
        return { code: 'applied', ref: '', reason: '', detail: '', rows: { rating: [row] } };
      },
      expire: () => ({}),
    }),
};

function parts(): IntakeParts {
  const handlers = { 'rating.give': ratings } as ActHandlers;
  return {
    db,
    clock: systemClock,
    log: (event, fields = {}) => logged.push({ event, fields }),
    signer: openSigner(keys, keys),
    handlers,
  };
}

async function send(terminal: FakeTerminal, records: readonly SyncRecord[]) {
  const enrolled = { id: terminal.name as TerminalId, districtCode: '370282' };
  const taken = await takeIn(
    parts(),
    enrolled,
    1,
    records.map((record) => ({ is: 'record', record, bodyHash: hash('sha256', record.body) })),
  );
  return taken.answers.map((answer) => syncResult.parse(JSON.parse(answer)));
}

test.each([
  ['a handler that throws', throwing, 'E1001'],
  ['a row that the database refuses', unwritable, 'E1002'],
])('%s holds up its own act and its own visit, nothing else', async (_name, bad, name) => {
  const terminal = new FakeTerminal(name);
  const visits = Array.from({ length: 40 }, () => terminal.visit());
  const records = visits.map((visit) => terminal.rating(visit));
  const behind = terminal.rating(visits[17] ?? terminal.visit());
  bad.add(records[17]?.id ?? '');

  const answers = await send(terminal, [...records, behind]);
  expect(answers.filter(({ answer }) => answer === 'final')).toHaveLength(39);
  expect(answers[17]).toMatchObject({ answer: 'retry', reason: 'SYN-003' });
  expect(answers[40]?.answer).toBe('parked');
  expect(logged.findLast(({ event }) => event === 'centre.poison')?.fields).toMatchObject({
    terminal: name,
    act: records[17]?.id,
    kind: 'rating.give',
  });

  const again = await send(terminal, records.slice(17, 18));
  expect(again[0]).toMatchObject({ answer: 'retry' });
  bad.clear();
  expect((await send(terminal, records.slice(17, 18)))[0]).toMatchObject({ answer: 'final', duplicate: false });
  expect((await send(terminal, [behind]))[0]).toMatchObject({ answer: 'final', receipt: { code: 'applied' } });
  const rows = await db.selectFrom('rating').selectAll().where('terminal_id', '=', name).execute();
  expect(rows).toHaveLength(41);
});

test('what a handler says when it throws is not logged: it may quote the act', () => {
  expect(JSON.stringify(logged)).not.toContain('王秀梅');
});

test('one act that cannot be written leaves the other 499 of a full batch applied', async () => {
  const terminal = new FakeTerminal('E1003');
  const records = Array.from({ length: 500 }, () => terminal.rating(terminal.visit()));
  unwritable.add(records[250]?.id ?? '');
  const answers = await send(terminal, records);
  expect(answers.filter(({ answer }) => answer === 'final')).toHaveLength(499);
});

test('random batches: whatever is poisoned, cut or repeated, each act ends once', async () => {
  const terminal = new FakeTerminal('E1004');
  const seed = randomBytes(4).readUInt32BE(0);
  const random = lcg(seed);
  const visits = Array.from({ length: 8 }, () => terminal.visit());
  const records = Array.from({ length: 60 }, () => terminal.rating(visits[Math.floor(random() * 8)] ?? terminal.visit()));
  throwing.clear();
  for (let round = 0; round < 30; round += 1) {
    throwing.clear();
    for (const record of records) if (random() < 0.1) throwing.add(record.id);
    const batch = records.filter(() => random() < 0.4).sort(() => random() - 0.5);
    if (batch.length > 0) await send(terminal, batch);
  }
  throwing.clear();
  await send(terminal, records);
  const final = await send(terminal, records);
  expect(
    final.every((answer) => answer.answer === 'final' && answer.duplicate),
    `seed ${seed}`,
  ).toBe(true);
  const rows = await db.selectFrom('rating').select('act_id').where('terminal_id', '=', 'E1004').execute();
  expect(rows.map((row) => row.act_id).sort(), `seed ${seed}`).toEqual(records.map(({ id }) => id).sort());
});

/** A small repeatable random: the seed is printed when the test fails. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
