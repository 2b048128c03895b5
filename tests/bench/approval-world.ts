import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { DomainEvent } from '#contracts/approval/event.ts';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { indexItems, openInference, type ItemIndex } from '#central/inference/index.ts';
import { partyKeyOf } from '#central/parties/index.ts';
import { certificateRow, organisationRow } from '#central/parties/records.ts';
import { upsertCertificates, upsertParties } from '#central/parties/writes.ts';
import { openCalendar, openItemCentre, readVocabulary, takeReleasedItems } from '#central/process/index.ts';
import { generatePopulation, type OrganisationEntry } from '#central/stand-ins/population/index.ts';
import {
  ensureSigningKey,
  inTransaction,
  migrate,
  openDatabase,
  openJobs,
  openPseudonyms,
  openSeals,
  startEmbeddedPostgres,
  type DatabaseUrls,
} from '#central/store/index.ts';

const clock = systemClock;
const random = (length: number): Uint8Array => randomBytes(length);
const assets = join(import.meta.dirname, '../../assets');
const partiesAtOnce = 1_000;

/** Before other work on this machine, where that is allowed: it would be measured along otherwise. */
export function goFirst(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGHEST);
  } catch {
    console.log('note     not allowed to go before other work on this machine');
  }
}

/** A folder for one bench with a PostgreSQL of its own in it, fsync on. */
export interface BenchPostgres {
  readonly folder: string;
  readonly urls: DatabaseUrls;
  /** The same database under another name; nobody may be connected to it. */
  copy(name: string): Promise<DatabaseUrls>;
  stop(): Promise<void>;
}

export async function startBenchPostgres(): Promise<BenchPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'estation-approval-'));
  chmodSync(folder, 0o755); // PostgreSQL runs as a user of its own and must be able to reach its data below
  const postgres = await startEmbeddedPostgres(join(folder, 'postgres'));
  const { urls } = postgres;
  await migrate(urls.owner, new URL(urls.app).username);
  const named = (url: string, name: string): string => url.replace(/\/estation$/, `/${name}`);
  return {
    folder,
    urls,
    async copy(name) {
      const client = new pg.Client({ connectionString: named(urls.owner, 'postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE ${name} TEMPLATE estation`);
      await client.end();
      return { owner: named(urls.owner, name), app: named(urls.app, name) };
    },
    async stop() {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type CentreParts = Awaited<ReturnType<typeof openCentreParts>>;

/** What all parts of the centre's approval work with. */
export async function openCentreParts(folder: string, urls: DatabaseUrls) {
  const db = openDatabase(urls.app, 8);
  const owner = openDatabase(urls.owner, 2);
  const keys = join(folder, 'keys');
  const jobs = await openJobs(urls.app, clock);
  const parts = { clock, random, log: () => undefined, seals: openSeals(keys), pseudonyms: openPseudonyms(keys), jobs, db };
  return {
    parts,
    owner,
    async close(): Promise<void> {
      await jobs.close();
      await Promise.all([db.destroy(), owner.destroy()]);
    },
  };
}

export type ApprovalWorld = Awaited<ReturnType<typeof openApprovalWorld>>;

/** What judges, put together as in production, with all the items of `assets/items`. */
export async function openApprovalWorld(folder: string, urls: DatabaseUrls) {
  const opened = await openCentreParts(folder, urls);
  const { parts } = opened;
  const itemParts = {
    ...parts,
    key: ensureSigningKey(join(folder, 'keys'), 'process-publish'),
    vocabulary: readVocabulary(join(assets, 'items')),
  };
  const taken = await takeReleasedItems(itemParts, join(assets, 'items'));
  if (taken.bad.length > 0) throw new Error(`refused: ${taken.bad.map((one) => one.folder).join(', ')}`);
  const centre = openItemCentre(itemParts);
  const calendar = openCalendar(join(assets, 'calendar', 'holidays.json'));
  let made: { readonly of: object; readonly index: ItemIndex } | undefined;
  const items = async (): Promise<ItemIndex> => {
    const live = await centre.live();
    if (made?.of !== live) made = { of: live, index: indexItems(live.items) };
    return made.index;
  };
  return {
    ...opened,
    items,
    inference: openInference({ ...parts, items, workedOnOrBefore: (day) => calendar.workedOnOrBefore(day) }),
  };
}

/** Registers organisations `from` to `to` - 1 of the population with their certificates: what rules look at. */
export async function loadOrganisations({ parts }: Pick<CentreParts, 'parts'>, from: number, to: number): Promise<void> {
  const today = localDateOf(clock.now());
  const population = generatePopulation({ seed: 1, organisations: to, persons: 60_000, today });
  for (let first = from; first < to; first += partiesAtOnce) {
    const count = Math.min(partiesAtOnce, to - first);
    const entries = Array.from({ length: count }, (_, i) => population.organisationAt(first + i));
    await keep(parts, entries);
  }
}

async function keep({ db, seals, pseudonyms }: CentreParts['parts'], entries: readonly OrganisationEntry[]): Promise<void> {
  const at = instantOf(clock.now());
  const snapshot = { source: 'market-regulation', seq: 1, type: 'snapshot', at, recordVersion: 1 } as const;
  const known = entries.map(({ record, certificates }) => {
    const subject = { kind: 'organisation', uscc: record.uscc } as const;
    const event: DomainEvent = { ...snapshot, subject, changed: [], before: {}, after: {} };
    return { record, certificates, event, key: partyKeyOf(pseudonyms, event) };
  });
  await inTransaction(db, clock, async (tx) => {
    const keys = known.map(({ key }) => key);
    const rows = { pseudonyms, seals: await seals.ensure(tx, keys) };
    await upsertParties(
      tx,
      known.map(({ key, record, event }) => organisationRow(rows, key, record, event)),
    );
    await upsertCertificates(
      tx,
      known.flatMap(({ key, certificates, event }) => certificates.map((one) => certificateRow(rows, key, one, event))),
    );
  });
}
