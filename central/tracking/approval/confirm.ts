import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Instant } from '#contracts/basics/clock.ts';
import { localDateOf } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { HandoverChoice, ProposalState } from '#contracts/approval/proposal.ts';
import type { WorkingCalendar } from '../../process/index.ts';
import type { Tables, Tx } from '../../store/index.ts';
import { moveCase, openCase } from './case-machine.ts';
import type { CaseMove } from './case-machine.ts';
import type { ApprovalCaseRow, ApprovalStepRow, SealedCase, StaffTaskRow } from './case-rows.ts';
import { planOf, statusOf } from './case-rows.ts';
import { confirmedNote } from './notes.ts';
import type { CaseParts } from './outcomes.ts';
import { effectRows } from './outcomes.ts';

type ProposalRow = Selectable<Tables['proposal']>;
type ConfirmationRow = Selectable<Tables['confirmation']>;

/** What a person decided about a proposal, through whichever channel. */
export interface PersonDecision {
  readonly proposal: string;
  readonly act: string;
  readonly caseNumber: string;
  readonly person: { readonly name: string; readonly idNumber: string };
  readonly personKey: string;
  readonly method: 'face' | 'staff' | 'sms';
  /** `terminal:E0217`, `mobile`. */
  readonly via: string;
  readonly interactions: number;
  readonly shownHash: string;
  readonly choice:
    | { readonly decision: 'confirmed'; readonly baseVersion: number; readonly handover: HandoverChoice }
    | { readonly decision: 'declined'; readonly reason: string };
}

export interface ConfirmParts extends CaseParts {
  readonly calendar: WorkingCalendar;
}

/** Why a decision has no effect; `stale` ones are nobody's fault, and the person is told what stands instead. */
export type ConfirmRefusal =
  | {
      readonly is: 'stale';
      readonly detail: 'certificate-changed' | 'newer-proposal' | 'expired' | 'decided-already' | 'need-gone';
    }
  | { readonly is: 'refused'; readonly detail: 'unknown-proposal' | 'not-an-agent' | 'assurance' };

export interface ConfirmRows {
  readonly confirmation: ConfirmationRow;
  readonly approval_case?: ApprovalCaseRow;
  readonly approval_step: readonly ApprovalStepRow[];
  readonly staff_task: readonly StaffTaskRow[];
  readonly jobs: readonly {
    readonly queue: Parameters<CaseParts['jobs']['enqueue']>[1];
    readonly data: Record<string, string>;
  }[];
}

interface Known {
  readonly proposal: ProposalRow;
  /** Nobody has read it yet: what would be applied for is not written down. */
  readonly isUnread: boolean;
  readonly item: ApprovalItem;
  readonly agents: ReadonlySet<string>;
  readonly certificateVersion: number;
  readonly values: Readonly<Record<string, string>>;
  readonly suspended: boolean;
}

/** Proposals of a list of decisions, locked until the transaction ends, with all that a decision about them asks for. */
export async function lockProposals(tx: Tx, parts: ConfirmParts, ids: readonly string[]): Promise<ReadonlyMap<string, Known>> {
  if (ids.length === 0) return new Map();
  const found = await sql<ProposalRow & { agents: string[] | null; certificate_version: number | null; suspended: boolean }>`
    SELECT p.*,
      (SELECT array_agg(a.person_key) FROM party_agent AS a WHERE a.party_key = p.party_key AND a.valid_to IS NULL) AS agents,
      (SELECT max(c.version) FROM party_certificate AS c WHERE c.party_key = p.party_key AND c.number = p.certificate) AS certificate_version,
      EXISTS (SELECT 1 FROM item_suspension AS s WHERE s.item_id = p.item_id AND s.district = p.district) AS suspended
    FROM proposal AS p WHERE p.id = ANY(${[...ids]}::uuid[]) ORDER BY p.party_key, p.id FOR UPDATE OF p`.execute(tx);
  const seals = await parts.seals.find(
    tx,
    found.rows.map(({ party_key }) => party_key),
  );
  const known = await Promise.all(
    found.rows.map(async (row): Promise<[string, Known]> => {
      const { agents, certificate_version, suspended, ...proposal } = row;
      const item = await parts.itemOf(row.item_id, row.item_version);
      const opened =
        row.sealed === '' ? undefined : seals.get(row.party_key)?.open<{ values: Record<string, string> }>(row.sealed);
      return [
        row.id,
        {
          proposal,
          isUnread: proposal.sealed === '',
          item,
          agents: new Set(agents),
          certificateVersion: certificate_version ?? 0,
          values: opened?.values ?? {},
          suspended,
        },
      ];
    }),
  );
  return new Map(known);
}

