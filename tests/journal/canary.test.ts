import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formValues, person, receiptFor, registration } from './acts.ts';
import { createWorld, mustOpen, mustRecord, type World } from './kit.ts';

/** What must be nowhere, as texts and as the bytes that they may take. */
const canaries = [person.name, person.idNumber, formValues.phone, formValues.bankAccount, person.idNumber.slice(-6)];

function findInFiles(world: World): string[] {
  const files = readdirSync(world.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap((entry) => {
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    return canaries
      .flatMap((canary) =>
        [Buffer.from(canary, 'utf8'), Buffer.from(canary, 'utf16le')].filter((form) => bytes.includes(form)).map(() => canary),
      )
      .map((canary) => `${canary} in ${entry.name}`);
  });
}

test('nothing of a person can be read in any file: not while the act is queued, nor from the log, nor later', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const { act } = mustRecord(journal, registration(world));
  expect(readdirSync(world.folder)).toContain('journal.db-wal');
  expect(findInFiles(world)).toEqual([]);
  journal.applyAnswers([receiptFor(act)], []);
  expect(findInFiles(world)).toEqual([]);
  journal.close();
  expect(findInFiles(world)).toEqual([]);
  expect(canaries.filter((canary) => JSON.stringify(world.lines).includes(canary))).toEqual([]);
});

test('the search finds a person who is there', () => {
  const world = createWorld();
  writeFileSync(join(world.folder, 'leak'), `x${person.name}${person.idNumber}x`);
  expect(findInFiles(world)).toEqual([
    `${person.name} in leak`,
    `${person.idNumber} in leak`,
    `${person.idNumber.slice(-6)} in leak`,
  ]);
});
