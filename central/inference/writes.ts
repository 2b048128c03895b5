import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { ProposalState } from '#contracts/approval/proposal.ts';
import type { Db, Tables, Tx } from '../store/index.ts';

export type ProposalRow = Selectable<Tables['proposal']>;
export type JudgementRow = Selectable<Tables['judgement']>;

/** What inference must know of a proposal that is there already. */
export type KnownProposal = Pick<ProposalRow, 'party_key' | 'id' | 'item_id' | 'certificate' | 'dedup_key' | 'state'>;

export async function readKnownProposals(db: Db, parties: readonly string[]): Promise<KnownProposal[]> {
  const found = await sql<KnownProposal>`
    SELECT party_key, id, item_id, certificate, dedup_key, state FROM proposal WHERE party_key = ANY(${[...parties]}) ORDER BY party_key, id`.execute(
    db,
  );
  return found.rows;
}

/** `<item>|<certificate number>` of each party's open cases. */
export async function readUnderWay(db: Db, parties: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = await sql<{ party_key: string; base: string }>`
    SELECT party_key, item_id || '|' || certificate AS base FROM approval_case
    WHERE party_key = ANY(${[...parties]}) AND status IN ('open', 'held', 'returned')`.execute(db);
  return new Map(
    [...Map.groupBy(found.rows, (row) => row.party_key)].map(([key, rows]) => [key, new Set(rows.map(({ base }) => base))]),
  );
}

export async function insertJudgements(tx: Tx, rows: readonly JudgementRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`INSERT INTO judgement SELECT * FROM jsonb_populate_recordset(NULL::judgement, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  );
}

/**
 * A proposal that was closed by us comes back under its old id, with the values that it had: the key says that the need is the same, and somebody
 * may be confirming it from a terminal that has it still. One that is open, or that a person has decided, stays as it is.
 * @returns the ids that stand now, of those that were written.
 */
export async function upsertProposals(
  tx: Tx,
  rows: readonly ProposalRow[],
): Promise<Pick<ProposalRow, 'party_key' | 'id' | 'state'>[]> {
  if (rows.length === 0) return [];
  const written = await sql<Pick<ProposalRow, 'party_key' | 'id' | 'state'>>`
    INSERT INTO proposal AS known SELECT * FROM jsonb_populate_recordset(NULL::proposal, ${JSON.stringify(rows)}::jsonb)
    ON CONFLICT (party_key, dedup_key) DO UPDATE SET
      state = excluded.state, detail = '', judgement_id = excluded.judgement_id, item_version = excluded.item_version,
      due_on = excluded.due_on, expires_at = excluded.expires_at, interactions = 0,
      changed_at = excluded.changed_at
    WHERE known.state IN ('withdrawn', 'superseded', 'expired')
    RETURNING party_key, id, state`.execute(tx);
  return written.rows;
}

export interface ProposalClosing {
  readonly party_key: string;
  readonly id: string;
  readonly state: Extract<ProposalState, 'superseded' | 'withdrawn' | 'expired'>;
  readonly detail: string;
}

/** Never overtakes a person's own decision. */
export async function closeProposals(tx: Tx, closings: readonly ProposalClosing[], at: string): Promise<void> {
  if (closings.length === 0) return;
  await sql`
    UPDATE proposal AS p SET state = c.state, detail = c.detail, changed_at = ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(closings)}::jsonb) AS c(party_key text, id uuid, state text, detail text)
    WHERE p.party_key = c.party_key AND p.id = c.id AND p.state IN ('judged', 'queued', 'sent', 'opened', 'unreachable', 'held')`.execute(
    tx,
  );
}
