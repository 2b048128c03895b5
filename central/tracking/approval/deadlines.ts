import { sql } from 'kysely';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import { expireProposals } from '../../inference/index.ts';
import type { Db } from '../../store/index.ts';
import { inTransaction } from '../../store/index.ts';
import { suspended } from './case-machine.ts';
import { moveOneCase } from './department-work.ts';
import type { ApprovalCaseRow } from './case-rows.ts';
import { insertTasks, taskRow } from './case-rows.ts';
import type { CaseParts } from './outcomes.ts';

/** 0 = in time, 1 = the promised day is near, 2 = past it. Each is told of once. */
type Escalation = 0 | 1 | 2;

/** Local days before the promised one on which staff are warned. */
const warnDays = 1;
const atOnce = 200;

/**
 * `deadline.sweep`: cases that come near their promised day, or past it, get a task for the person who answers for it; proposals whose time is over
 * are closed. @returns whether there may be more.
 */
export async function sweepDeadlines(db: Db, parts: CaseParts): Promise<boolean> {
  await resumeSuspended(db, parts);
  const cases = await escalateCases(db, parts);
  const expired = await expireProposals(db, parts.clock);
  await parts.jobs.enqueue(
    db,
    'proposal.publish',
    expired.map((data) => ({ data })),
  );
  return cases === atOnce || expired.length === atOnce;
}

/** Cases that were held because their item was suspended go on once it is not. Asked when an item is resumed, and by every sweep. */
export async function resumeSuspended(db: Db, parts: CaseParts): Promise<void> {
  const found = await sql<{ party_key: string; case_number: string }>`
    SELECT c.party_key, c.case_number FROM approval_case AS c
    WHERE c.status = 'held' AND c.state->>'reason' = ${suspended} AND NOT EXISTS (
      SELECT 1 FROM item_suspension AS s WHERE s.item_id = c.item_id AND s.district = c.district)
    ORDER BY c.opened_at LIMIT ${atOnce}`.execute(db);
  for (const { party_key, case_number } of found.rows)
    await moveOneCase({ ...parts, db }, party_key, case_number, { type: 'resume' }, 'system');
}

async function escalateCases(db: Db, parts: CaseParts): Promise<number> {
  const now = parts.clock.now();
  const today = localDateOf(now);
  const soon = localDateOf(now + warnDays * 86_400_000);
  return inTransaction(db, parts.clock, async (tx) => {
    const found = await sql<ApprovalCaseRow>`
      SELECT * FROM approval_case
      WHERE status IN ('open', 'held', 'returned') AND ((due_on < ${today}::date AND escalated < 2) OR (due_on <= ${soon}::date AND escalated < 1))
      ORDER BY due_on LIMIT ${atOnce} FOR UPDATE SKIP LOCKED`.execute(tx);
    const rows = found.rows.map((row) => ({ row, level: (row.due_on < today ? 2 : 1) as Escalation }));
    await insertTasks(
      tx,
      rows.map(({ row, level }) =>
        taskRow({
          id: makeUuidV7(now, parts.random),
          district: row.district,
          role: level === 2 ? 'approver' : 'caseworker',
          kind: level === 2 ? 'case-overdue' : 'case-due-soon',
          itemId: row.item_id,
          partyKey: row.party_key,
          caseNumber: row.case_number,
          step: row.step,
          dueOn: row.due_on,
          at: instantOf(now),
        }),
      ),
    );
    for (const { row, level } of rows) {
      await sql`UPDATE approval_case SET escalated = ${level} WHERE party_key = ${row.party_key} AND case_number = ${row.case_number}`.execute(
        tx,
      );
      parts.log('case.overdue', { case: row.case_number, level });
    }
    return rows.length;
  });
}
