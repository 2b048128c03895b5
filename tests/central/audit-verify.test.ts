import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appendEntries } from '#central/audit/append.ts';
import { entryColumns, entryOf } from '#central/audit/entries.ts';
import { digestOf, tree } from '#central/audit/hashing.ts';
import type { Verification } from '#central/audit/index.ts';
import { findingText } from '#central/audit/index.ts';
import type { Db } from '#central/store/index.ts';
import { insertAudit } from '#central/store/index.ts';
import { appendLeaf, emptyRange } from '#contracts/audit/merkle-tree.ts';
import { FakeTerminal } from './harness/acts.ts';
import type { LogWorld } from './audit/log-world.ts';
import { openLogWorld } from './audit/log-world.ts';

/** 600 entries, checkpoints over 200, 400 and 600; every test breaks a copy of it with the rights of the database's owner. */
let world: LogWorld;
const ids: string[] = [];

beforeAll(async () => {
  world = await openLogWorld();
  const log = world.open();
  for (let n = 0; n < 3; n += 1) {
    ids.push(...(await world.write(200, 50)));
    await log.makeCheckpoint();
  }
  await log.close();
  for (const table of tables)
    await sql`CREATE TABLE ${sql.table(`kept_${table}`)} AS TABLE ${sql.table(table)}`.execute(world.owner);
});
beforeEach(async () => {
  for (const table of tables) {
    await sql`DELETE FROM ${sql.table(table)}`.execute(world.owner);
    await sql`INSERT INTO ${sql.table(table)} TABLE ${sql.table(`kept_${table}`)}`.execute(world.owner);
  }
});
afterAll(() => world.close());

const tables = ['audit_entry', 'audit_leaf', 'audit_node', 'audit_checkpoint', 'audit_head', 'audit_ticket', 'inbox'];
const idAt = (index: number): string => ids[index] ?? '';

async function afterwards(...statements: RawBuilder<unknown>[]): Promise<Verification> {
  for (const statement of statements) await statement.execute(world.owner);
  return world.verify();
}

test('what nobody touched is good', async () => {
  expect(await world.verify()).toMatchObject({
    size: 600,
    pending: 0,
    count: 0,
    findings: [],
    checkpoints: { stored: 3, outside: 3 },
  });
});

describe('an entry that is changed is named', () => {
  const columns = [
    'action',
    'session',
    'person_key',
    'purpose',
    'verification',
    'outcome',
    'source',
    'actor',
    'subject',
    'data_hash',
  ];
  test.each(columns)('%s', async (column) => {
    const found = await afterwards(sql`UPDATE audit_entry SET ${sql.ref(column)} = 'x' WHERE id = ${idAt(317)}::uuid`);
    expect(found).toMatchObject({ count: 1, findings: [{ is: 'changed', index: 317, id: idAt(317), terminal: 'E0217' }] });
  });
  test('its time, by a millionth of a second', async () => {
    const found = await afterwards(sql`UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE id = ${idAt(0)}::uuid`);
    expect(found).toMatchObject({ count: 1, findings: [{ is: 'changed', index: 0, id: idAt(0) }] });
  });
  test('the first of several', async () => {
    const found = await afterwards(sql`UPDATE audit_entry SET outcome = 'no' WHERE id IN (${idAt(9)}::uuid, ${idAt(599)}::uuid)`);
    expect(found.findings.map(({ index }) => index)).toEqual([9, 599]);
  });
  test('also when its place is made to agree', async () => {
    const found = await afterwards(
      sql`UPDATE audit_entry SET outcome = 'no' WHERE id = ${idAt(42)}::uuid`,
      sql`UPDATE audit_leaf SET leaf_hash = decode(${await leafHash(world.owner, 42)}, 'hex') WHERE leaf_index = 42`,
    );
    expect(found.findings[0]).toMatchObject({ is: 'changed', index: 42, id: idAt(42) });
  });
});

/** What the leaf would be, as the software would have made it: somebody who has read our source. */
async function leafHash(db: Db, index: number): Promise<string> {
  const row = await sql<
    Parameters<typeof entryOf>[0]
  >`SELECT ${entryColumns} FROM audit_entry e JOIN audit_leaf l ON l.entry_id = e.id
    WHERE l.leaf_index = ${index}`.execute(db);
  const leaf = await db.selectFrom('audit_leaf').selectAll().where('leaf_index', '=', index).executeTakeFirstOrThrow();
  const [entry] = row.rows.map(entryOf);
  if (!entry) throw new Error('no entry');
  const head = { range: { size: index, peaks: Array.from({ length: 64 }, () => Buffer.alloc(32)) }, lastLeaf: leaf.prev_hash };
  return appendEntries(head, [digestOf({ ...entry, outcome: 'no' })]).leaves[0]?.toString('hex') ?? '';
}

