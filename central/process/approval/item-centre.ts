import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { Log } from '#contracts/log/events.ts';
import type { Db, Pseudonyms, Seals, SigningKey, Tx } from '../../store/index.ts';
import { atCentre, inTransaction, writeAudit } from '../../store/index.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { BackTest } from './back-test.ts';
import { runBackTest } from './back-test.ts';
import type { ItemFiles } from './item-files.ts';
import { filesOf, packageOf } from './item-files.ts';
import type { ItemRefusal, VersionState } from './item-machine.ts';
import { moveSuspension, moveVersion } from './item-machine.ts';
import type { CheckedPackage } from './item-package.ts';
import { checkPackage } from './item-package.ts';
import type { ItemRow, ItemSummary } from './item-rows.ts';
import {
  deleteSuspension,
  findVersionRow,
  insertSuspension,
  insertVersion,
  listVersions,
  lockVersion,
  lockVersions,
  readSuspensions,
  stateOf,
  updateContent,
  updateState,
  writeItemTables,
} from './item-rows.ts';
import type { ItemShelf } from './live-items.ts';
import { openItemShelf } from './live-items.ts';
import type { ItemProblem } from './problems.ts';
import { beginItem, moveSigned } from './publish.ts';

/** Something that was not done, and everything that is wrong with the package, where it is about one. */
export type ItemFailure =
  ItemRefusal | { readonly code: 'problems'; readonly text: string; readonly problems: readonly ItemProblem[] };

export interface VersionName {
  readonly id: string;
  readonly version: number;
  readonly state: VersionState;
}

export interface Validated {
  readonly id: string;
  readonly version: number;
  readonly sha256: string;
  /** What somebody should look at before it goes live. */
  readonly doubts: readonly ItemProblem[];
}

export interface ItemCentreParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  /** `ensureSigningKey(keyFolder, 'process-publish')`; the same for all processes. */
  readonly key: SigningKey;
  readonly seals: Seals;
  readonly pseudonyms: Pseudonyms;
  readonly vocabulary: Vocabulary;
}

type Answer<T> = Promise<Result<T, ItemFailure>>;

/** 流程配置中心: what people do with items. `by` = the person's name as the centre knows it, never a citizen's. */
export interface ItemCentre extends ItemShelf {
  validate(files: ItemFiles): Answer<Validated>;
  putDraft(files: ItemFiles, by: string): Answer<VersionName & Pick<Validated, 'doubts'>>;
  /** Runs and keeps it; a version whose table failed for somebody stays a draft. */
  backTest(id: string, version: number, days: number): Answer<BackTest>;
  approve(id: string, version: number, by: string): Answer<VersionName>;
  /** @param from first local day; today when nothing is said. */
  publish(id: string, version: number, by: string, from?: string): Answer<VersionName & { readonly effectiveFrom: string }>;
  retire(id: string, version: number, by: string): Answer<VersionName>;
  suspend(id: string, district: string, by: string, reason: string): Answer<void>;
  resume(id: string, district: string, by: string): Answer<void>;
  list(): Promise<readonly (ItemSummary & { readonly suspended: readonly string[] })[]>;
  /** @param version the newest when nothing is said. */
  exportItem(id: string, version?: number): Answer<Required<ItemFiles>>;
}

export function openItemCentre(parts: ItemCentreParts): ItemCentre {
  const { db, clock, vocabulary } = parts;
  const shelf = openItemShelf(parts);
  const today = (): string => localDateOf(clock.now());

  async function check(files: ItemFiles): Answer<CheckedPackage> {
    const made = await packageOf(files);
    const checked = made.ok ? await checkPackage(made.value, vocabulary) : made;
    if (checked.ok) return checked;
    return err({
      code: 'problems',
      text: `The item was not taken: ${checked.error.length} problem(s).`,
      problems: checked.error,
    });
  }

  /** Runs `work` on a version that is there, and leaves an entry in the audit log when it was done. */
  function onVersion<T extends VersionName>(
    id: string,
    version: number,
    done: { readonly by: string; readonly action: string },
    work: (tx: Tx, row: ItemRow) => Answer<T>,
  ): Answer<T> {
    return inTransaction(db, clock, async (tx) => {
      const row = await lockVersion(tx, id, version);
      if (!row) return err(unknownVersion(id, version));
      const result = await work(tx, row);
      if (result.ok) await audit(tx, clock, done, `${id}@${version}`, row.sha256);
      return result;
    });
  }

  return {
    ...shelf,
    async validate(files) {
      const checked = await check(files);
      if (!checked.ok) return checked;
      const { item, sha256, doubts } = checked.value;
      return ok({ id: item.id, version: item.version, sha256, doubts });
    },

    async putDraft(files, by) {
      const checked = await check(files);
      if (!checked.ok) return checked;
      const kept = await inTransaction(db, clock, (tx) => keepDraft(tx, parts, checked.value, by));
      return kept.ok ? ok({ ...kept.value, doubts: checked.value.doubts }) : kept;
    },

    async backTest(id, version, days) {
      const row = await findVersionRow(db, id, version);
      if (!row) return err(unknownVersion(id, version));
      const checked = await check(await filesOf(row.body, row.decision));
      if (!checked.ok) return checked;
      const { item, opened } = checked.value;
      const live = (await shelf.live()).items.find((one) => one.item.id === id);
      const candidate = { item, sha256: row.sha256, decide: opened.decide };
      const backtest = await runBackTest(parts, candidate, live, days);
      return inTransaction(db, clock, (tx) => keepBackTest(tx, clock, id, version, backtest));
    },

    approve: (id, version, by) =>
      onVersion(id, version, { by, action: 'item.approve' }, async (tx, row) => {
        const moved = await moveSigned(tx, parts, row, { is: 'approve', by });
        return moved.ok ? ok({ id, version, state: moved.value.state }) : moved;
      }),

    publish: (id, version, by, from = today()) =>
      onVersion(id, version, { by, action: 'item.publish' }, async (tx, row) => {
        const newer = (await lockVersions(tx, id)).find((one) => one.version > version && one.effective_from !== null);
        if (newer) return err({ code: 'version_exists', text: `Version ${newer.version} was published already.` });
        const moved = await moveSigned(tx, parts, row, { is: 'publish', from, today: today() });
        if (!moved.ok) return moved;
        await writeItemTables(tx, row.body);
        if (from > today()) return ok({ id, version, state: moved.value.state, effectiveFrom: from });
        await beginItem(tx, parts, id, today());
        return ok({ id, version, state: 'live' as const, effectiveFrom: from });
      }),

    retire: (id, version, by) =>
      onVersion(id, version, { by, action: 'item.retire' }, async (tx, row) => {
        const moved = await moveSigned(tx, parts, row, { is: 'retire', on: today() });
        return moved.ok ? ok({ id, version, state: moved.value.state }) : moved;
      }),

    suspend: (id, district, by, reason) => moveSuspended(parts, { id, district, by, reason, is: 'suspend' }),
    resume: (id, district, by) => moveSuspended(parts, { id, district, by, reason: '', is: 'resume' }),

    async list() {
      const suspended = await readSuspensions(db);
      return (await listVersions(db)).map((one) => ({ ...one, suspended: [...(suspended.get(one.item_id) ?? [])].toSorted() }));
    },

    async exportItem(id, version) {
      const number = version ?? (await listVersions(db)).find(({ item_id }) => item_id === id)?.version ?? 0;
      const row = await findVersionRow(db, id, number);
      return row ? ok(await filesOf(row.body, row.decision)) : err(unknownVersion(id, number));
    },
  };
}

