import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { ApprovalItem, StaffRole } from '#contracts/approval/item.ts';
import type { CertificateRecord } from '#contracts/approval/event.ts';
import type { HandoverChoice } from '#contracts/approval/proposal.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { Db, Tables, Tx } from '../../store/index.ts';
import type { CasePlan, CaseState } from './case-machine.ts';

export type ApprovalCaseRow = Selectable<Tables['approval_case']>;
export type ApprovalStepRow = Selectable<Tables['approval_step']>;
export type StaffTaskRow = Selectable<Tables['staff_task']>;

/** What is sealed in `approval_case.sealed`. */
export interface SealedCase {
  readonly values: Readonly<Record<string, string>>;
  readonly handover: HandoverChoice;
  readonly person: { readonly name: string; readonly idNumber: string };
  readonly phone?: string;
  /** The new certificate as the issuing system made it. */
  readonly issued?: Pick<CertificateRecord, 'number' | 'version' | 'fields' | 'validFrom'> & { readonly validTo?: string };
}

/** The machine's state as the row keeps it; nobody else writes it. */
export function caseStateOf(row: Pick<ApprovalCaseRow, 'state'>): CaseState {
  return row.state as CaseState;
}

export function planOf(item: ApprovalItem, handover: HandoverChoice['way']): CasePlan {
  return {
    process: item.process,
    autoDecide: item.autoDecide,
    errand: item.handover !== 'electronicOnly' && handover !== 'none',
  };
}

/** Lists and clocks ask for these; they follow from the state. */
export function statusOf(state: CaseState): ApprovalCaseRow['status'] {
  if (state.outcome === 'done') return 'closed';
  if (state.outcome) return state.outcome;
  if (state.waiting === 'hold') return 'held';
  return state.waiting === 'citizen' ? 'returned' : 'open';
}

/** A change of one case that is written together with those of others. */
export interface CaseChange {
  readonly party_key: string;
  readonly case_number: string;
  /** The revision that the change was decided on: another one in between makes it void. */
  readonly revision: number;
  readonly state: CaseState;
  readonly wake_at: string | null;
  readonly sealed?: string;
  readonly at: string;
}

/** @returns how many were written: fewer than given means that somebody else was quicker, and the caller must look again. */
export async function updateCases(tx: Tx, changes: readonly CaseChange[]): Promise<number> {
  if (changes.length === 0) return 0;
  const rows = changes.map((change) => ({ ...change, status: statusOf(change.state), step: change.state.step }));
  const written = await sql`
    UPDATE approval_case AS c SET
      state = d.state, status = d.status, step = d.step, wake_at = d.wake_at, sealed = coalesce(d.sealed, c.sealed),
      revision = c.revision + 1, closed_at = CASE WHEN d.status IN ('closed', 'refused', 'withdrawn') THEN d.at ELSE NULL END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS d(party_key text, case_number text, revision int, state jsonb, status text, step text, wake_at timestamptz, sealed text, at timestamptz)
    WHERE c.party_key = d.party_key AND c.case_number = d.case_number AND c.revision = d.revision`.execute(tx);
  return Number(written.numAffectedRows ?? 0n);
}

export interface CaseNote {
  readonly party_key: string;
  readonly case_number: string;
  readonly code: string;
  readonly at: string;
  readonly actor: string;
  readonly what: LocalizedText;
}

/** Lines of timelines, numbered on from what is there. */
export async function appendNotes(tx: Tx, notes: readonly CaseNote[]): Promise<void> {
  if (notes.length === 0) return;
  const rows = notes.map((note, index) => ({ ...note, i: index }));
  await sql`
    INSERT INTO approval_step
    SELECT d.party_key, d.case_number,
      coalesce((SELECT max(n) FROM approval_step AS s WHERE s.party_key = d.party_key AND s.case_number = d.case_number), 0)
        + row_number() OVER (PARTITION BY d.party_key, d.case_number ORDER BY d.i),
      d.code, d.at, d.actor, d.what
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS d(party_key text, case_number text, i int, code text, at timestamptz, actor text, what jsonb)`.execute(tx);
}

/** A task is there once, however often it is asked for. */
export async function insertTasks(tx: Tx, rows: readonly StaffTaskRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`INSERT INTO staff_task SELECT * FROM jsonb_populate_recordset(NULL::staff_task, ${JSON.stringify(rows)}::jsonb)
    ON CONFLICT DO NOTHING`.execute(tx);
}

export async function cancelTasks(
  tx: Tx,
  cases: readonly { readonly party_key: string; readonly case_number: string }[],
  at: string,
): Promise<void> {
  if (cases.length === 0) return;
  await sql`
    UPDATE staff_task AS t SET state = 'cancelled', done_at = ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(cases)}::jsonb) AS d(party_key text, case_number text)
    WHERE t.party_key = d.party_key AND t.case_number = d.case_number AND t.state IN ('open', 'claimed')`.execute(tx);
}

export async function lockCase(tx: Tx, partyKey: string, caseNumber: string): Promise<ApprovalCaseRow | undefined> {
  const found = await sql<ApprovalCaseRow>`
    SELECT * FROM approval_case WHERE party_key = ${partyKey} AND case_number = ${caseNumber} FOR UPDATE`.execute(tx);
  return found.rows[0];
}

export async function findCase(db: Db, partyKey: string, caseNumber: string): Promise<ApprovalCaseRow | undefined> {
  return db
    .selectFrom('approval_case')
    .selectAll()
    .where('party_key', '=', partyKey)
    .where('case_number', '=', caseNumber)
    .executeTakeFirst();
}

/** A task as a case or a proposal asks for it. */
export function taskRow(values: {
  readonly id: string;
  readonly district: string;
  readonly role: StaffRole;
  readonly kind: string;
  readonly itemId: string;
  readonly partyKey: string;
  readonly caseNumber?: string;
  readonly proposalId?: string;
  readonly step: string;
  readonly dueOn?: string;
  readonly at: string;
}): StaffTaskRow {
  return {
    district: values.district,
    id: values.id,
    role: values.role,
    kind: values.kind,
    item_id: values.itemId,
    party_key: values.partyKey,
    case_number: values.caseNumber ?? null,
    proposal_id: values.proposalId ?? null,
    step: values.step,
    state: 'open',
    assignee: null,
    due_on: (values.dueOn ?? null) as StaffTaskRow['due_on'],
    decision: null,
    reason: null,
    created_at: values.at as StaffTaskRow['created_at'],
    done_at: null,
  };
}
