import { sql } from 'kysely';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { ReadAbout } from './reads.ts';
import { listReadsAbout } from './reads.ts';
import type { Db } from '../store/index.ts';

/** Who read a person's data, newest first, each with the title of the matter that it was for. */
export async function readDataReads(db: Db, personKey: string, limit = 50): Promise<ReadAbout[]> {
  const reads = await listReadsAbout(db, personKey, undefined, limit);
  const titles = await readTitles(db, [...new Set(reads.map(({ purpose }) => purpose))]);
  return titles.size === 0 ? reads : listReadsAbout(db, personKey, (purpose) => titles.get(purpose), limit);
}

/** Titles of items of either catalogue, in their newest version. */
async function readTitles(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, LocalizedText>> {
  if (ids.length === 0) return new Map();
  const found = await sql<{ id: string; title: LocalizedText }>`
    (SELECT DISTINCT ON (item_id) item_id AS id, body -> 'title' AS title FROM approval_item
      WHERE item_id = ANY(${[...ids]}) AND state IN ('live', 'retired') ORDER BY item_id, version DESC)
    UNION ALL
    (SELECT DISTINCT ON (item_id) item_id, body -> 'title' FROM service_item
      WHERE item_id = ANY(${[...ids]}) ORDER BY item_id, version DESC)`.execute(db);
  return new Map(found.rows.map(({ id, title }) => [id, title]));
}
