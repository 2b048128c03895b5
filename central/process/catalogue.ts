import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { ServiceItem } from '#contracts/domain/service-item.ts';
import type { Log } from '#contracts/log/events.ts';
import type { Db } from '../store/index.ts';
import type { Feed } from '../sync/index.ts';
import { readCatalogue } from './catalogue-files.ts';

/** 事项目录: the items on offer, and every version that a running case may have begun with. */
export interface Catalogue {
  /** A version of an item, also one that is no longer on offer. */
  findVersion(id: string, version: number): Promise<ServiceItem | undefined>;
  /** How many items the stream `catalogue` offers. */
  readonly onOffer: number;
}

export interface CatalogueParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly feed: Feed;
}

/**
 * Takes over the catalogue's folder: good files become versions in the database and entries of the feed, a bad one is
 * reported and its last good version stays on offer; an item whose file is gone is withdrawn.
 */
export async function openCatalogue(parts: CatalogueParts, folder: string): Promise<Catalogue> {
  const { items, bad, files } = readCatalogue(folder);
  for (const { file } of bad) parts.log('feed.refused', { stream: 'catalogue', file });
  const accepted: ServiceItem[] = [];
  for (const item of items) {
    if (await keepVersion(parts, item)) accepted.push(item);
    else parts.log('feed.refused', { stream: 'catalogue', item: item.id, version: item.version });
  }
  const offered = accepted.map((item) => ({ key: item.id, payload: canonicalJson(item) }));
  const withdrawn = (await keysOnOffer(parts.feed)).filter((key) => !files.includes(`${key}.json`)).map((key) => ({ key }));
  await parts.feed.publish('catalogue', [...offered, ...withdrawn]);
  await parts.feed.compact('catalogue');
  return { findVersion: versionReader(parts.db), onOffer: accepted.length };
}

async function keysOnOffer(feed: Feed): Promise<string[]> {
  const snapshot = await feed.read('catalogue', 0);
  return snapshot.ok ? snapshot.value.entries.map(({ key }) => key) : [];
}

/** @returns false when this version is known with other content: what cases began with must not change under them. */
async function keepVersion({ db, clock }: CatalogueParts, item: ServiceItem): Promise<boolean> {
  await db
    .insertInto('service_item')
    .values({ item_id: item.id, version: item.version, body: JSON.stringify(item), published_at: instantOf(clock.now()) })
    .onConflict((conflict) => conflict.columns(['item_id', 'version']).doNothing())
    .execute();
  const kept = await db
    .selectFrom('service_item')
    .select('body')
    .where('item_id', '=', item.id)
    .where('version', '=', item.version)
    .executeTakeFirstOrThrow();
  return canonicalJson(kept.body) === canonicalJson(item);
}

/** Versions never change, so that one that was read once need not be read again. */
function versionReader(db: Db): Catalogue['findVersion'] {
  const known = new Map<string, ServiceItem>();
  return async (id, version) => {
    const name = `${id}@${version}`;
    const cached = known.get(name);
    if (cached) return cached;
    const row = await db
      .selectFrom('service_item')
      .select('body')
      .where('item_id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    if (row) known.set(name, row.body);
    return row?.body;
  };
}
