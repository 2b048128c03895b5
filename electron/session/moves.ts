import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import { invariant } from '#contracts/basics/asserts.ts';
import type { SessionId } from '#contracts/basics/ids.ts';
import type { Actor, Verification } from '#contracts/domain/act.ts';
import type { Effect, Transition, World } from './events.ts';
import { defaultSettings } from './state.ts';
import type { Card, Flow, Phase, SessionState, Visit } from './state.ts';

/** The few moves that all parts of the session machine are made of. */

export function stay(state: SessionState): Transition {
  return { state, effects: [] };
}

export function go(state: SessionState, phase: Phase, effects: readonly Effect[] = []): Transition {
  return { state: { ...state, phase }, effects };
}

export function withVisit(state: SessionState, change: Partial<Visit>): SessionState {
  return { ...state, visit: { ...visitOf(state), ...change } };
}

export function withFlow(state: SessionState, change: Partial<Flow>): SessionState {
  return withVisit(state, { flow: { ...flowOf(state), ...change } });
}

export function withoutOverlay(state: SessionState): SessionState {
  const { overlay: _, ...rest } = state;
  return rest;
}

export function visitOf(state: SessionState): Visit {
  invariant(state.visit, `no visit in ${state.phase.name}`);
  return state.visit;
}

export function flowOf(state: SessionState): Flow {
  const flow = visitOf(state).flow;
  invariant(flow, `no flow in ${state.phase.name}`);
  return flow;
}

export function verifiedOf(state: SessionState): { actor: Actor; verification: Verification } {
  const { card, verification } = visitOf(state);
  invariant(card && verification, `not verified in ${state.phase.name}`);
  return { actor: actorOf(card), verification };
}

export function actorOf(card: Card): Actor {
  return { name: card.fields.name || (card.fields.englishName ?? ''), idNumber: card.fields.number, layout: card.layout };
}

export function beginVisit(state: SessionState, entry: Visit['entry'], world: World): SessionState {
  return {
    ...state,
    visit: {
      session: world.ids.session as SessionId,
      entry,
      interactions: 1,
      faceTriesUsed: 0,
      cases: { list: [], from: 'unavailable', loading: false },
      prefill: {},
      proposals: [],
    },
  };
}

/** Ends the visit and forgets the person. `code` says why, where it was not the person's own wish. */
export function end(state: SessionState, code?: ErrorCode): Transition {
  return {
    state: {
      phase: { name: 'ended', ...(code && { code }) },
      settings: state.settings,
      cardPresent: state.cardPresent,
    },
    effects: [
      { type: 'wipe', ...(code && { code }) },
      { type: 'armScreen', screen: 'ended' },
    ],
  };
}

/** Back to the attract screen with everything reset, language and text size included. */
export function rest(state: SessionState): Transition {
  return { state: { phase: { name: 'attract' }, settings: defaultSettings, cardPresent: state.cardPresent }, effects: [] };
}