/** Which states a person's decision still meets. */
const open: ReadonlySet<ProposalState> = new Set(['judged', 'queued', 'sent', 'opened', 'unreachable']);

/** Undefined when the decision stands. */
export function findRefusal(known: Known | undefined, decision: PersonDecision): ConfirmRefusal | undefined {
  if (!known) return { is: 'refused', detail: 'unknown-proposal' };
  const { proposal, isUnread, item, agents, certificateVersion } = known;
  if (!agents.has(decision.personKey)) return { is: 'refused', detail: 'not-an-agent' };
  if (!open.has(proposal.state)) return { is: 'stale', detail: goneWords[proposal.state] ?? 'need-gone' };
  if (decision.choice.decision === 'declined') return undefined;
  if (isUnread) return { is: 'refused', detail: 'unknown-proposal' };
  if (!item.assurance.includes(decision.method)) return { is: 'refused', detail: 'assurance' };
  const { baseVersion } = decision.choice;
  if (baseVersion !== proposal.base_version || certificateVersion !== proposal.base_version)
    return { is: 'stale', detail: 'certificate-changed' };
  return undefined;
}

const goneWords: Readonly<Partial<Record<ProposalState, Extract<ConfirmRefusal, { is: 'stale' }>['detail']>>> = {
  confirmed: 'decided-already',
  declined: 'decided-already',
  expired: 'expired',
  superseded: 'newer-proposal',
  withdrawn: 'need-gone',
};

/** The rows of a decision that stands. @param seal seals what the case keeps of people, under the party's key. */
export function confirmRows(
  parts: ConfirmParts,
  known: Known,
  decision: PersonDecision,
  at: Instant,
  seal: (value: SealedCase) => string,
): ConfirmRows {
  const { proposal, item, values, suspended } = known;
  const { choice } = decision;
  const confirmation: ConfirmationRow = {
    party_key: proposal.party_key,
    proposal_id: proposal.id,
    person_key: decision.personKey,
    act_id: decision.act,
    decision: choice.decision,
    reason: choice.decision === 'declined' ? choice.reason : '',
    via: decision.via,
    method: decision.method,
    interactions: decision.interactions,
    shown_hash: decision.shownHash,
    at,
  };
  if (choice.decision === 'declined') return { confirmation, approval_step: [], staff_task: [], jobs: [] };
  const plan = planOf(item, choice.handover.way);
  const opened = openCase(plan);
  // An item that was suspended after the message went out: the confirmation counts, the case waits.
  const held = suspended ? moveCase(plan, opened.state, { type: 'suspend' }) : undefined;
  const move: CaseMove = held
    ? { state: held.state, effects: [...opened.effects.filter(({ type }) => type !== 'task'), ...held.effects] }
    : opened;
  const due = parts.calendar.dueAfter(localDateOf(Date.parse(at)), item.promisedDays);
  const phone = choice.handover.way === 'courier' ? choice.handover.address.phone : undefined;
  const row: ApprovalCaseRow = {
    party_key: proposal.party_key,
    case_number: decision.caseNumber,
    proposal_id: proposal.id,
    act_id: decision.act,
    item_id: item.id,
    item_version: item.version,
    district: proposal.district,
    certificate: proposal.certificate,
    base_version: proposal.base_version,
    state: move.state,
    status: statusOf(move.state),
    step: move.state.step,
    sealed: seal({ values, handover: choice.handover, person: decision.person, ...(phone !== undefined && { phone }) }),
    due_on: due.on,
    due_provisional: due.provisional,
    warn_at: null,
    wake_at: move.state.waiting === 'ready' ? at : null,
    escalated: 0,
    revision: 0,
    opened_at: at,
    closed_at: null,
  };
  const effects = effectRows(parts, { row, item, move, actor: 'system' }, at);
  const first = {
    party_key: row.party_key,
    case_number: row.case_number,
    code: 'confirmed',
    at,
    actor: 'person',
    what: confirmedNote,
  };
  return {
    confirmation,
    approval_case: row,
    approval_step: [first, ...effects.notes].map((note, index) => ({ ...note, at, n: index + 1 })),
    staff_task: effects.tasks,
    jobs: [
      ...effects.jobs,
      { queue: 'case.message', data: { partyKey: row.party_key, caseNumber: row.case_number, template: 'progress' } },
    ],
  };
}