function unknownVersion(id: string, version: number): ItemRefusal {
  return { code: 'unknown_version', text: `There is no version ${version} of ${id}.` };
}

async function keepDraft(
  tx: Tx,
  { clock }: ItemCentreParts,
  { item, decision, sha256 }: CheckedPackage,
  by: string,
): Answer<VersionName> {
  const at = instantOf(clock.now());
  const rows = await lockVersions(tx, item.id);
  const row = rows.find(({ version }) => version === item.version);
  const newer = rows.find(({ version, approver }) => version > item.version && approver !== null);
  if (!row && newer)
    return err({ code: 'version_exists', text: `Version ${newer.version} was approved already: give this one a higher number.` });
  const name = { id: item.id, version: item.version };
  const kept = (): Promise<void> => audit(tx, clock, { by, action: 'item.draft' }, `${item.id}@${item.version}`, sha256);
  if (!row) {
    await kept();
    await insertVersion(tx, { body: item, decision, at }, { state: 'draft', author: by, sha256 });
    return ok({ ...name, state: 'draft' });
  }
  const moved = moveVersion(stateOf(row), { is: 'edit', by, sha256 });
  if (!moved.ok) return moved;
  await kept();
  if (moved.value.tested === undefined) await updateContent(tx, { body: item, decision, at }, moved.value);
  return ok({ ...name, state: moved.value.state });
}

async function keepBackTest(tx: Tx, clock: Clock, id: string, version: number, backtest: BackTest): Answer<BackTest> {
  const row = await lockVersion(tx, id, version);
  if (!row) return err(unknownVersion(id, version));
  const moved = moveVersion(stateOf(row), { is: 'test', sha256: backtest.sha256, faults: backtest.faults });
  if (!moved.ok) return moved;
  await updateState(tx, id, version, { version: moved.value, backtest, at: instantOf(clock.now()) });
  return ok(backtest);
}

interface Suspending {
  readonly id: string;
  readonly district: string;
  readonly by: string;
  readonly reason: string;
  readonly is: 'suspend' | 'resume';
}

function moveSuspended({ db, clock }: ItemCentreParts, { id, district, by, reason, is }: Suspending): Answer<void> {
  return inTransaction(db, clock, async (tx) => {
    const rows = await lockVersions(tx, id);
    const live = rows.find(({ state }) => state === 'live');
    if (!live) return err({ code: 'unknown_item', text: `No version of ${id} is live.` });
    const suspended = (await readSuspensions(tx, id)).get(id) ?? new Set<string>();
    const places = live.body.places.map((place) => place.district);
    const moved = moveSuspension(suspended, places, { is, district });
    if (!moved.ok) return moved;
    const since = instantOf(clock.now());
    if (is === 'suspend') await insertSuspension(tx, { item_id: id, district, since, by_whom: by, reason });
    else await deleteSuspension(tx, id, district);
    await audit(tx, clock, { by, action: `item.${is}` }, `${id}/${district}`, live.sha256);
    return ok();
  });
}

async function audit(
  tx: Tx,
  clock: Clock,
  { by, action }: { readonly by: string; readonly action: string },
  subject: string,
  dataHash: string,
): Promise<void> {
  await writeAudit(tx, clock, {
    terminal: atCentre,
    action,
    session: '',
    personKey: '',
    purpose: 'process-configuration',
    verification: 'token',
    outcome: 'ok',
    actor: `staff:${by}`,
    subject,
    dataHash,
  });
}
