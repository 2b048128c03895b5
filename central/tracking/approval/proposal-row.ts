import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { instantOf } from '#contracts/basics/clock.ts';
import type { ProposalEvent } from '../../inference/index.ts';
import { moveProposal, statesBefore } from '../../inference/index.ts';
import type { Db, Tables, Tx } from '../../store/index.ts';
import type { CaseParts } from './outcomes.ts';

export type ProposalRow = Selectable<Tables['proposal']>;

export async function lockProposal(tx: Tx, partyKey: string, proposalId: string): Promise<ProposalRow | undefined> {
  const found = await sql<ProposalRow>`
    SELECT * FROM proposal WHERE party_key = ${partyKey} AND id = ${proposalId}::uuid FOR UPDATE`.execute(tx);
  return found.rows[0];
}

/** Never overtakes a person's decision. */
export async function moveProposalRow(
  parts: Pick<CaseParts, 'clock' | 'log'> & { readonly db: Db },
  proposal: Pick<ProposalRow, 'party_key' | 'id' | 'state'>,
  event: ProposalEvent,
  detail = '',
): Promise<void> {
  const state = moveProposal(proposal.state, event);
  if (state === proposal.state) return;
  await sql`
    UPDATE proposal SET state = ${state}, detail = ${detail}, changed_at = ${instantOf(parts.clock.now())}
    WHERE party_key = ${proposal.party_key} AND id = ${proposal.id} AND state = ANY(${[...statesBefore(event)]})`.execute(
    parts.db,
  );
  parts.log('proposal.moved', { proposal: proposal.id, state });
}