/** What decisions change in rows that are there: the proposals are settled, nobody is told of them any more. */
export async function settleProposals(
  tx: Tx,
  parts: ConfirmParts,
  settled: readonly { readonly known: Known; readonly decision: PersonDecision; readonly rows: ConfirmRows }[],
  at: Instant,
): Promise<void> {
  if (settled.length === 0) return;
  const changes = settled.map(({ known, decision }) => ({
    party_key: known.proposal.party_key,
    id: known.proposal.id,
    state: decision.choice.decision,
    interactions: Math.min(3, decision.interactions),
  }));
  await sql`
    UPDATE proposal AS p SET state = d.state, interactions = d.interactions, changed_at = ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS d(party_key text, id uuid, state text, interactions int)
    WHERE p.party_key = d.party_key AND p.id = d.id`.execute(tx);
  for (const { decision } of settled)
    if (decision.interactions > 3)
      parts.log('proposal.interactions', { proposal: decision.proposal, interactions: decision.interactions });
  await parts.jobs.enqueue(
    tx,
    'proposal.publish',
    changes.map(({ party_key, id }) => ({ data: { partyKey: party_key, proposalId: id } })),
  );
  for (const [queue, jobs] of Map.groupBy(
    settled.flatMap(({ rows }) => rows.jobs),
    (job) => job.queue,
  ))
    await parts.jobs.enqueue(tx, queue, jobs);
}

/**
 * One decision made on the line, whole, in the caller's transaction: locked, checked, written, settled. (A terminal's decisions come in batches,
 * perhaps late: the intake writes their rows together with those of other acts.) @param decision `values` = the form as the person was shown it.
 */
export async function decideProposal(
  tx: Tx,
  parts: ConfirmParts,
  decision: PersonDecision & { readonly values: Known['values'] },
  at: Instant,
): Promise<Result<ConfirmRows, ConfirmRefusal>> {
  const locked = (await lockProposals(tx, parts, [decision.proposal])).get(decision.proposal);
  // What is applied for is what was shown just now, whether or not it has reached the terminals.
  const known = locked && { ...locked, isUnread: false, values: decision.values };
  const refusal = findRefusal(known, decision);
  if (refusal || !known) return err(refusal ?? { is: 'refused', detail: 'unknown-proposal' });
  const { party_key: partyKey, expires_at: expiresAt } = known.proposal;
  if (Date.parse(expiresAt) <= Date.parse(at)) return err({ is: 'stale', detail: 'expired' });
  const seal = (await parts.seals.ensure(tx, [partyKey])).get(partyKey);
  if (!seal) throw new Error('no seal for a party');
  const rows = confirmRows(parts, known, decision, at, (value) => seal.seal(value));
  const tables: readonly [table: keyof Tables, rows: readonly object[]][] = [
    ['confirmation', [rows.confirmation]],
    ['approval_case', rows.approval_case ? [rows.approval_case] : []],
    ['approval_step', rows.approval_step],
    ['staff_task', rows.staff_task],
  ];
  for (const [table, list] of tables) {
    if (list.length === 0) continue;
    const name = sql.table(table);
    await sql`INSERT INTO ${name} SELECT * FROM jsonb_populate_recordset(NULL::${name}, ${JSON.stringify(list)}::jsonb)`.execute(
      tx,
    );
  }
  await settleProposals(tx, parts, [{ known, decision, rows }], at);
  return ok(rows);
}
