import { maskIdNumber, maskName, maskPhone } from '#contracts/basics/mask.ts';
import { declineReason } from '#contracts/approval/proposal.ts';
import type { ProposalOffer } from '#contracts/approval/proposal.ts';
import type { HandoverView, OfferView, ProposalTile, ScreenOf } from '#contracts/ipc/view.ts';
import type { World } from './events.ts';
import { flowOf, visitOf } from './moves.ts';
import { handoverChoices, proposalProblem } from './proposal.ts';
import type { Flow, SessionState } from './state.ts';

/** An offer on the person's page: what, for whom, until when. */
export function proposalTile({ id, title, why, dueOn, party }: ProposalOffer): ProposalTile {
  return { id, title, why, dueOn, partyName: shownParty(party) };
}

export function proposalView(state: SessionState, mode: ScreenOf<'proposal'>['mode'], world: World): ScreenOf<'proposal'> {
  const flow = flowOf(state);
  const { proposals } = visitOf(state);
  const offer = flow.proposal?.offer;
  if (!offer || !flow.proposal) throw new Error('a proposal is shown that is not there');
  const problem = proposalProblem(state);
  return {
    name: 'proposal',
    offer: shownOffer(offer),
    mode,
    handover: handoverView(offer, flow.proposal),
    reasons: declineReason.options,
    position: { current: proposals.findIndex(({ id }) => id === offer.id) + 1, total: proposals.length },
    offline: !world.online,
    ...(problem && { unavailable: problem }),
  };
}

function shownOffer(offer: ProposalOffer): OfferView {
  const { address: _address, faceConsentAt: _consent, ...shown } = offer;
  return {
    ...shown,
    party: { ...offer.party, name: shownParty(offer.party) },
    known: offer.known.map((known) => ({ ...known, value: known.masked ? maskIdNumber(known.value) : known.value })),
  };
}

function shownParty({ name, kind }: ProposalOffer['party']): string {
  return kind === 'person' ? maskName(name) : name;
}

function handoverView(offer: ProposalOffer, { handover }: NonNullable<Flow['proposal']>): HandoverView {
  const { address } = offer;
  return {
    way: handover.way,
    choices: handoverChoices(offer),
    ...(address && {
      address: {
        name: maskName(address.name),
        phone: maskPhone(address.phone),
        street: address.street,
        district: address.district,
      },
    }),
  };
}
