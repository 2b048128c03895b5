import { sql } from 'kysely';
import type { Instant } from '#contracts/basics/clock.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { Db } from '../store/index.ts';
import { centreLog } from './log-name.ts';
import { readActions, readSentence } from './read-words.ts';

/** One time that somebody or something read a person's data, as that person may read it. */
export interface ReadAbout {
  readonly id: string;
  readonly at: Instant;
  /** Who, on what ground, did what, for what: one sentence. */
  readonly says: LocalizedText;
  /** Item or other ground; `says` has its title where one is known. */
  readonly purpose: string;
  /** `ok` or a code of the error table. */
  readonly outcome: string;
  /** System and version that answered, empty when it was the centre itself. */
  readonly source: string;
  /** Place in the log, from 1; undefined in the first second. */
  readonly position: number | undefined;
}

interface Row {
  readonly id: string;
  readonly at: Instant;
  readonly actor: string;
  readonly terminal_id: string;
  readonly action: string;
  readonly verification: string;
  readonly purpose: string;
  readonly outcome: string;
  readonly source: string;
  readonly leaf_index: number | null;
}

/**
 * Who read this person's data, newest first. @param personKey see `Pseudonyms`. @param titleOf title of an item, where the purpose is one.
 */
export async function listReadsAbout(
  db: Db,
  personKey: string,
  titleOf: (purpose: string) => LocalizedText | undefined = () => undefined,
  limit = 50,
): Promise<ReadAbout[]> {
  if (personKey === '') return []; // entries without a person are nobody's
  const found = await sql<Row>`
    SELECT e.id, e.at, e.actor, e.terminal_id, e.action, e.verification, e.purpose, e.outcome, e.source, l.leaf_index
    FROM audit_entry e
    LEFT JOIN audit_leaf l ON l.log = ${centreLog} AND l.entry_id = e.id AND l.terminal_id = e.terminal_id
    WHERE e.person_key = ${personKey} AND e.person_key <> '' AND e.action NOT LIKE 'act.%' AND (e.action = ANY(${Object.keys(readActions)}::text[]) OR e.action LIKE 'read.%')
    ORDER BY e.at DESC, e.id DESC LIMIT ${limit}`.execute(db);
  return found.rows.map((row) => ({
    id: row.id,
    at: row.at,
    says: readSentence({ ...row, actor: row.actor || `terminal:${row.terminal_id}` }, titleOf(row.purpose)),
    purpose: row.purpose,
    outcome: row.outcome,
    source: row.source,
    position: row.leaf_index === null ? undefined : row.leaf_index + 1,
  }));
}
