import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import { approvalItem } from '#contracts/approval/item.ts';
import { proposalStates } from '#contracts/approval/proposal.ts';
import type { ProposalEvent } from '#central/inference/index.ts';
import { isOpen, moveProposal, statesBefore } from '#central/inference/index.ts';
import { mayComeBack } from '#central/inference/proposal-machine.ts';
import type { CaseEvent, CaseMove, CasePlan, CaseState } from '#central/tracking/approval/case-machine.ts';
import { mayWithdraw, moveCase, openCase } from '#central/tracking/approval/case-machine.ts';
import { planOf, statusOf } from '#central/tracking/approval/case-rows.ts';

// The machines from any sequence of events, on the processes that are really shipped.
const folder = path.resolve(import.meta.dirname, '../../assets/items');
const items: ApprovalItem[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => approvalItem.parse(JSON.parse(readFileSync(path.join(folder, entry.name, 'item.json'), 'utf8'))));

const plans = fc
  .record({ item: fc.constantFrom(...items), way: fc.constantFrom('courier', 'site', 'none') })
  .map(({ item, way }): CasePlan => planOf(item, way as 'courier' | 'site' | 'none'));

const events = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('advance'), checksOut: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('decide'),
      decision: fc.constantFrom('approve', 'return', 'refuse', 'hold', 'resume'),
      reason: fc.constant('because'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('issued'), version: fc.integer({ min: 2, max: 9 }) }) },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('corrected', 'oldCollected', 'newDelivered', 'withdraw', 'suspend', 'resume')
      .map((type) => ({ type })),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('departmentRefused'), reason: fc.constant('no') }) },
) as fc.Arbitrary<CaseEvent>;

/** Events that mostly lead on, so that the later steps are reached as well. */
const onward: fc.Arbitrary<CaseEvent> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<CaseEvent>({ type: 'advance', checksOut: true }) },
  { weight: 3, arbitrary: fc.constant<CaseEvent>({ type: 'decide', decision: 'approve', reason: '' }) },
  { weight: 3, arbitrary: fc.constant<CaseEvent>({ type: 'issued', version: 2 }) },
  { weight: 2, arbitrary: fc.constantFrom<CaseEvent>({ type: 'oldCollected' }, { type: 'newDelivered' }) },
  { weight: 3, arbitrary: events },
);

interface Walk {
  readonly plan: CasePlan;
  readonly moves: readonly { readonly before: CaseState; readonly event: CaseEvent; readonly move: CaseMove }[];
  readonly opened: CaseMove;
}

const walks: fc.Arbitrary<Walk> = fc
  .record({ plan: plans, list: fc.array(fc.oneof(events, onward), { maxLength: 60 }) })
  .map(({ plan, list }) => {
    const opened = openCase(plan);
    const moves: Walk['moves'][number][] = [];
    let state = opened.state;
    for (const event of list) {
      const move = moveCase(plan, state, event);
      moves.push({ before: state, event, move });
      state = move.state;
    }
    return { plan, moves, opened };
  });

const runs = { numRuns: 2_000 } as const;
const effectsOf = (walk: Walk, type: string) =>
  [walk.opened, ...walk.moves.map(({ move }) => move)].flatMap(({ effects }) => effects.filter((effect) => effect.type === type));

