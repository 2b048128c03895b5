import { expect, test } from 'vitest';
import { act as actSchema } from '#contracts/domain/act.ts';
import type { ActDraft } from '#electron/journal/acts.ts';
import { newSession, optionsFor, person, rating, receiptFor, registration } from './acts.ts';
import { createWorld, mustOpen, mustRecord } from './kit.ts';

const midnight = Date.parse('2026-11-23T16:00:00.000Z'); // 00:00 on the 24th in Asia/Shanghai

test('gives each act its case number, place in the visit and number, and what it answers is a whole act', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const session = newSession(world);
  const first = mustRecord(journal, registration(world, session));
  const second = mustRecord(journal, registration(world, session));
  expect([first.act.caseNumber, second.act.caseNumber]).toEqual(['QD2026112302170001', 'QD2026112302170002']);
  expect([first.seq, second.seq]).toEqual([1, 2]);
  expect(actSchema.parse(first.act)).toEqual(first.act);
  const batch = journal.nextBatch({ maxRecords: 10, maxBytes: 1e6 });
  expect(batch.ok && batch.value.map(({ record }) => [record.seq, record.sessSeq])).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test('the same act again gets the same answer and no second row, before and after its body is gone', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const draft = registration(world);
  const first = mustRecord(journal, draft);
  mustRecord(journal, registration(world));
  expect(mustRecord(journal, draft)).toEqual(first);
  journal.applyAnswers([receiptFor(first.act)], []);
  expect(mustRecord(journal, draft)).toEqual(first);
  expect(journal.lastSeq()).toBe(2);
});

test('the same id with other content is refused and changes nothing', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const draft = registration(world);
  mustRecord(journal, draft);
  const other = { ...draft, itemVersion: 3 };
  expect(journal.recordAct(other, optionsFor(journal, other))).toMatchObject({ ok: false, error: { code: 'SYN-004' } });
  expect(journal.queued().count).toBe(1);
});

test('case numbers begin anew with the local day and never repeat when the clock goes back', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const numberAt = (epochMs: number) => {
    world.clock.set(epochMs);
    return (
      mustRecord(journal, registration(world)).act.caseNumber.slice(2, 10) +
      mustRecord(journal, registration(world)).act.caseNumber.slice(-4)
    );
  };
  expect(numberAt(midnight - 1000)).toBe('202611230002');
  expect(numberAt(midnight)).toBe('202611240002');
  expect(numberAt(midnight - 500)).toBe('202611230004');
  expect(numberAt(midnight + 1000)).toBe('202611240004');
});

test('a rating has the number of the act that it is about and uses up none', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const draft = registration(world);
  const { act } = mustRecord(journal, draft);
  expect(mustRecord(journal, rating(world, { ...draft, caseNumber: act.caseNumber })).act.caseNumber).toBe(act.caseNumber);
  expect(mustRecord(journal, registration(world)).act.caseNumber).toBe('QD2026112302170002');
});

test('everything is there after closing and opening, and the numbers go on', () => {
  const world = createWorld();
  const before = mustOpen(world.parts);
  const { act } = mustRecord(before, registration(world));
  const { epoch } = before;
  before.close();
  world.clock.advance(5_000);
  const after = mustOpen(world.parts);
  expect(after.findAct(act.id)).toMatchObject({ caseNumber: act.caseNumber, state: 'queued', seq: 1 });
  expect(after.epoch).toBe(epoch);
  expect(mustRecord(after, registration(world))).toMatchObject({ seq: 2, act: { caseNumber: 'QD2026112302170002' } });
});

test('a person is found again by the keyed hash of the number, newest first, and nobody else is', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const mine = [mustRecord(journal, registration(world)), mustRecord(journal, registration(world))].map(({ act }) => act.id);
  const stranger = registration(world);
  mustRecord(journal, { ...stranger, actor: { ...stranger.actor, idNumber: '370202199001011237' } });
  const key = journal.personKey(person.idNumber);
  expect(journal.actsOfPerson(key, 10).map(({ id }) => id)).toEqual(mine.toReversed());
  expect(journal.actsOfPerson(key, 1).map(({ id }) => id)).toEqual(mine.slice(1));
  expect(journal.actsOfPerson(journal.personKey('370202199001011229'), 10)).toEqual([]);
});

test('the logical clock goes on while the wall clock stands still or goes back, and does not follow a clock that was far ahead', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const start = world.clock.now();
  for (const at of [start, start, start - 60_000, start + 86_400_000, start]) {
    world.clock.set(at);
    mustRecord(journal, registration(world));
  }
  const batch = journal.nextBatch({ maxRecords: 10, maxBytes: 1e6 });
  const readings = batch.ok ? batch.value.map(({ record }) => record.hlc) : [];
  expect(readings.slice(0, 4)).toEqual(readings.slice(0, 4).sort());
  expect(new Set(readings.slice(0, 4)).size).toBe(4);
  expect(readings[4]).toBe(readings[0]);
});

test('refuses new acts when the caps are reached, and still knows those that it has', () => {
  const world = createWorld({ caps: { acts: 2, ageHours: 72 } });
  const journal = mustOpen(world.parts);
  const first = registration(world);
  mustRecord(journal, first);
  mustRecord(journal, registration(world));
  const third = registration(world);
  expect(journal.recordAct(third, optionsFor(journal, third))).toMatchObject({
    ok: false,
    error: { code: 'JRN-005', raw: 'count' },
  });
  expect(mustRecord(journal, first).seq).toBe(1);
  journal.applyAnswers([receiptFor(first)], []);
  mustRecord(journal, third);
});

test('refuses new acts when the oldest has waited too long', () => {
  const world = createWorld({ caps: { acts: 100, ageHours: 72 } });
  const journal = mustOpen(world.parts);
  mustRecord(journal, registration(world));
  world.clock.advance(72 * 3_600_000);
  const late = registration(world);
  expect(journal.recordAct(late, optionsFor(journal, late))).toMatchObject({ ok: false, error: { code: 'JRN-005', raw: 'age' } });
  expect(journal.queued()).toEqual({ count: 1, oldestAgeMs: 72 * 3_600_000 });
});

test('the log of an act says which and what, and nothing of the person', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const { act } = mustRecord(journal, registration(world));
  const line = world.lines.find(({ event }) => event === 'journal.act');
  expect(line?.fields).toEqual({ act: act.id, kind: 'registration.submit', seq: 1 });
});

test('what was confirmed or declined is settled by the very write that stores the act', () => {
  const world = createWorld();
  const journal = mustOpen(world.parts);
  const [asked, put] = ['01a2137c-5d59-79d4-b305-c9689fa00b31', '01a2137c-5d59-79d4-b305-c9689fa00b32'];
  const { schemaVersion, id, session, terminal, itemId, itemVersion, at, actor, verification } = registration(world);
  const common = { schemaVersion, session, terminal, itemId, itemVersion, at, actor, verification };
  const confirmed = { ...common, id, kind: 'proposal.confirm', proposal: asked, baseVersion: 1, handover: { way: 'none' } };
  mustRecord(journal, { ...confirmed, shownHash: '0'.repeat(64), interactions: 3, consented: false } as ActDraft);
  expect(journal.settledProposals()).toEqual([asked]);
  const declined = { ...common, id: registration(world).id, kind: 'proposal.decline', proposal: put, declined: 'notNow' };
  mustRecord(journal, declined as ActDraft);
  expect(journal.settledProposals().toSorted()).toEqual([asked, put]);
});
