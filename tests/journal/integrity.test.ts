import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '#electron/journal/journal.ts';
import { readOrCreateKeys } from '#electron/journal/key-file.ts';
import { acknowledgeQuarantine } from '#electron/journal/quarantine.ts';
import { databaseFileOf } from '#electron/journal/store.ts';
import { connect } from '#electron/journal/connection.ts';
import { registration } from './acts.ts';
import { createWorld, mustOpen, mustRecord, type World } from './kit.ts';

const pageBytes = 4096;

/** A closed journal with some acts in it. */
function filledWorld(): World {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  for (let i = 0; i < 20; i++) mustRecord(journal, registration(world, undefined, 80));
  journal.close();
  return world;
}

/** Changes the database by somebody who has the key: page authentication finds nothing wrong with it. */
function meddle(world: World, sql: string) {
  const keys = readOrCreateKeys(world.folder, false, world.random);
  if (!keys.ok) throw new Error('no key');
  const connection = connect(databaseFileOf(world.folder), keys.value.database);
  connection.pragma('foreign_keys = OFF');
  connection.exec(sql);
  connection.close();
}

test('one flipped bit anywhere is found at the next start; the files are set aside whole and nothing begins in their place', () => {
  const pages = statSync(databaseFileOf(filledWorld().folder)).size / pageBytes;
  for (let page = 0; page < pages; page++) {
    const world = filledWorld();
    const file = databaseFileOf(world.folder);
    const bytes = readFileSync(file);
    const at = page * pageBytes + 100 + ((page * 997) % 3900);
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    writeFileSync(file, bytes);
    expect(openJournal(world.parts), `page ${page}`).toMatchObject({ ok: false, error: { code: 'JRN-003' } });
    expect(existsSync(file)).toBe(false);
    const [name] = readdirSync(join(world.folder, 'quarantine'));
    expect(readFileSync(join(world.folder, 'quarantine', name ?? '', 'journal.db'))).toEqual(bytes);
    expect(world.lines.at(-1)).toMatchObject({ event: 'journal.quarantined' });
    expect(openJournal(world.parts)).toMatchObject({ ok: false, error: { code: 'JRN-003', raw: `quarantined ${name ?? ''}` } });
  }
});

test.each([
  ['an act was taken out of the middle', 'DELETE FROM outbox WHERE seq = 5; DELETE FROM act WHERE seq = 5'],
  ['two bodies were exchanged', 'UPDATE outbox SET body = (SELECT body FROM outbox WHERE seq = 3) WHERE seq = 4'],
  ['a hash was changed', 'UPDATE act SET hash = zeroblob(32) WHERE seq = 7'],
  ['a key was taken away from a queued act', 'UPDATE act SET dek = NULL WHERE seq = 9'],
])('the chain shows that %s', (_, sql) => {
  const world = filledWorld();
  meddle(world, sql);
  expect(openJournal(world.parts)).toMatchObject({ ok: false, error: { code: 'JRN-003' } });
});

test('once staff have acknowledged it an empty journal begins, with a new epoch and numbers that were not given out before', () => {
  const world = filledWorld();
  const first = mustOpen(world.parts);
  const { epoch } = first;
  first.close();
  meddle(world, 'DELETE FROM outbox WHERE seq = 5; DELETE FROM act WHERE seq = 5');
  world.clock.advance(60_000);
  expect(openJournal(world.parts).ok).toBe(false);
  acknowledgeQuarantine(world.folder);
  world.clock.advance(1_000);
  const journal = mustOpen(world.parts);
  expect(journal.epoch).toBeGreaterThan(epoch);
  expect(journal.queued().count).toBe(0);
  expect(mustRecord(journal, registration(world)).act.caseNumber).toBe('QD2026112302172001');
  expect(journal.nextReceiptNumber()).toEqual({ ok: true, value: '20261123-2001' });
  world.clock.advance(86_400_000);
  expect(mustRecord(journal, registration(world)).act.caseNumber).toBe('QD2026112402170001');
});

test('integrity() walks the same chain while the journal is open', () => {
  const world = filledWorld();
  expect(mustOpen(world.parts).integrity()).toEqual({ ok: true, value: undefined });
});

test('a second host finds the journal busy and neither harms nor quarantines it', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  mustRecord(journal, registration(world));
  expect(openJournal(world.parts)).toMatchObject({ ok: false, error: { code: 'JRN-002', raw: 'SQLITE_BUSY' } });
  mustRecord(journal, registration(world));
  expect(existsSync(join(world.folder, 'quarantine'))).toBe(false);
});