describe('an entry that is gone is named', () => {
  test('the entry', async () => {
    const found = await afterwards(sql`DELETE FROM audit_entry WHERE id = ${idAt(250)}::uuid`);
    expect(found).toMatchObject({ count: 1, findings: [{ is: 'entry-deleted', index: 250, id: idAt(250) }] });
    expect(found.findings.map(findingText)).toEqual([
      `entry 250 (${idAt(250)}, E0217) was deleted; its place in the log is still there`,
    ]);
  });
  test('its place', async () => {
    const found = await afterwards(sql`DELETE FROM audit_leaf WHERE leaf_index = 250`);
    expect(found.findings).toEqual([
      { is: 'place-missing', index: 250, end: 251 },
      { is: 'past-the-log', id: idAt(250), terminal: 'E0217' },
    ]);
  });
  test('both', async () => {
    const found = await afterwards(
      sql`DELETE FROM audit_leaf WHERE leaf_index BETWEEN 250 AND 252`,
      sql`DELETE FROM audit_entry WHERE id IN (${sql.join(ids.slice(250, 253).map((id) => sql`${id}::uuid`))})`,
    );
    expect(found).toMatchObject({ count: 1, findings: [{ is: 'place-missing', index: 250, end: 253 }] });
  });
  test('both, and those after it moved up', async () => {
    const found = await afterwards(
      sql`DELETE FROM audit_leaf WHERE leaf_index = 250`,
      sql`DELETE FROM audit_entry WHERE id = ${idAt(250)}::uuid`,
      sql`UPDATE audit_leaf SET leaf_index = leaf_index + 999 WHERE leaf_index > 250`,
      sql`UPDATE audit_leaf SET leaf_index = leaf_index - 1000 WHERE leaf_index > 600`,
    );
    expect(found.findings[0]).toMatchObject({ is: 'changed', index: 250, id: idAt(251) });
  });
});

test('entries that changed places are named', async () => {
  const found = await afterwards(
    sql`UPDATE audit_leaf SET leaf_index = 1000 WHERE leaf_index = 77`,
    sql`UPDATE audit_leaf SET leaf_index = 77 WHERE leaf_index = 78`,
    sql`UPDATE audit_leaf SET leaf_index = 78 WHERE leaf_index = 1000`,
  );
  expect(found.findings[0]).toMatchObject({ is: 'changed', index: 77, id: idAt(78) });
  expect(found.findings[1]).toMatchObject({ is: 'changed', index: 78, id: idAt(77) });
});

test('entries that changed their contents with each other are named', async () => {
  const found = await afterwards(sql`UPDATE audit_entry a SET session = b.session, at = b.at FROM audit_entry b
    WHERE (a.id, b.id) IN ((${idAt(5)}::uuid, ${idAt(6)}::uuid), (${idAt(6)}::uuid, ${idAt(5)}::uuid))`);
  expect(found.findings.map(({ index }) => index)).toEqual([5, 6]);
});

describe('an entry that was put in is named', () => {
  test('past the log', async () => {
    const id = '01920000-0000-7000-8000-000000000001';
    const found =
      await afterwards(sql`INSERT INTO audit_entry (terminal_id, id, at, action, session, person_key, purpose, verification, outcome, source)
      SELECT terminal_id, ${id}::uuid, at, action, session, person_key, purpose, verification, outcome, source FROM audit_entry LIMIT 1`);
    expect(found).toMatchObject({ count: 1, findings: [{ is: 'past-the-log', id }] });
  });
  test('with a place behind the end', async () => {
    const id = '01920000-0000-7000-8000-000000000001';
    const found = await afterwards(
      sql`UPDATE audit_entry SET id = ${id}::uuid WHERE id = ${idAt(599)}::uuid`,
      sql`INSERT INTO audit_leaf SELECT log, 600, terminal_id, ${id}::uuid, leaf_hash, leaf_hash FROM audit_leaf WHERE leaf_index = 599`,
    );
    expect(found.findings[0]).toMatchObject({ is: 'entry-deleted', index: 599, id: idAt(599) });
    expect(found.findings[1]).toMatchObject({ is: 'changed', index: 600, id });
  });
});

