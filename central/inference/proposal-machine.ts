import type { ProposalState } from '#contracts/approval/proposal.ts';

/** What can happen to a proposal. */
export type ProposalEvent =
  | 'queue' // messages are planned
  | 'send' // at least one channel took the message
  | 'open' // the person looked at it
  | 'loseReach' // no contact to whom it could be sent
  | 'hold'
  | 'release' // what was missing has come
  | 'confirm'
  | 'decline'
  | 'expire'
  | 'supersede' // newer facts, another proposal takes its place
  | 'withdraw'; // the need is gone, the item was suspended

const open = ['judged', 'queued', 'sent', 'opened', 'unreachable'] as const;

const moves: Readonly<Record<ProposalEvent, { readonly from: readonly ProposalState[]; readonly to: ProposalState }>> = {
  queue: { from: ['judged'], to: 'queued' },
  send: { from: ['judged', 'queued', 'unreachable'], to: 'sent' },
  open: { from: ['judged', 'queued', 'sent', 'unreachable'], to: 'opened' },
  loseReach: { from: ['judged', 'queued', 'sent'], to: 'unreachable' },
  hold: { from: open, to: 'held' },
  release: { from: ['held'], to: 'judged' },
  confirm: { from: open, to: 'confirmed' },
  decline: { from: open, to: 'declined' },
  expire: { from: [...open, 'held'], to: 'expired' },
  supersede: { from: [...open, 'held'], to: 'superseded' },
  withdraw: { from: [...open, 'held'], to: 'withdrawn' },
};

/** Pure. The same state when the event means nothing in it: what is confirmed, declined or gone stays so. */
export function moveProposal(state: ProposalState, event: ProposalEvent): ProposalState {
  const move = moves[event];
  return move.from.includes(state) ? move.to : state;
}

/** Whether a person may still confirm or decline. */
export function isOpen(state: ProposalState): boolean {
  return (open as readonly ProposalState[]).includes(state);
}

/** States that an event may find, for an UPDATE that must not overtake a newer one. */
export function statesBefore(event: ProposalEvent): readonly ProposalState[] {
  return moves[event].from;
}

/** Closed by us, not by the person: the same need may come back. */
export function mayComeBack(state: ProposalState): boolean {
  return state === 'withdrawn' || state === 'superseded' || state === 'expired';
}
