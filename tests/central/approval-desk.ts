import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { demoCourier, sfCourier } from '#central/logistics/index.ts';
import { openItemCentre, readDesks, readVocabulary } from '#central/process/index.ts';
import { ensureSigningKey, openDatabase, openJobs, openPseudonyms, openSeals } from '#central/store/index.ts';
import type { StaffMember } from '#central/tracking/index.ts';
import { decideTask } from '#central/tracking/index.ts';
import type { ApprovalWorld } from './approval-world.ts';

const assets = path.resolve(import.meta.dirname, '../../assets/items');

/** Staff decisions as a process beside the centre makes them, on the same database. */
export interface StaffDesk {
  /** The nightly run, now. */
  night(): Promise<void>;
  decide(member: StaffMember, asked: Parameters<typeof decideTask>[2]): ReturnType<typeof decideTask>;
  close(): Promise<void>;
}

export async function openStaffDesk({
  urls,
  keys,
  courier,
}: Pick<ApprovalWorld, 'urls' | 'keys' | 'courier'>): Promise<StaffDesk> {
  const clock = systemClock;
  const log = (): void => undefined;
  const db = openDatabase(urls.app, 2);
  const jobs = await openJobs(urls.app, clock);
  const [seals, pseudonyms] = [openSeals(keys), openPseudonyms(keys)];
  const key = ensureSigningKey(keys, 'process-publish');
  const items = openItemCentre({ db, clock, log, key, seals, pseudonyms, vocabulary: readVocabulary(assets) });
  const { credentials, account, callbackPath } = demoCourier(keys);
  const parts = {
    db,
    clock,
    random: (length: number) => randomBytes(length),
    log,
    jobs,
    seals,
    pseudonyms,
    account,
    courier: sfCourier({ baseUrl: courier.url, credentials, account, callbackPath, trust: 'digest', clock, log }),
    deskOf: readDesks(path.join(assets, 'desks.json')),
    async itemOf(id: string, version: number) {
      const found = await items.findItemVersion(id, version);
      if (!found) throw new Error(`item ${id}@${version} is not there`);
      return found.item;
    },
  };
  return {
    night: () => jobs.enqueue(db, 'inference.nightly', [{ data: {} }]),
    decide: (member, asked) => decideTask(parts, member, asked),
    async close() {
      await jobs.close();
      await db.destroy();
    },
  };
}
