import { expect, test } from 'vitest';
import { connect } from '#electron/journal/connection.ts';
import { readOrCreateKeys } from '#electron/journal/key-file.ts';
import { databaseFileOf } from '#electron/journal/store.ts';
import { receiptFor, registration } from './acts.ts';
import { createWorld, mustOpen, mustRecord, type World } from './kit.ts';

/** Every page of the database, free ones too, as somebody with the key file could read it. */
function everythingReadable(world: World): Buffer {
  const keys = readOrCreateKeys(world.folder, false, world.random);
  if (!keys.ok) throw new Error('no key');
  const connection = connect(databaseFileOf(world.folder), keys.value.database);
  const pages = connection.serialize();
  connection.close();
  return pages;
}

test('with the answer of the centre the body and its key are gone from the pages themselves, and what waits is not touched', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const { act } = mustRecord(journal, registration(world));
  const waiting = mustRecord(journal, registration(world)).act;
  journal.close();
  const before = everythingReadable(world);
  const bodies = bodiesOf(world);
  expect(bodies.map(({ id }) => id)).toEqual([act.id, waiting.id].map((id) => id.replaceAll('-', '')));
  expect(bodies.every(({ body, dek }) => before.includes(body) && before.includes(dek))).toBe(true);

  const again = mustOpen(world.parts);
  again.applyAnswers([receiptFor(act)], []);
  again.close();
  const after = everythingReadable(world);
  expect(bodies.map(({ body, dek }) => [after.includes(body.subarray(0, 64)), after.includes(dek)])).toEqual([
    [false, false],
    [true, true],
  ]);
});

function bodiesOf(world: World): { id: string; body: Buffer; dek: Buffer }[] {
  const keys = readOrCreateKeys(world.folder, false, world.random);
  if (!keys.ok) throw new Error('no key');
  const connection = connect(databaseFileOf(world.folder), keys.value.database);
  const rows = connection
    .prepare<[], { id: Buffer; body: Buffer; dek: Buffer }>('SELECT id, body, dek FROM act JOIN outbox USING (seq) ORDER BY seq')
    .all();
  connection.close();
  return rows.map((row) => ({ ...row, id: row.id.toString('hex') }));
}