describe('a tail that was cut', () => {
  const cut = [
    sql`DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_leaf WHERE leaf_index >= 550)`,
    sql`DELETE FROM audit_leaf WHERE leaf_index >= 550`,
  ];
  test('is seen by the head and the checkpoints in the database', async () => {
    const found = await afterwards(...cut);
    expect(found.findings).toContainEqual({ is: 'cut', index: 550, end: 600, where: 'head of the log' });
  });
  test('is seen by the checkpoint outside when all of the database was made to agree', async () => {
    const head = await world.owner.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow();
    expect(head.size).toBe(600);
    const found = await afterwards(...cut, sql`DELETE FROM audit_checkpoint WHERE size > 550`, await shortHead(550));
    expect(found.findings.map(({ is, index, end }) => ({ is, index, end }))).toEqual([{ is: 'cut', index: 550, end: 600 }]);
    expect(found.findings.map(findingText)[0]).toMatch(
      /^entries 550 to 599 are gone: the end of the log was cut \(checkpoint outside of /,
    );
    const blind = await world.verify(path.join(world.folder, 'no-such-file'));
    expect(blind.count, 'which is what the checkpoints outside are for').toBe(0);
  });
});

/** The head as it would be after so many entries. */
async function shortHead(size: number): Promise<RawBuilder<unknown>> {
  const leaves = await world.owner.selectFrom('audit_leaf').select('leaf_hash').orderBy('leaf_index').limit(size).execute();
  const range = leaves.reduce((sum, leaf) => appendLeaf(tree, sum, leaf.leaf_hash), emptyRange);
  return sql`UPDATE audit_head SET size = ${size}, last_leaf = ${leaves.at(-1)?.leaf_hash}, peaks = ${Buffer.concat(range.peaks)}`;
}

describe('what stands beside the entries', () => {
  test('a changed node of the tree', async () => {
    const found = await afterwards(sql`UPDATE audit_node SET hash = sha256(hash) WHERE level = 8 AND node_index = 1`);
    expect(found).toMatchObject({ count: 1, findings: [{ is: 'node-differs', index: 256, end: 512 }] });
  });
  test('a changed head', async () => {
    const found = await afterwards(sql`UPDATE audit_head SET last_leaf = sha256(last_leaf)`);
    expect(found).toMatchObject({ count: 1, findings: [{ is: 'head-differs' }] });
  });
  test('a checkpoint of another hand', async () => {
    const found = await afterwards(sql`UPDATE audit_checkpoint SET note = replace(note, '200', '201') WHERE size = 200`);
    expect(found).toMatchObject({ count: 1, checkpoints: { stored: 2 }, findings: [{ is: 'checkpoint-refused' }] });
  });
  test('a settled act whose entry is missing, or that is stored otherwise than its entry says', async () => {
    const terminal = new FakeTerminal();
    const { id, hash } = terminal.rating(terminal.visit());
    const settle = (as: string, content: string): RawBuilder<unknown> => sql`
      INSERT INTO inbox VALUES ('E0217', ${as}::uuid, 1, 1, null, null, 'rating.give', 1, '', null, ${content}, '', '', now(), 'applied', 0, '', '{}')`;
    const found = await afterwards(settle(id, hash), settle(idAt(3), hash));
    expect(found.findings).toEqual(
      expect.arrayContaining([
        { is: 'act-without-entry', terminal: 'E0217', id },
        { is: 'act-differs', terminal: 'E0217', id: idAt(3) },
      ]),
    );
  });
});

test('a log that was rewritten from a place on, in full agreement with itself, is named by the checkpoints around it', async () => {
  const other = await openLogWorld();
  try {
    // The same key, so that even the checkpoints in the database are genuine; only those outside know of the first log.
    rmSync(other.keys, { recursive: true, force: true });
    cpSync(world.keys, other.keys, { recursive: true });
    const rows = await world.owner.selectFrom('audit_entry').selectAll().orderBy('id').execute();
    const ordered = ids.map((id) => rows.find((row) => row.id === id)).filter((row) => row !== undefined);
    for (const [index, row] of ordered.entries()) {
      await insertAudit(other.app, other.clock, [index === 300 ? { ...row, outcome: 'no' } : row]);
      other.clock.aheadMs += 1;
    }
    await other.open().close();
    expect(await other.verify(), 'it is whole in itself').toMatchObject({ size: 600, count: 0 });
    const found = await other.verify(world.file);
    expect(found.findings[0]).toMatchObject({ is: 'rewritten', index: 200, end: 400 });
  } finally {
    await other.close();
  }
});
