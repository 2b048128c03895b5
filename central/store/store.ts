import type { Db } from './database.ts';
import { openDatabase } from './database.ts';
import type { DatabaseUrls } from './embedded/embedded-postgres.ts';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { migrate } from './migrate.ts';

/** The two lanes to the database: a drain after an outage may fill its own, never the one that people wait on. */
export interface Store {
  /** `/v1/sync` and background work. */
  readonly bulk: Db;
  /** Queries, feed, heartbeat, identity, public pages. */
  readonly prompt: Db;
  /** Where `openJobs` works. */
  readonly appUrl: string;
  close(): Promise<void>;
}

const connections = { bulk: 8, prompt: 8 } as const;

/**
 * Opens the centre's database, migrated: an embedded PostgreSQL on `dataFolder`, or the one of `urls`.
 * @throws when it cannot be reached or started; the message carries no password.
 */
export async function openStore(source: { readonly dataFolder: string } | { readonly urls: DatabaseUrls }): Promise<Store> {
  const embedded = 'urls' in source ? undefined : await startEmbeddedPostgres(source.dataFolder);
  const urls = 'urls' in source ? source.urls : embedded?.urls;
  if (!urls) throw new Error('no database');
  try {
    await migrate(urls.owner, urls.app === urls.owner ? undefined : new URL(urls.app).username);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  const bulk = openDatabase(urls.app, connections.bulk);
  const prompt = openDatabase(urls.app, connections.prompt);
  return {
    bulk,
    prompt,
    appUrl: urls.app,
    async close() {
      await Promise.all([bulk.destroy(), prompt.destroy()]);
      await embedded?.stop();
    },
  };
}
