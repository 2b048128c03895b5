import type { ProposalClosing, KnownProposal } from './writes.ts';
import { baseKey } from './judge.ts';
import type { Judged } from './judge.ts';
import { isOpen, mayComeBack } from './proposal-machine.ts';

/** What a new look at a party means for its proposals. */
export interface ProposalPlan {
  readonly fresh: readonly Judged[];
  readonly closings: readonly ProposalClosing[];
}

/**
 * Pure. One open proposal at most for each item and certificate, always with the last facts: a proposal whose need is gone is
 * withdrawn, one with older facts is superseded by the new one.
 * @param isAsked whether an item's rules answered this time: the proposals of the others stay as they are.
 */
export function planProposals(
  judged: readonly Judged[],
  known: readonly KnownProposal[],
  isAsked: (itemId: string) => boolean,
): ProposalPlan {
  const byKey = new Map(known.map((proposal) => [proposal.dedup_key, proposal]));
  const fresh = judged.filter(({ dedupKey }) => {
    const before = byKey.get(dedupKey);
    return before === undefined || mayComeBack(before.state);
  });
  const standing = new Set(judged.map(({ dedupKey }) => dedupKey));
  const wanted = new Set(judged.map(({ item, certificate }) => baseKey(item.item.id, certificate)));
  const closings = known
    .filter(
      ({ state, item_id, dedup_key }) => (isOpen(state) || state === 'held') && isAsked(item_id) && !standing.has(dedup_key),
    )
    .map(({ party_key, id, item_id, certificate }): ProposalClosing => {
      const replaced = wanted.has(`${item_id}|${certificate}`);
      return { party_key, id, state: replaced ? 'superseded' : 'withdrawn', detail: replaced ? 'newer-facts' : 'need-gone' };
    });
  return { fresh, closings };
}
