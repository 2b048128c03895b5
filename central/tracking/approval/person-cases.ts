import { sql } from 'kysely';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import type { Db } from '../../store/index.ts';
import { caseStateOf } from './case-rows.ts';
import type { ApprovalCaseRow, ApprovalStepRow } from './case-rows.ts';
import type { CaseParts } from './outcomes.ts';
import type { CaseReader } from './take-back.ts';
import { mayTakeBack } from './take-back.ts';

const newest = 50;

export type ItemReader = (id: string, version: number) => Promise<ApprovalItem>;

/** What tells a reader's own cases from those of others that act for the same party. */
export type CaseListParts = Pick<CaseParts, 'seals' | 'pseudonyms' | 'itemOf'> & { readonly db: Db };

/** Cases of all parties that a person may act for, newest first, as they may read them. */
export async function listApprovalCases(parts: CaseListParts, reader: CaseReader): Promise<CaseSummary[]> {
  const { db, itemOf } = parts;
  const found = await sql<ApprovalCaseRow>`
    SELECT c.* FROM approval_case AS c
    WHERE c.party_key IN (SELECT party_key FROM party_agent WHERE person_key = ${reader.personKey} AND valid_to IS NULL)
    ORDER BY c.opened_at DESC LIMIT ${newest}`.execute(db);
  const summaries = await summariesOf(db, itemOf, found.rows);
  const withdrawable = new Map<string, number>();
  for (const row of found.rows) {
    const item = await itemOf(row.item_id, row.item_version);
    if (await mayTakeBack(db, parts, { row, item }, reader)) withdrawable.set(row.case_number, row.item_version);
  }
  return summaries.map((summary) => {
    const itemVersion = withdrawable.get(summary.caseNumber);
    return itemVersion === undefined ? summary : { ...summary, withdrawal: { itemVersion } };
  });
}

/** One case by the act that opened it, or that took it back, for the page that a receipt's QR opens. */
export async function findApprovalCase(db: Db, itemOf: ItemReader, actId: string): Promise<CaseSummary | undefined> {
  const found = await sql<ApprovalCaseRow>`
    SELECT * FROM approval_case WHERE act_id = ${actId}::uuid
    UNION ALL
    SELECT c.* FROM inbox AS i JOIN approval_case AS c ON c.case_number = i.receipt::json->>'ref'
    WHERE i.id = ${actId}::uuid AND i.kind = 'case.withdraw' AND i.state = 'applied' LIMIT 1`.execute(db);
  return (await summariesOf(db, itemOf, found.rows))[0];
}

async function summariesOf(db: Db, itemOf: ItemReader, rows: readonly ApprovalCaseRow[]): Promise<CaseSummary[]> {
  if (rows.length === 0) return [];
  const keys = rows.map(({ party_key }) => party_key);
  const numbers = rows.map(({ case_number }) => case_number);
  const steps = await sql<ApprovalStepRow>`
    SELECT * FROM approval_step WHERE party_key = ANY(${keys}) AND case_number = ANY(${numbers}) ORDER BY n`.execute(db);
  const stepsOf = Map.groupBy(steps.rows, ({ case_number }) => case_number);
  return Promise.all(
    rows.map(async (row): Promise<CaseSummary> => {
      const item = await itemOf(row.item_id, row.item_version);
      return {
        caseNumber: row.case_number,
        itemId: row.item_id,
        title: item.title,
        state: stateOf(row),
        at: row.opened_at,
        dueOn: row.due_on,
        steps: (stepsOf.get(row.case_number) ?? []).slice(-40).map(({ at, what }) => ({ at, what })),
      };
    }),
  );
}

function stateOf(row: ApprovalCaseRow): CaseSummary['state'] {
  const { outcome } = caseStateOf(row);
  if (outcome === 'done') return 'done';
  if (outcome) return 'rejected';
  return row.step === 'accept' ? 'accepted' : 'processing';
}
