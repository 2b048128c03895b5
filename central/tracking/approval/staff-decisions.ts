import { sql } from 'kysely';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { StaffRole } from '#contracts/approval/item.ts';
import type { Db } from '../../store/index.ts';
import { inTransaction } from '../../store/index.ts';
import type { CaseEvent } from './case-machine.ts';
import type { StaffTaskRow } from './case-rows.ts';
import { moveOneCase } from './department-work.ts';
import { reportErrand } from './errand-work.ts';
import type { ErrandWorkParts } from './errand-work.ts';

/** A member of staff as the console knows them: what they may do, and where. */
export interface StaffMember {
  readonly subject: string;
  readonly roles: readonly StaffRole[];
  /** District codes; 370200 = the whole city. */
  readonly districts: readonly string[];
}

/** not-found covers what lies in another district: it is not even said that it is there. */
export type TaskRefusal = 'not-found' | 'not-yours' | 'settled-already' | 'not-possible' | 'reason-missing';

const city = '370200';

export function mayWorkIn(member: StaffMember, district: string): boolean {
  return member.districts.includes(city) || member.districts.includes(district);
}

/** Open tasks of the member's roles and districts, the most urgent first. */
export async function listTasks(db: Db, member: StaffMember, limit = 100): Promise<StaffTaskRow[]> {
  const everywhere = member.districts.includes(city);
  const found = await sql<StaffTaskRow>`
    SELECT * FROM staff_task
    WHERE state IN ('open', 'claimed') AND role = ANY(${[...member.roles]}) AND (${everywhere} OR district = ANY(${[...member.districts]}))
    ORDER BY due_on NULLS LAST, created_at LIMIT ${limit}`.execute(db);
  return found.rows;
}

/** Takes a task so that nobody else works on it; taking one's own again does nothing. */
export async function claimTask(db: Db, member: StaffMember, district: string, id: string): Promise<Result<void, TaskRefusal>> {
  const task = await findTask(db, member, district, id);
  if (!task) return err('not-found');
  if (!member.roles.includes(task.role as StaffRole)) return err('not-yours');
  const claimed = await sql`
    UPDATE staff_task SET state = 'claimed', assignee = ${member.subject}
    WHERE district = ${district} AND id = ${id}::uuid AND (state = 'open' OR (state = 'claimed' AND assignee = ${member.subject}))`.execute(
    db,
  );
  return claimed.numAffectedRows === 1n ? ok() : err('settled-already');
}

export type StepDecision = Extract<CaseEvent, { type: 'decide' }>['decision'];

/**
 * A decision about a case's step, or the report that something was done with a certificate (`done`). The task is closed and the case moved, each
 * once, whoever clicks twice. Everything but an approval needs its reason in words.
 */
export async function decideTask(
  parts: ErrandWorkParts,
  member: StaffMember,
  asked: { readonly district: string; readonly id: string; readonly decision: StepDecision | 'done'; readonly reason: string },
): Promise<Result<void, TaskRefusal>> {
  const { district, id, decision, reason } = asked;
  const task = await findTask(parts.db, member, district, id);
  if (!task) return err('not-found');
  if (!member.roles.includes(task.role as StaffRole) || (task.assignee !== null && task.assignee !== member.subject))
    return err('not-yours');
  if (task.state !== 'open' && task.state !== 'claimed') return err('settled-already');
  if (decision !== 'approve' && decision !== 'done' && reason.trim() === '') return err('reason-missing');
  const moved = await carryOut(parts, member, task, decision, reason.trim());
  if (!moved) return err('not-possible');
  // A move may have cancelled the case's tasks, and this one with them; it was decided all the same.
  const closed = await inTransaction(parts.db, parts.clock, (tx) =>
    sql`UPDATE staff_task SET state = 'done', decision = ${decision}, reason = ${reason.trim()}, assignee = ${member.subject},
        done_at = ${instantOf(parts.clock.now())}
      WHERE district = ${district} AND id = ${id}::uuid AND state IN ('open', 'claimed', 'cancelled')`.execute(tx),
  );
  return closed.numAffectedRows === 1n ? ok() : err('settled-already');
}

async function carryOut(
  parts: ErrandWorkParts,
  member: StaffMember,
  task: StaffTaskRow,
  decision: StepDecision | 'done',
  reason: string,
): Promise<boolean> {
  const { party_key: partyKey, case_number: caseNumber, kind } = task;
  if (kind === 'case-step') {
    if (caseNumber === null || decision === 'done') return false;
    return moveOneCase(parts, partyKey, caseNumber, { type: 'decide', decision, reason }, `staff:${member.subject}`);
  }
  if (decision !== 'done') return false;
  if (caseNumber === null) return true; // a call was made: nothing moves by itself
  return reportErrand(parts, partyKey, caseNumber, kind);
}

async function findTask(db: Db, member: StaffMember, district: string, id: string): Promise<StaffTaskRow | undefined> {
  if (!mayWorkIn(member, district) || !/^[0-9a-f-]{36}$/.test(id)) return undefined;
  return db.selectFrom('staff_task').selectAll().where('district', '=', district).where('id', '=', id).executeTakeFirst();
}
