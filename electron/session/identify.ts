import { assertNever } from '#contracts/basics/asserts.ts';
import type { ProposalOffer } from '#contracts/approval/proposal.ts';
import type { Intent } from '#contracts/ipc/api.ts';
import type { SessionEvent, Transition, World } from './events.ts';
import { beginVisit, end, go, rest, stay, withVisit } from './moves.ts';
import type { Card, SessionState } from './state.ts';
import { needsNoConsent } from './proposal.ts';
import { beginFace, offerOtherWay } from './verify.ts';

/** Attract, identify and consent: from an idle screen to a person who has agreed to be verified. */

export function onIdentifyIntent(state: SessionState, intent: Intent, world: World): Transition | undefined {
  const { phase } = state;
  if (phase.name === 'attract' && intent.type === 'start') {
    const begun = beginVisit(state, intent.entry, world);
    if (state.cardPresent) return read(begun);
    return go(begun, { name: 'identify', state: 'waiting' }, [{ type: 'armScreen', screen: 'identify' }]);
  }
  if (phase.name === 'identify' && phase.state === 'failed' && intent.type === 'retry') return read(state);
  if (phase.name === 'identify' && intent.type === 'back') return end(state);
  if (phase.name !== 'consent') return undefined;
  switch (intent.type) {
    case 'agree':
      return beginFace(withVisit(state, { agreed: true }), world);
    case 'otherWay':
      return offerOtherWay(state);
    case 'decline':
    case 'back':
      return end(state, 'SES-004');
    default:
      return undefined;
  }
}

export function onCard(
  state: SessionState,
  event: Extract<SessionEvent, { type: 'cardInserted' | 'cardRead' | 'cardFailed' | 'proposalsFound' }>,
  world: World,
): Transition {
  switch (event.type) {
    case 'cardInserted':
      return onInserted({ ...state, cardPresent: true }, world);
    case 'cardRead':
      return onRead(state, event.card, world);
    case 'proposalsFound':
      return onProposals(state, event.offers, world);
    case 'cardFailed':
      if (state.overlay?.name === 'cardGone') return end(state, 'SES-002');
      if (state.phase.name !== 'identify') return stay(state);
      return go(state, { name: 'identify', state: 'failed', code: event.code });
    default:
      return assertNever(event);
  }
}

function onInserted(state: SessionState, world: World): Transition {
  if (state.overlay?.name === 'cardGone') return { state, effects: [{ type: 'readCard' }] };
  if (state.phase.name === 'attract') return read(beginVisit(state, 'card', world));
  if (state.phase.name === 'identify' && state.phase.state !== 'reading') {
    return read(withVisit(state, { interactions: (state.visit?.interactions ?? 0) + 1 }));
  }
  return stay(state);
}

function onRead(state: SessionState, card: Card, world: World): Transition {
  if (state.overlay?.name === 'cardGone') return onPutBack(state, card);
  if (state.phase.name !== 'identify') return stay(state);
  if (isExpired(card, world.today)) return go(state, { name: 'identify', state: 'failed', code: 'IDR-007' });
  // Still "reading": whether something lies here for this person decides what is asked next.
  return { state: withVisit(state, { card }), effects: [{ type: 'findProposals', idNumber: card.fields.number }] };
}

/** Who agreed to the face check for reminders before, and laid down the card because of one, is not asked again. */
function onProposals(state: SessionState, offers: readonly ProposalOffer[], world: World): Transition {
  if (state.phase.name !== 'identify' || !state.visit?.card) return stay(state);
  const found = withVisit(state, { proposals: offers });
  if (needsNoConsent(found)) return beginFace(found, world);
  return go(found, { name: 'consent' }, [{ type: 'armIdle' }]);
}

/** Only the same card brings the visit back. */
function onPutBack(state: SessionState, card: Card): Transition {
  if (card.fields.number !== state.visit?.card?.fields.number) return end(state, 'SES-002');
  const { overlay: _, ...rest } = state;
  return { state: rest, effects: [{ type: 'disarmCardGone' }, { type: 'armIdle' }] };
}

function isExpired(card: Card, today: string): boolean {
  const { validTo } = card.fields;
  return validTo !== '长期' && validTo < today.replaceAll('-', '');
}

function read(state: SessionState): Transition {
  return go(state, { name: 'identify', state: 'reading' }, [{ type: 'readCard' }]);
}

/** The card was taken away: before verification the visit ends, after it the person may put it back, and what is under way is finished first. */
export function onCardRemoved(before: SessionState): Transition {
  const state = { ...before, cardPresent: false };
  switch (state.phase.name) {
    case 'identify':
      if (state.phase.state !== 'reading') return stay(state);
      return go(state, { name: 'identify', state: 'failed', code: 'IDR-002' });
    case 'consent':
    case 'face':
    case 'otherWay':
    case 'sms':
    case 'staff':
      return end(state, 'SES-002');
    case 'home':
    case 'progress':
    case 'proposal':
    case 'item':
    case 'form':
    case 'review':
    case 'fetching':
      if (state.overlay?.name === 'cardGone') return stay(state);
      return { state: { ...state, overlay: { name: 'cardGone', endsAtMs: 0 } }, effects: [{ type: 'armCardGone' }] };
    case 'result':
      return onResultCardRemoved(state);
    case 'submitting':
    case 'printing':
    case 'rate':
      return stay(state);
    case 'ended':
      return state.visit ? stay(state) : rest(state);
    case 'attract':
    case 'outOfService':
      return stay(state);
    default:
      return assertNever(state.phase);
  }
}

/** Taking the card is the goodbye of a confirmed reminder: nothing more is asked of the person. A print under way comes out first. */
function onResultCardRemoved(state: SessionState): Transition {
  const flow = state.visit?.flow;
  return flow?.item.flow === 'proposal' && flow.receipt.state !== 'printing' ? end(state) : stay(state);
}
