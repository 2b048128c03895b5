import { chmodSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '#electron/journal/journal.ts';
import { keyFileOf } from '#electron/journal/key-file.ts';
import { registration } from './acts.ts';
import { createWorld, mustOpen, mustRecord } from './kit.ts';

test('the first start makes a key of 32 bytes that only its owner can read', () => {
  const world = createWorld();
  mustOpen(world.parts).close();
  const { mode, size } = statSync(keyFileOf(world.folder));
  expect([mode & 0o777, size]).toEqual([0o600, 32]);
});

test.each([0o640, 0o604, 0o660, 0o644])('a key that others could read (%o) is refused', (mode) => {
  const world = createWorld();
  mustOpen(world.parts).close();
  chmodSync(keyFileOf(world.folder), mode);
  expect(openJournal(world.parts)).toEqual({ ok: false, error: { code: 'JRN-004', raw: `mode ${mode.toString(8)}` } });
});

test.each([0, 31, 33])('a key of %i bytes is refused', (length) => {
  const world = createWorld();
  mustOpen(world.parts).close();
  writeFileSync(keyFileOf(world.folder), new Uint8Array(length));
  expect(openJournal(world.parts)).toEqual({ ok: false, error: { code: 'JRN-004', raw: `${length} bytes` } });
});

test('a key that is a link to somewhere else is refused', () => {
  const world = createWorld();
  mustOpen(world.parts).close();
  const elsewhere = join(world.folder, 'elsewhere');
  renameSync(keyFileOf(world.folder), elsewhere);
  symlinkSync(elsewhere, keyFileOf(world.folder));
  expect(openJournal(world.parts)).toMatchObject({ ok: false, error: { code: 'JRN-004' } });
});

test('a missing key is never replaced while there is a database, and the database is left as it is', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const { act } = mustRecord(journal, registration(world));
  journal.close();
  const key = readFileSync(keyFileOf(world.folder));
  rmSync(keyFileOf(world.folder));
  expect(openJournal(world.parts)).toEqual({ ok: false, error: { code: 'JRN-004', raw: 'ENOENT' } });
  writeFileSync(keyFileOf(world.folder), key, { mode: 0o600 });
  expect(mustOpen(world.parts).findAct(act.id)).toBeDefined();
});

test('a key that was made before the database could be is used', () => {
  const world = createWorld();
  writeFileSync(keyFileOf(world.folder), new Uint8Array(32).fill(7), { mode: 0o600 });
  mustOpen(world.parts).close();
  expect(readFileSync(keyFileOf(world.folder))).toEqual(Buffer.alloc(32, 7));
});
