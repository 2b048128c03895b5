import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Selectable } from 'kysely';
import { configFor } from '#central/config.ts';
import type { Centre } from '#central/centre.ts';
import { startCentre } from '#central/centre.ts';
import type { Db, Tables } from '#central/store/index.ts';
import { openDatabase } from '#central/store/index.ts';
import type { DevPki } from '#central/terminals/index.ts';
import { ensureDevPki } from '#central/terminals/index.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import type { LogEvent, LogFields } from '#contracts/log/events.ts';
import type { Line } from './line.ts';
import { openLine } from './line.ts';
import { freshDatabase } from './postgres.ts';

export interface Logged {
  readonly event: LogEvent;
  readonly fields: LogFields;
}

/** A centre in this process on a database of its own, and terminals that may talk to it. */
export interface World {
  readonly centre: Centre;
  readonly pki: DevPki;
  readonly folder: string;
  /** The owner's connection: sees and may do everything. */
  readonly db: Db;
  readonly urls: { readonly owner: string; readonly app: string };
  readonly logged: readonly Logged[];
  line(terminal?: string): Line;
  inbox(): Promise<Selectable<Tables['inbox']>[]>;
  close(): Promise<void>;
}

const terminals = ['E0217', 'E0218'] as const;

export async function openWorld(
  options: { env?: Partial<Parameters<typeof configFor>[0]>; clock?: Clock; catalogue?: string } = {},
): Promise<World> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'e-station-world-'));
  const database = await freshDatabase();
  const logged: Logged[] = [];
  const lines: Line[] = [];
  const set = configFor({
    data: path.join(folder, 'data'),
    port: 0,
    demo: true,
    databaseUrl: database.urls.app,
    databaseOwnerUrl: database.urls.owner,
    releasedItems: 'off', // a hundred packages, which few tests are about
    ...options.env,
  });
  const config = { ...set, assets: { ...set.assets, ...(options.catalogue !== undefined && { catalogue: options.catalogue }) } };
  const pki = await ensureDevPki(config.pkiFolder, terminals);
  const centre = await startCentre(config, {
    log: (event, fields = {}) => logged.push({ event, fields }),
    ...(options.clock && { clock: options.clock }),
  });
  const db = openDatabase(database.urls.owner, 2);
  return {
    centre,
    pki,
    folder,
    db,
    urls: database.urls,
    logged,
    line(terminal) {
      const line = openLine(centre.port, pki, terminal);
      lines.push(line);
      return line;
    },
    inbox: () => db.selectFrom('inbox').selectAll().orderBy('seq').execute(),
    async close() {
      for (const line of lines) line.close();
      await centre.stop();
      await db.destroy();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
