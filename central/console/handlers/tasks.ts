import { localDateOf } from '#contracts/basics/clock.ts';
import { ok } from '#contracts/basics/result.ts';
import type { StaffRole } from '#contracts/approval/item.ts';
import { staffRole } from '#contracts/approval/item.ts';
import type { RefusalCode } from '#contracts/console/endpoint.ts';
import { caseRoles } from '#contracts/console/roles.ts';
import type { TaskLine } from '#contracts/console/tracking.ts';
import type { StaffMember, TaskRefusal } from '../../tracking/index.ts';
import { claimTask, decideTask, listTasks } from '../../tracking/index.ts';
import type { HandlerParts, HandlersOf } from '../parts.ts';
import { refuse } from '../parts.ts';
import type { StaffSession } from '../sessions.ts';
import type { ItemBook, ItemWords } from './lines.ts';
import { itemLineOf, readPartyLines, stepTitle } from './lines.ts';
import type { PartyLine } from '#contracts/console/shared.ts';

type TaskRow = Awaited<ReturnType<typeof listTasks>>[number];

/** A member of staff as the cases know them. */
function memberOf({ subject, roles, districts }: StaffSession): StaffMember {
  return {
    subject,
    districts,
    roles: roles.filter((role): role is StaffRole => (caseRoles as readonly string[]).includes(role)),
  };
}

const refusalOf: Readonly<Record<TaskRefusal, RefusalCode>> = {
  'not-found': 'not-found',
  'not-yours': 'not-yours',
  'settled-already': 'settled-already',
  'not-possible': 'not-possible',
  'reason-missing': 'reason-missing',
};

export function taskHandlers(parts: HandlerParts, book: ItemBook): HandlersOf<'tasks'> {
  const { db, clock, approval } = parts;
  const personOf = async (district: string, id: string): Promise<{ person?: string; subject?: string }> => {
    const row = await db
      .selectFrom('staff_task')
      .select(['party_key', 'case_number'])
      .where('district', '=', district)
      .where('id', '=', id)
      .executeTakeFirst();
    return row ? { person: row.party_key, subject: `${row.case_number ?? ''}/${id}` } : {};
  };
  return {
    'tasks.list': async ({ staff }) => {
      const rows = await listTasks(db, memberOf(staff));
      const words = await wordsOf(book, parts, rows);
      const party = await readPartyLines(
        db,
        approval.seals,
        rows.map(({ party_key }) => party_key),
      );
      const today = localDateOf(clock.now());
      return ok({ tasks: rows.map((row) => taskLineOf(row, staff.subject, today, words(row), party(row.party_key))) });
    },

    'tasks.claim': async ({ staff, params, about }) => {
      const claimed = await claimTask(db, memberOf(staff), params.district, params.id);
      if (claimed.ok) about(await personOf(params.district, params.id));
      return claimed.ok ? ok({ done: true }) : refuse(refusalOf[claimed.error]);
    },

    'tasks.decide': async ({ staff, params, body, about }) => {
      const decided = await decideTask(approval, memberOf(staff), { ...params, ...body });
      about({
        ...(decided.ok || decided.error !== 'not-found' ? await personOf(params.district, params.id) : {}),
        purpose: body.decision,
      });
      if (
        decided.ok ||
        (body.decision === 'hold' && decided.error === 'settled-already' && (await isHeldBy(parts, staff, params.id)))
      )
        return ok({ done: true });
      return refuse(refusalOf[decided.error]);
    },
  };
}

/** Holding a case cancels its tasks, the one that said so among them: it is over, and it was this person's word. */
async function isHeldBy({ db }: HandlerParts, { subject }: StaffSession, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('staff_task')
    .innerJoin('approval_case', (join) =>
      join
        .onRef('approval_case.party_key', '=', 'staff_task.party_key')
        .onRef('approval_case.case_number', '=', 'staff_task.case_number'),
    )
    .innerJoin('approval_step', (join) =>
      join
        .onRef('approval_step.party_key', '=', 'staff_task.party_key')
        .onRef('approval_step.case_number', '=', 'staff_task.case_number'),
    )
    .select('staff_task.id')
    .where('staff_task.id', '=', id)
    .where('staff_task.state', '=', 'cancelled')
    .where('approval_case.status', '=', 'held')
    .where('approval_step.actor', '=', `staff:${subject}`)
    .executeTakeFirst();
  return row !== undefined;
}

/** The item's words as of the version that the case began with; of a proposal's task, as of the newest version. */
export async function wordsOf(
  book: ItemBook,
  { db }: Pick<HandlerParts, 'db'>,
  rows: readonly TaskRow[],
): Promise<(row: TaskRow) => ItemWords> {
  const versions = new Map<string, number>();
  const key = ({ party_key, case_number, item_id }: TaskRow): string => `${party_key}|${case_number ?? ''}|${item_id}`;
  if (rows.length > 0) {
    const cases = await db
      .selectFrom('approval_case')
      .select(['party_key', 'case_number', 'item_id', 'item_version'])
      .where('party_key', 'in', [...new Set(rows.map(({ party_key }) => party_key))])
      .execute();
    for (const one of cases) versions.set(`${one.party_key}|${one.case_number}|${one.item_id}`, one.item_version);
    const newest = await db
      .selectFrom('approval_item')
      .select(['item_id', (build) => build.fn.max('version').as('version')])
      .where('item_id', 'in', [...new Set(rows.map(({ item_id }) => item_id))])
      .where('approver', 'is not', null)
      .groupBy('item_id')
      .execute();
    for (const row of rows)
      if (!versions.has(key(row))) versions.set(key(row), newest.find(({ item_id }) => item_id === row.item_id)?.version ?? 1);
  }
  const words = await book.read(rows.map((row) => ({ item_id: row.item_id, item_version: versions.get(key(row)) ?? 1 })));
  return (row) => words(row.item_id, versions.get(key(row)) ?? 1);
}

export function taskLineOf(row: TaskRow, subject: string, today: string, words: ItemWords, party: PartyLine): TaskLine {
  const assignee = row.assignee === null ? 'nobody' : row.assignee === subject ? 'me' : 'other';
  return {
    district: row.district,
    id: row.id,
    role: staffRole.parse(row.role),
    kind: row.kind,
    item: itemLineOf(words),
    party,
    assignee,
    isLate: row.due_on !== null && row.due_on < today,
    createdAt: row.created_at,
    ...(row.case_number !== null && { caseNumber: row.case_number, step: stepTitle(words, row.step) }),
    ...(row.due_on !== null && { dueOn: row.due_on }),
  };
}
