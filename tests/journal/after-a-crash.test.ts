import { expect, test } from 'vitest';
import { optionsFor, registration } from './acts.ts';
import { createWorld, mustOpen, mustRecord } from './kit.ts';

test('a print that had begun is known to have, its end too, and a second try is told from the first', () => {
  const world = createWorld();
  const before = mustOpen(world.parts);
  const { act } = mustRecord(before, registration(world));
  before.recordPrint({ act: act.id, what: 'receipt', outcome: 'printing' });
  before.recordPrint({ act: act.id, what: 'receipt', outcome: 'failed', code: 'PRN-002' });
  before.recordPrint({ act: act.id, what: 'receipt', outcome: 'printing' });
  before.recordPrint({ act: act.id, what: 'document', outcome: 'printing' });
  before.recordPrint({ act: act.id, what: 'document', outcome: 'printed' });
  before.close();
  const prints = mustOpen(world.parts).prints(act.id);
  expect(prints.map(({ what, outcome, code }) => [what, outcome, code])).toEqual([
    ['receipt', 'failed', 'PRN-002'],
    ['receipt', 'printing', undefined],
    ['document', 'printed', undefined],
  ]);
});

test('receipt numbers count up within the local day, across restarts, and begin anew with the next', () => {
  const world = createWorld();
  const before = mustOpen(world.parts);
  expect(before.nextReceiptNumber()).toEqual({ ok: true, value: '20261123-0001' });
  expect(before.nextReceiptNumber()).toEqual({ ok: true, value: '20261123-0002' });
  before.close();
  const journal = mustOpen(world.parts);
  expect(journal.nextReceiptNumber()).toEqual({ ok: true, value: '20261123-0003' });
  world.clock.advance(10 * 3_600_000);
  expect(journal.nextReceiptNumber()).toEqual({ ok: true, value: '20261124-0001' });
});

test("a visit's snapshot is found after a restart until it is cleared", () => {
  const world = createWorld();
  const before = mustOpen(world.parts);
  expect(before.loadSession()).toBeUndefined();
  before.saveSession({ phase: 'home' });
  before.saveSession({ phase: 'review', at: 5 });
  before.close();
  const journal = mustOpen(world.parts);
  expect(journal.loadSession()).toEqual({ phase: 'review', at: 5 });
  journal.clearSession();
  expect(journal.loadSession()).toBeUndefined();
});

test('a feed and its cursor move together; a snapshot replaces all, news only what they name', () => {
  const world = createWorld();
  const before = mustOpen(world.parts);
  const put = (key: string, pos: number) => ({ key, pos, op: 'put' as const, payload: `{"v":${pos}}` });
  before.applyFeed('catalogue', [put('a', 1), put('b', 2)], 2, { snapshot: true });
  before.applyFeed('catalogue', [put('a', 3), { key: 'b', pos: 4, op: 'delete', payload: '' }, put('c', 5)], 5, {
    snapshot: false,
  });
  before.close();
  const journal = mustOpen(world.parts);
  expect(journal.cursor('catalogue')).toBe(5);
  expect(journal.feedItems('catalogue')).toEqual([
    { key: 'a', pos: 3, payload: '{"v":3}' },
    { key: 'c', pos: 5, payload: '{"v":5}' },
  ]);
  journal.applyFeed('catalogue', [put('d', 9)], 9, { snapshot: true });
  expect(journal.feedItems('catalogue').map(({ key }) => key)).toEqual(['d']);
  expect([journal.cursor('other'), journal.feedItems('other')]).toEqual([0, []]);
});

test('a journal that was closed takes nothing more, and is not opened again behind the back of the next one', () => {
  const world = createWorld();
  const before = mustOpen(world.parts);
  before.close();
  const journal = mustOpen(world.parts);
  const late = registration(world);
  expect(before.recordAct(late, optionsFor(before, late))).toMatchObject({
    ok: false,
    error: { code: 'JRN-002', raw: 'ERR_CLOSED' },
  });
  before.saveSession({ phase: 'home' });
  expect(() => before.lastSeq()).toThrow('closed');
  mustRecord(journal, registration(world));
  expect(journal.lastSeq()).toBe(1);
});
