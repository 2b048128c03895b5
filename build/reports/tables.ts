import { existsSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { openLog } from '#central/log.ts';
import { readVocabulary, takeReleasedItems } from '#central/process/index.ts';
import {
  ensureSigningKey,
  openDatabase,
  openPseudonyms,
  openSeals,
  openStore,
  startEmbeddedPostgres,
  type Db,
} from '#central/store/index.ts';
import { root } from '../steps.ts';
import { makeWorkFolder } from '../work-folder.ts';

/** Tables to count in, and in words where they are. */
export interface ReportTables {
  readonly db: Db;
  readonly where: string;
  close(): Promise<void>;
}

export function openGiven(url: string): ReportTables {
  const db = openDatabase(url, 2);
  return { db, where: 'the database that was given', close: () => db.destroy() };
}

/** The folder of a centre's own PostgreSQL: its data folder, or one that the rig keeps beside it. */
export function findCluster(data: string): string | undefined {
  return [data, path.join(data, 'postgres'), path.join(data, 'data')].find((folder) =>
    existsSync(path.join(folder, 'postgres.password')),
  );
}

/** Starts the PostgreSQL of a centre that is not running. @throws when a living centre holds it: that one is asked with --central. */
export async function openCluster(folder: string): Promise<ReportTables> {
  const postgres = await startEmbeddedPostgres(folder);
  const db = openDatabase(postgres.urls.owner, 2);
  return {
    db,
    where: path.relative(process.cwd(), folder) || folder,
    async close() {
      await db.destroy();
      await postgres.stop();
    },
  };
}

/** A database of this run's own, with the items that come with the software and nothing else. */
export async function openReleasedOnly(): Promise<ReportTables> {
  const work = makeWorkFolder('report');
  const store = await openStore({ dataFolder: path.join(work.path, 'data') });
  const keys = path.join(work.path, 'keys');
  const items = path.join(root, 'assets/items');
  await takeReleasedItems(
    {
      db: store.prompt,
      clock: systemClock,
      log: openLog(),
      key: ensureSigningKey(keys, 'process-publish'),
      seals: openSeals(keys),
      pseudonyms: openPseudonyms(keys),
      vocabulary: readVocabulary(items),
    },
    items,
  );
  return {
    db: store.prompt,
    where: 'the items that come with the software; no centre has data here yet',
    async close() {
      await store.close();
      work.remove();
    },
  };
}