describe('a case, from any sequence of events', () => {
  test('what has ended stays as it is, and does nothing more', () => {
    fc.assert(
      fc.property(walks, ({ moves }) => {
        for (const { before, move } of moves) {
          if (!before.outcome) continue;
          expect(move.state).toBe(before);
          expect(move.effects).toEqual([]);
        }
      }),
      runs,
    );
  });

  test('a move that changes nothing is the same object: nobody writes it', () => {
    fc.assert(
      fc.property(walks, ({ moves }) => {
        for (const { before, move } of moves)
          if (JSON.stringify(before) === JSON.stringify(move.state)) expect(move.effects).toEqual([]);
      }),
      runs,
    );
  });

  test('the certificate is ordered once at most, recorded once at most, and never before it was made', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        expect(effectsOf(walk, 'orderCertificate').length).toBeLessThanOrEqual(1);
        expect(effectsOf(walk, 'recordCertificate').length).toBeLessThanOrEqual(1);
        expect(effectsOf(walk, 'startErrand').length).toBeLessThanOrEqual(1);
        for (const { before, event, move } of walk.moves)
          if (move.effects.some(({ type }) => type === 'recordCertificate'))
            expect(before.issued !== undefined || event.type === 'issued').toBe(true);
        for (const { move } of walk.moves) if (move.state.outcome === 'done') expect(move.state.issued).toBeDefined();
      }),
      runs,
    );
  });

  test('it can be withdrawn until the certificate is ordered, and never after', () => {
    fc.assert(
      fc.property(walks, ({ moves, opened }) => {
        let ordered = opened.effects.some(({ type }) => type === 'orderCertificate');
        for (const { before, event, move } of moves) {
          if (event.type === 'withdraw' && !before.outcome) {
            expect(mayWithdraw(before)).toBe(!ordered);
            expect(move.state.outcome === 'withdrawn').toBe(!ordered);
          }
          ordered ||= move.effects.some(({ type }) => type === 'orderCertificate');
        }
      }),
      runs,
    );
  });

  test('a hold and its end lead back to the same place, with the same work to do', () => {
    fc.assert(
      fc.property(walks, fc.boolean(), ({ plan, moves, opened }, byItem) => {
        for (const state of [opened.state, ...moves.map(({ move }) => move.state)]) {
          const held = byItem
            ? moveCase(plan, state, { type: 'suspend' })
            : moveCase(plan, state, { type: 'decide', decision: 'hold', reason: 'look' });
          if (held.state === state) continue;
          expect(statusOf(held.state)).toBe('held');
          const wrong = moveCase(plan, held.state, byItem ? { type: 'advance', checksOut: true } : { type: 'resume' });
          expect(wrong.state).toBe(held.state);
          const back = moveCase(
            plan,
            held.state,
            byItem ? { type: 'resume' } : { type: 'decide', decision: 'resume', reason: 'seen' },
          );
          expect(back.state).toEqual({ step: state.step, waiting: state.waiting, ...(state.issued && { issued: state.issued }) });
          const tasks = back.effects.filter(({ type }) => type === 'task');
          expect(tasks).toHaveLength(state.waiting === 'staff' ? 1 : 0);
        }
      }),
      runs,
    );
  });

  test('whatever is not over waits for something that can come: nobody is forgotten', () => {
    fc.assert(
      fc.property(walks, ({ plan, moves, opened }) => {
        for (const state of [opened.state, ...moves.map(({ move }) => move.state)]) {
          if (state.outcome) continue;
          const ways: CaseEvent[] = [
            { type: 'advance', checksOut: true },
            { type: 'decide', decision: 'approve', reason: '' },
            { type: 'decide', decision: 'resume', reason: 'seen' },
            { type: 'corrected' },
            { type: 'issued', version: 2 },
            { type: 'newDelivered' },
          ];
          expect(ways.some((event) => moveCase(plan, state, event).state !== state)).toBe(true);
        }
      }),
      runs,
    );
  });

  test('a case that staff hold, or whose check fails, is on somebody’s list; one that waits for its item is not', () => {
    fc.assert(
      fc.property(walks, ({ moves }) => {
        for (const { before, move } of moves) {
          if (move.state.waiting !== 'hold' || before.waiting === 'hold') continue;
          const tasks = move.effects.filter(({ type }) => type === 'task');
          expect(tasks).toHaveLength(move.state.reason === 'suspended' ? 0 : 1);
        }
      }),
      runs,
    );
  });

  test.each(items.map((item) => [item.id, item] as const))('%s ends when everything goes well', (_id, item) => {
    const plan = planOf(item, item.handover === 'electronicOnly' ? 'none' : 'courier');
    let { state } = openCase(plan);
    for (let turn = 0; turn < 60 && !state.outcome; turn += 1) {
      const way: Readonly<Record<CaseState['waiting'], CaseEvent>> = {
        ready: { type: 'advance', checksOut: true },
        staff: { type: 'decide', decision: 'approve', reason: '' },
        department: { type: 'issued', version: 2 },
        errand: { type: 'newDelivered' },
        citizen: { type: 'corrected' },
        hold: { type: 'resume' },
        nothing: { type: 'resume' },
      };
      state = moveCase(plan, state, way[state.waiting]).state;
    }
    expect(state).toMatchObject({ outcome: 'done', issued: { version: 2 } });
  });
});

describe('a proposal', () => {
  const proposalEvents: readonly ProposalEvent[] = [
    'queue',
    'send',
    'open',
    'loseReach',
    'hold',
    'release',
    'confirm',
    'decline',
    'expire',
    'supersede',
    'withdraw',
  ];
  const ended = new Set(['confirmed', 'declined', 'expired', 'superseded', 'withdrawn']);

  test('what is settled stays settled, and only what a person did not settle may come back', () => {
    for (const state of proposalStates)
      for (const event of proposalEvents) if (ended.has(state)) expect(moveProposal(state, event)).toBe(state);
    expect(proposalStates.filter(mayComeBack)).toEqual(['expired', 'superseded', 'withdrawn']);
  });

  test('everything that is not settled can be confirmed, but for what is held', () => {
    for (const state of proposalStates) {
      expect(isOpen(state)).toBe(!ended.has(state) && state !== 'held');
      expect(moveProposal(state, 'confirm') === 'confirmed').toBe(isOpen(state) || state === 'confirmed');
    }
  });

  test('a move and the states that an UPDATE may find are the same thing', () => {
    for (const event of proposalEvents)
      for (const state of proposalStates)
        if (moveProposal(state, event) !== state) expect(statesBefore(event)).toContain(state);
        else expect(statesBefore(event).includes(state) && moveProposal(state, event) !== state).toBe(false);
  });

  test('any sequence ends in a state that is known, and never leaves the end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...proposalEvents), { maxLength: 30 }), (list) => {
        let state = moveProposal('judged', list[0] ?? 'queue');
        for (const event of list) {
          const next = moveProposal(state, event);
          if (ended.has(state)) expect(next).toBe(state);
          state = next;
        }
        expect(proposalStates).toContain(state);
      }),
    );
  });
});
