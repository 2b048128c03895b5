import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { localDateOf } from '#contracts/basics/clock.ts';
import { ok } from '#contracts/basics/result.ts';
import { reaches } from '#contracts/console/roles.ts';
import type { CaseLine } from '#contracts/console/tracking.ts';
import type { PartyLine } from '#contracts/console/shared.ts';
import type { Tables } from '../../store/index.ts';
import { moveOneCase, scanOldCertificate } from '../../tracking/index.ts';
import type { HandlerParts, HandlersOf } from '../parts.ts';
import { refuse } from '../parts.ts';
import { readCaseView } from './case-view.ts';
import type { ItemBook, ItemWords } from './lines.ts';
import { cursorOf, itemLineOf, readCursor, readPartyLines, stepTitle } from './lines.ts';
import { inDistricts } from './overview.ts';

export type CaseRow = Selectable<Tables['approval_case']>;

export function caseHandlers(parts: HandlerParts, book: ItemBook): HandlersOf<'cases'> {
  const { db, clock, approval } = parts;

  /** The case, where the member of staff works in its district; what lies elsewhere is not even said to be there. */
  async function findFor(number: string, districts: readonly string[]): Promise<CaseRow | undefined> {
    const row = await db.selectFrom('approval_case').selectAll().where('case_number', '=', number).executeTakeFirst();
    return row && reaches(districts, row.district) ? row : undefined;
  }

  return {
    'cases.list': async ({ staff, query }) => {
      const today = localDateOf(clock.now());
      const tomorrow = localDateOf(clock.now() + 86_400_000);
      const after = readCursor(query.after, 2);
      const open = sql`status IN ('open', 'held', 'returned')`;
      const rows = await sql<CaseRow>`
        SELECT * FROM approval_case WHERE ${inDistricts(sql.ref('district'), staff.districts)}
          AND (${query.status ?? null}::text IS NULL OR status = ${query.status ?? null})
          AND (${query.district ?? null}::text IS NULL OR district = ${query.district ?? null})
          AND (${query.item ?? null}::text IS NULL OR item_id = ${query.item ?? null})
          AND (${query.number ?? null}::text IS NULL OR case_number = ${query.number ?? null})
          AND ${query.due === 'late' ? sql`${open} AND due_on < ${today}::date` : sql`true`}
          AND ${query.due === 'soon' ? sql`${open} AND due_on BETWEEN ${today}::date AND ${tomorrow}::date` : sql`true`}
          AND ${after ? sql`(due_on, case_number) > (${after[0]}::date, ${after[1]})` : sql`true`}
        ORDER BY due_on, case_number LIMIT ${query.limit + 1}`.execute(db);
      const page = rows.rows.slice(0, query.limit);
      const last = rows.rows.length > page.length ? page.at(-1) : undefined;
      return ok({ cases: await caseLines(parts, book, page), ...(last && { next: cursorOf([last.due_on, last.case_number]) }) });
    },

    'cases.read': async ({ staff, params, about }) => {
      const row = await findFor(params.number, staff.districts);
      if (!row) return refuse('not-found');
      about({ person: row.party_key });
      const [line] = await caseLines(parts, book, [row]);
      return line ? ok(await readCaseView(parts, book, row, line, staff)) : refuse('not-found');
    },

    'cases.resume': async ({ staff, params, body, about }) => {
      const row = await findFor(params.number, staff.districts);
      if (!row) return refuse('not-found');
      about({ person: row.party_key });
      const event = { type: 'decide', decision: 'resume', reason: body.reason } as const;
      return (await moveOneCase(approval, row.party_key, row.case_number, event, `staff:${staff.subject}`))
        ? ok({ done: true })
        : refuse('not-possible');
    },

    'cases.corrected': async ({ staff, params, about }) => {
      const row = await findFor(params.number, staff.districts);
      if (!row) return refuse('not-found');
      about({ person: row.party_key });
      return (await moveOneCase(approval, row.party_key, row.case_number, { type: 'corrected' }, `staff:${staff.subject}`))
        ? ok({ done: true })
        : refuse('not-possible');
    },

    'cases.scan-old': async ({ staff, params, about }) => {
      const row = await findFor(params.number, staff.districts);
      if (!row) return refuse('not-found');
      about({ person: row.party_key });
      return (await scanOldCertificate(approval, row.case_number)) ? ok({ done: true }) : refuse('not-possible');
    },
  };
}

/** Rows as lists show them. */
export async function caseLines(parts: HandlerParts, book: ItemBook, rows: readonly CaseRow[]): Promise<CaseLine[]> {
  const words = await book.read(rows);
  const party = await readPartyLines(
    parts.db,
    parts.approval.seals,
    rows.map(({ party_key }) => party_key),
  );
  const today = localDateOf(parts.clock.now());
  return rows.map((row) => caseLineOf(row, words(row.item_id, row.item_version), party(row.party_key), today));
}

function caseLineOf(row: CaseRow, words: ItemWords, party: PartyLine, today: string): CaseLine {
  return {
    number: row.case_number,
    item: itemLineOf(words),
    party,
    district: row.district,
    status: row.status,
    step: stepTitle(words, row.step),
    dueOn: row.due_on,
    isLate: row.closed_at === null && row.due_on < today,
    openedAt: row.opened_at,
  };
}
