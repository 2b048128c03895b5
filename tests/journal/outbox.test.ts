import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { syncRecord } from '#contracts/sync/wire.ts';
import type { Journal } from '#electron/journal/journal.ts';
import { newSession, receiptFor, registration } from './acts.ts';
import { createWorld, mustOpen, mustRecord, type World } from './kit.ts';

const everything = { maxRecords: 500, maxBytes: 256 * 1024 };

function sendable(journal: Journal, limits = everything) {
  const batch = journal.nextBatch(limits);
  if (!batch.ok) throw new Error(batch.error.code);
  return batch.value;
}

function seqs(journal: Journal): number[] {
  return sendable(journal).map(({ record }) => record.seq);
}

/** Visits of `acts` acts each, recorded one visit after the other. */
function visits(world: World, journal: Journal, visitsCount: number, acts: number) {
  return Array.from({ length: visitsCount }, () => {
    const session = newSession(world);
    return Array.from({ length: acts }, () => mustRecord(journal, registration(world, session)).act);
  });
}

function delayOf(act: { readonly id: Parameters<Journal['findAct']>[0] } | undefined, attempts: number, nextAt: number) {
  if (!act) throw new Error('no act');
  return { id: act.id, attempts, nextAt, error: 'SYN-003' };
}

test('what is sent is valid on the wire, and its hashes chain from zeros over the bodies', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  visits(world, journal, 3, 2);
  let previous = Buffer.alloc(32);
  for (const { record } of sendable(journal)) {
    expect(syncRecord.parse(record)).toEqual(record);
    expect(record.prevHash).toBe(previous.toString('hex'));
    previous = createHash('sha256').update(previous).update(record.body, 'utf8').digest();
    expect(record.hash).toBe(previous.toString('hex'));
  }
});

test('a batch keeps to its limits of number and size, in order, and one that is too large alone goes alone', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  for (let i = 0; i < 10; i++) mustRecord(journal, registration(world, undefined, 100));
  expect(sendable(journal, { maxRecords: 3, maxBytes: 1e6 })).toHaveLength(3);
  const some = sendable(journal, { maxRecords: 500, maxBytes: 5000 });
  expect(some.length).toBeGreaterThan(1);
  expect(some.length).toBeLessThan(10);
  expect(sendable(journal, { maxRecords: 500, maxBytes: 1 })).toHaveLength(1);
});

test('a batch unfolds to no more than the centre takes, however well its bodies are packed', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  for (let i = 0; i < 30; i++) {
    const draft = registration(world);
    if (draft.kind !== 'registration.submit') throw new Error('kind');
    const strokes = Array.from({ length: 40 }, () => Array.from({ length: 500 }, (): [number, number] => [1000, 1000]));
    mustRecord(journal, { ...draft, signature: { strokes } });
  }
  const batch = sendable(journal);
  const unfolded = batch.map(({ record }) => `${JSON.stringify(record)}\n`).join('');
  expect(batch.length).toBeGreaterThan(5);
  expect(Buffer.byteLength(unfolded)).toBeLessThan(4 * 1024 * 1024);
});

test('a final answer keeps state and receipt and takes the act out of the queue; the same answer again changes nothing', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const [[first, second] = []] = visits(world, journal, 1, 2);
  journal.applyAnswers([receiptFor(first), { ...receiptFor(second, 'rejected'), reason: 'SYN-001' }], []);
  journal.applyAnswers([receiptFor(first)], []);
  expect(first && journal.findAct(first.id)).toMatchObject({ state: 'applied', receipt: { ref: 'SI-1', reason: '' } });
  expect(second && journal.findAct(second.id)).toMatchObject({ state: 'rejected', receipt: { reason: 'SYN-001' } });
  expect(journal.queued().count).toBe(0);
  expect(sendable(journal)).toEqual([]);
});

test('a record that waits holds back the rest of its visit, and nobody else', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const [mine = []] = visits(world, journal, 2, 2);
  journal.applyAnswers([], [delayOf(mine[0], 1, world.clock.now() + 1000)]);
  expect(seqs(journal)).toEqual([3, 4]);
  world.clock.advance(1000);
  expect(seqs(journal)).toEqual([1, 2, 3, 4]);
  expect(sendable(journal)[0]?.attempts).toBe(1);
});

test('the eighth counted try sets a record aside: it is shown, holds back its own visit, and the rest flows', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const [mine = [], theirs = []] = visits(world, journal, 2, 2);
  expect(journal.applyAnswers([], [delayOf(mine[0], 7, 0)])).toEqual({ ok: true, value: [] });
  expect(journal.applyAnswers([], [delayOf(mine[0], 8, 0)])).toEqual({ ok: true, value: [mine[0]?.id] });
  expect(seqs(journal)).toEqual([3, 4]);
  expect(journal.queued().count).toBe(3);
  expect(mine[0] && journal.findAct(mine[0].id)?.state).toBe('dead');
  expect(journal.dead()).toEqual([
    {
      id: mine[0]?.id,
      kind: 'registration.submit',
      itemId: mine[0]?.itemId,
      caseNumber: mine[0]?.caseNumber,
      at: mine[0]?.at,
      attempts: 8,
      error: 'SYN-003',
    },
  ]);
  journal.applyAnswers(
    theirs.map((act) => receiptFor(act)),
    [],
  );
  expect(journal.isWaitingUpTo(1)).toBe(false);
});

test('staff can put a record that was set aside back into the queue, also after a restart', () => {
  const world = createWorld();
  const before = mustOpen(world.parts);
  const [mine = []] = visits(world, before, 1, 2);
  before.applyAnswers([], [delayOf(mine[0], 8, 0)]);
  before.close();
  const journal = mustOpen(world.parts);
  expect(seqs(journal)).toEqual([]);
  if (mine[0]) expect(journal.revive(mine[0].id).ok).toBe(true);
  expect(sendable(journal).map(({ record, attempts }) => [record.seq, attempts])).toEqual([
    [1, 0],
    [2, 0],
  ]);
  expect(journal.dead()).toEqual([]);
});

test('a late delay for an act that has its answer is ignored', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const [[act] = []] = visits(world, journal, 1, 1);
  journal.applyAnswers([receiptFor(act)], []);
  expect(journal.applyAnswers([], [delayOf(act, 8, 0)])).toEqual({ ok: true, value: [] });
  expect(journal.dead()).toEqual([]);
});

test('answered acts are forgotten after half a year, the chain goes on, and nothing that waits is touched', () => {
  const world = createWorld();
  const before = mustOpen(world.parts);
  const acts = visits(world, before, 6, 1).flat();
  before.applyAnswers(
    [0, 1, 2, 4, 5].map((i) => receiptFor(acts[i])),
    [],
  );
  before.close();
  world.clock.advance(181 * 86_400_000);
  const journal = mustOpen(world.parts);
  expect(acts.map((act) => journal.findAct(act.id) !== undefined)).toEqual([false, false, true, true, true, true]);
  expect(journal.integrity().ok).toBe(true);
  expect(mustRecord(journal, registration(world)).seq).toBe(7);
  expect(seqs(journal)).toEqual([4, 7]);
});
