import { rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { connectToCopy } from '#electron/journal/connection.ts';
import { listCopies } from '#electron/journal/copies.ts';
import { readOrCreateKeys } from '#electron/journal/key-file.ts';
import { migrations, schemaVersionOf, type Migration } from '#electron/journal/migrations.ts';
import { openDatabase } from '#electron/journal/open.ts';
import { receiptFor, registration } from './acts.ts';
import { createWorld, mustOpen, mustRecord, type World } from './kit.ts';

/** The schema of the present code, and steps that may follow it. */
const now = migrations.length;
const later: readonly Migration[] = [
  ...migrations,
  { version: now + 1, sql: 'ALTER TABLE print ADD COLUMN printer TEXT' },
  { version: now + 2, sql: 'CREATE TABLE blob (hash BLOB PRIMARY KEY) STRICT' },
];

function openWith(world: World, list: readonly Migration[]) {
  return openDatabase({ ...world.parts, migrations: list });
}

function keyOf(world: World): Uint8Array {
  const keys = readOrCreateKeys(world.folder, false, world.random);
  if (!keys.ok) throw new Error('no key');
  return keys.value.database;
}

/** Id and whether the key of the body is still there, of each act in each copy. */
function keysInCopies(world: World): (0 | 1)[][] {
  return listCopies(world.folder).map((file) => {
    const copy = connectToCopy(file, keyOf(world));
    const rows = copy.prepare<[], { has: 0 | 1 }>('SELECT dek IS NOT NULL AS has FROM act ORDER BY seq').all();
    copy.close();
    return rows.map(({ has }) => has);
  });
}

test('a copy of the database as it was is made before each step, and every step says so', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  mustRecord(journal, registration(world));
  journal.close();
  const opened = openWith(world, later);
  if (!opened.ok) throw new Error(opened.error.code);
  expect(schemaVersionOf(opened.value.connection)).toBe(now + 2);
  opened.value.connection.close();
  expect(listCopies(world.folder).map((file) => file.slice(-6))).toEqual([`-v${now}.db`, `-v${now + 1}.db`]);
  expect(keysInCopies(world)).toEqual([[1], [1]]);
  expect(world.lines.filter(({ event }) => event === 'journal.migrated').map(({ fields }) => fields)).toEqual([
    { from: now, to: now + 1 },
    { from: now + 1, to: now + 2 },
  ]);
});

test('a step that fails leaves the schema and the acts as they were', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const { act } = mustRecord(journal, registration(world));
  journal.close();
  const broken = [...migrations, { version: now + 1, sql: 'ALTER TABLE print ADD COLUMN printer TEXT; CREATE TABLE act (x)' }];
  expect(() => openWith(world, broken)).toThrow(/already exists/);
  expect(mustOpen(world.parts).findAct(act.id)).toBeDefined();
});

test('only the last copies stay', () => {
  const world = createWorld();
  mustOpen(world.parts).close();
  let list = [...migrations];
  for (let version = now + 1; version <= now + 6; version++) {
    list = [...list, { version, sql: `CREATE TABLE step_${version} (x)` }];
    world.clock.advance(1000);
    const opened = openWith(world, list);
    if (opened.ok) opened.value.connection.close();
  }
  expect(listCopies(world.folder).map((file) => file.slice(-6))).toEqual([
    `-v${now + 3}.db`,
    `-v${now + 4}.db`,
    `-v${now + 5}.db`,
  ]);
});

test('a copy keeps no key of an act that the centre has answered', () => {
  const world = createWorld();
  const first = mustOpen(world.parts);
  const acts = [registration(world), registration(world)].map((draft) => mustRecord(first, draft).act);
  first.close();
  const opened = openWith(world, [...migrations, { version: now + 1, sql: 'SELECT 1' }]);
  if (opened.ok) {
    opened.value.connection.pragma(`user_version = ${now}`); // the present code shall open it again
    opened.value.connection.close();
  }
  expect(keysInCopies(world)).toEqual([[1, 1]]);
  const journal = mustOpen(world.parts);
  journal.applyAnswers([receiptFor(acts[0])], []);
  expect(keysInCopies(world)).toEqual([[0, 1]]);
});

test('a database of a newer version is left alone and refused', () => {
  const world = createWorld();
  mustOpen(world.parts).close();
  const opened = openWith(world, later);
  if (opened.ok) opened.value.connection.close();
  expect(openWith(world, migrations)).toEqual({
    ok: false,
    error: { code: 'JRN-002', raw: `schema ${now + 2} is newer than ${now}` },
  });
  expect(openWith(world, later).ok).toBe(true);
});

test('a half-written copy of a crash is not taken for one', () => {
  const world = createWorld();
  mustOpen(world.parts).close();
  const opened = openWith(world, later);
  if (opened.ok) opened.value.connection.close();
  const [copy] = listCopies(world.folder);
  writeFileSync(`${copy ?? ''}.new`, 'half');
  expect(listCopies(world.folder)).toHaveLength(2);
  rmSync(`${copy ?? ''}.new`);
});
