import { instantOf } from '#contracts/basics/clock.ts';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { EventSource, IssueOrder, IssueState } from '../../exchange/index.ts';
import { readParties } from '../../parties/index.ts';
import type { SealedPerson } from '../../parties/index.ts';
import type { Db, Job, JobOutcome } from '../../store/index.ts';
import { inTransaction } from '../../store/index.ts';
import type { CaseEvent } from './case-machine.ts';
import { moveCase } from './case-machine.ts';
import type { ApprovalCaseRow, SealedCase } from './case-rows.ts';
import { caseStateOf, findCase, lockCase, planOf } from './case-rows.ts';
import type { CaseParts } from './outcomes.ts';
import { openSealedCase, writeOutcomes } from './outcomes.ts';

const delays = { lookAgainMs: 1_000, downMs: 5_000 } as const;

export interface DepartmentWorkParts extends CaseParts {
  readonly db: Db;
  /** The systems that issue certificates, by name. */
  readonly sources: ReadonlyMap<string, EventSource>;
}

/**
 * `case.department`: orders the certificate at the system that keeps it and looks until it is made. The order's key is the act's id, so that however
 * often it is asked it is made once; the case moves on once, because its row says what it waits for.
 */
export async function workDepartment(parts: DepartmentWorkParts, { data }: Job): Promise<JobOutcome> {
  const [partyKey, caseNumber] = [String(data['partyKey']), String(data['caseNumber'])];
  const row = await findCase(parts.db, partyKey, caseNumber);
  if (!row || caseStateOf(row).waiting !== 'department') return { is: 'done' };
  const item = await parts.itemOf(row.item_id, row.item_version);
  const sealed = await openSealedCase(parts.db, parts.seals, row);
  const order = sealed && (await orderFor(parts, row, item, sealed));
  if (!sealed || !order) return settle(parts, row, { type: 'departmentRefused', reason: 'unknown-holder' }, 'system');
  const source = parts.sources.get(order.source);
  if (!source) return { is: 'again', afterMs: delays.downMs };
  const known = await source.issueResult(row.act_id);
  if (known.ok && known.value.state !== 'pending') return settleResult(parts, row, sealed, known.value);
  if (!known.ok && known.error !== 'DEP-002') return { is: 'again', afterMs: delays.downMs };
  if (known.ok) return { is: 'again', afterMs: delays.lookAgainMs };
  const ordered = await source.issueCertificate(order.order);
  if (ordered.ok) return { is: 'again', afterMs: delays.lookAgainMs };
  // It keeps no such certificate: nothing that asking again would change.
  if (ordered.error === 'DEP-002')
    return settle(parts, row, { type: 'departmentRefused', reason: 'no-such-certificate' }, 'department');
  return { is: 'again', afterMs: delays.downMs };
}

async function orderFor(
  parts: DepartmentWorkParts,
  row: ApprovalCaseRow,
  item: ApprovalItem,
  sealed: SealedCase,
): Promise<{ readonly source: string; readonly order: IssueOrder } | undefined> {
  const [record] = await readParties(parts.db, [row.party_key]);
  if (!record) return undefined;
  const { party, certificates } = record;
  const certificate = certificates.find(({ number }) => number === row.certificate);
  const person = (await parts.seals.find(parts.db, [row.party_key])).get(row.party_key);
  const holder =
    party.uscc === null
      ? person && { kind: 'person' as const, idNumber: person.open<SealedPerson>(party.sealed).idNumber }
      : { kind: 'organisation' as const, uscc: party.uscc };
  if (!holder) return undefined;
  const values = Object.fromEntries(Object.entries(sealed.values).map(([pointer, value]) => [pointer.slice(1), value]));
  return {
    source: certificate?.source ?? 'approval-bureau',
    order: {
      key: row.act_id,
      item: { id: item.id, version: item.version, type: item.type },
      holder,
      certificateType: item.certificateType,
      values,
      ...(certificate && { certificate: { number: certificate.number, version: certificate.version } }),
    },
  };
}

function settleResult(
  parts: DepartmentWorkParts,
  row: ApprovalCaseRow,
  sealed: SealedCase,
  result: Exclude<IssueState, { state: 'pending' }>,
): Promise<JobOutcome> {
  if (result.state === 'refused') return settle(parts, row, { type: 'departmentRefused', reason: 'department' }, 'department');
  const { number, version, fields, validFrom, validTo } = result;
  const issued = { number, version, fields, validFrom, ...(validTo !== undefined && { validTo }) };
  return settle(parts, row, { type: 'issued', version }, 'department', { ...sealed, issued });
}

async function settle(
  parts: DepartmentWorkParts,
  { party_key, case_number }: ApprovalCaseRow,
  event: CaseEvent,
  actor: string,
  sealed?: SealedCase,
): Promise<JobOutcome> {
  await moveOneCase(parts, party_key, case_number, event, actor, sealed);
  return { is: 'done' };
}

/** One event for one case, in a transaction of its own. @returns false when it meant nothing there. */
export async function moveOneCase(
  parts: CaseParts & { readonly db: Db },
  partyKey: string,
  caseNumber: string,
  event: CaseEvent,
  actor: string,
  sealed?: SealedCase,
): Promise<boolean> {
  const at = instantOf(parts.clock.now());
  return inTransaction(parts.db, parts.clock, async (tx) => {
    const row = await lockCase(tx, partyKey, caseNumber);
    const known = row && (sealed ?? (await openSealedCase(tx, parts.seals, row)));
    if (!row || !known) return false;
    const item = await parts.itemOf(row.item_id, row.item_version);
    const before = caseStateOf(row);
    const move = moveCase(planOf(item, known.handover.way), before, event);
    if (move.state === before) return false;
    await writeOutcomes(tx, parts, [{ row, item, move, actor, sealed: known }], at);
    parts.log('case.moved', { case: caseNumber, step: move.state.step, waiting: move.state.waiting });
    return true;
  });
}
