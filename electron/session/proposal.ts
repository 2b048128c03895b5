import type { ActId } from '#contracts/basics/ids.ts';
import type { HandoverChoice, ProposalOffer } from '#contracts/approval/proposal.ts';
import type { FlowItem } from '#contracts/domain/service-item.ts';
import type { Intent } from '#contracts/ipc/api.ts';
import { home } from './browse.ts';
import { itemOfBare } from './bare-item.ts';
import type { Transition, World } from './events.ts';
import { flowOf, go, stay, verifiedOf, visitOf, withFlow, withVisit } from './moves.ts';
import type { SessionState } from './state.ts';
import { submit } from './submit.ts';

/**
 * S5 主动提醒: what the centre has prepared is shown before anything is looked for. Open (lay down the card), look into the camera, confirm: three
 * interactions where the person agreed to the face check for reminders before.
 */

/** Whether the visit may go straight to the face check: the card was laid down for a reminder, and a standing consent covers it. */
export function needsNoConsent(state: SessionState): boolean {
  const { entry, proposals } = visitOf(state);
  return (
    (entry === 'card' || entry === 'reminders') &&
    proposals.length > 0 &&
    proposals.every(({ faceConsentAt }) => faceConsentAt !== undefined)
  );
}

/** Where a verified person comes first: to what is most urgent, unless they came for something else. */
export function afterVerification(state: SessionState, world: World): SessionState {
  const { entry, proposals } = visitOf(state);
  if (entry === 'progress') return { ...state, phase: { name: 'progress' } };
  const [first] = proposals;
  if (!first || (entry !== 'card' && entry !== 'reminders')) return { ...state, phase: { name: 'home' } };
  return openOffer(state, first, world);
}

function openProposal(state: SessionState, id: string, world: World): Transition {
  const offer = visitOf(state).proposals.find((candidate) => candidate.id === id);
  if (!offer) return stay(state);
  const opened = openOffer(state, offer, world);
  return go(opened, opened.phase, [{ type: 'armIdle' }]);
}

export function onProposalIntent(state: SessionState, intent: Intent, world: World): Transition | undefined {
  const { phase } = state;
  if (phase.name === 'home' && intent.type === 'openProposal') return openProposal(state, intent.proposal, world);
  if (phase.name !== 'proposal') return undefined;
  const to = (mode: 'offer' | 'handover' | 'decline'): Transition => go(state, { name: 'proposal', mode }, [{ type: 'armIdle' }]);
  switch (intent.type) {
    case 'back':
      return phase.mode === 'offer' ? home(state) : to('offer');
    case 'chooseHandover':
      return to('handover');
    case 'chooseDecline':
      return to('decline');
    case 'setHandover':
      return setHandover(state, intent.way, world);
    case 'declineProposal':
      return decline(state, intent.reason, world);
    case 'confirm':
      return phase.mode === 'offer' && proposalProblem(state) === undefined ? submit(state, world) : stay(state);
    default:
      return undefined;
  }
}

/** Why this person cannot confirm here and now; undefined when they can. */
export function proposalProblem(state: SessionState): 'SVC-002' | undefined {
  const method = state.visit?.verification?.method;
  const offer = state.visit?.flow?.proposal?.offer;
  return method && offer && !offer.assurance.includes(method) ? 'SVC-002' : undefined;
}

/** Which ways there are for this offer at this terminal. */
export function handoverChoices({ handover, address }: ProposalOffer): ('courier' | 'site')[] {
  if (handover === 'electronicOnly') return [];
  return address ? ['courier', 'site'] : ['site'];
}

function openOffer(state: SessionState, offer: ProposalOffer, world: World): SessionState {
  const item = itemOfOffer(offer);
  const flow = {
    item,
    values: {},
    problems: {},
    opened: [],
    receipt: { state: 'notPrinted' },
    proposal: { offer, handover: firstChoice(offer, world) },
  } as const;
  return { ...withVisit(state, { flow }), phase: { name: 'proposal', mode: 'offer' } };
}

function firstChoice(offer: ProposalOffer, world: World): HandoverChoice {
  if (offer.handover === 'electronicOnly') return { way: 'none' };
  return offer.address ? { way: 'courier', address: offer.address } : { way: 'site', site: world.site };
}

function setHandover(state: SessionState, way: 'courier' | 'site', world: World): Transition {
  const { proposal } = flowOf(state);
  if (!proposal || !handoverChoices(proposal.offer).includes(way)) return stay(state);
  const { offer } = proposal;
  const handover: HandoverChoice =
    way === 'courier' && offer.address ? { way, address: offer.address } : { way: 'site', site: world.site };
  return go(withFlow(state, { proposal: { offer, handover } }), { name: 'proposal', mode: 'offer' }, [{ type: 'armIdle' }]);
}

/** The reminder is put away here at once; the centre hears why. */
function decline(state: SessionState, reason: Extract<Intent, { type: 'declineProposal' }>['reason'], world: World): Transition {
  const { proposal } = flowOf(state);
  if (!proposal) return stay(state);
  const { offer } = proposal;
  const left = visitOf(state).proposals.filter(({ id }) => id !== offer.id);
  const next = home(withVisit(state, { proposals: left }));
  const act = world.ids.act as ActId;
  return { state: next.state, effects: [{ type: 'recordDecline', act, ...verifiedOf(state), offer, reason }, ...next.effects] };
}

/** A proposal as receipts, results and ratings name it. */
export function itemOfOffer(
  offer: Pick<ProposalOffer, 'itemId' | 'itemVersion' | 'title' | 'what' | 'promisedDays' | 'assurance' | 'waived'>,
): FlowItem {
  const { itemId, itemVersion, title, what, promisedDays, assurance, waived } = offer;
  return {
    ...itemOfBare({ id: itemId, version: itemVersion, flow: 'proposal', title, workingDays: promisedDays }),
    icon: 'shield',
    summary: what,
    result: what,
    materials: [...waived],
    consent: [what],
    assurance: [...assurance],
  };
}
