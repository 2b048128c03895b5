import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import { inTransaction } from '../../store/index.ts';
import type { ItemCentreParts } from './item-centre.ts';
import { packageOf, readItemFiles } from './item-files.ts';
import type { CheckedPackage } from './item-package.ts';
import { checkPackage, packageHash, readItem } from './item-package.ts';
import type { ItemRow } from './item-rows.ts';
import { findVersionRow, insertVersion, lockVersions, writeItemTables } from './item-rows.ts';
import { signVersion } from './item-signature.ts';
import type { ItemProblem } from './problems.ts';
import { problem } from './problems.ts';
import { beginItem } from './publish.ts';

/** Who wrote and who reviewed what comes with the software: the people of its release, not of this centre. */
export const releasePeople = { author: 'release', approver: 'release-review' } as const;

export interface Released {
  readonly taken: readonly string[];
  readonly known: number;
  readonly bad: readonly { readonly folder: string; readonly problems: readonly ItemProblem[] }[];
}

/**
 * Takes in the packages that came with the software, `assets/items/<id>/`: versions that the database does not have yet go live at once,
 * signed by this centre. A bad package stops alone. What staff have published since is newer and stays.
 */
export async function takeReleasedItems(parts: ItemCentreParts, folder: string): Promise<Released> {
  const taken: string[] = [];
  const bad: Released['bad'][number][] = [];
  let known = 0;
  for (const name of readdirSync(folder).toSorted()) {
    const at = path.join(folder, name);
    if (!existsSync(path.join(at, 'item.json'))) continue;
    if (await isKnown(parts, at)) {
      known += 1;
      continue;
    }
    const checked = await checkFolder(parts, at, name);
    const kept = checked.ok ? await keepReleased(parts, checked.value) : { is: 'bad' as const, problems: checked.error };
    if (kept.is === 'taken') taken.push(name);
    else if (kept.is === 'known') known += 1;
    else {
      bad.push({ folder: name, problems: kept.problems });
      parts.log('inference.item-refused', { item: name, reason: kept.problems[0]?.code, problems: kept.problems.length });
    }
  }
  return { taken, known, bad };
}

/** What was taken in at an earlier start was checked then: only its hash is compared. */
async function isKnown({ db }: ItemCentreParts, at: string): Promise<boolean> {
  const files = readItemFiles([at]);
  const { 'item.json': text, 'decision.dmn': decision } = files.ok ? files.value : {};
  const item = text === undefined ? undefined : readItem(text);
  if (!item?.ok || decision === undefined) return false;
  const row = await findVersionRow(db, item.value.id, item.value.version);
  return row?.sha256 === packageHash(item.value, decision);
}

async function checkFolder({ vocabulary }: ItemCentreParts, at: string, name: string) {
  const files = readItemFiles([at]);
  const made = files.ok ? await packageOf(files.value) : files;
  const checked = made.ok ? await checkPackage(made.value, vocabulary) : made;
  if (!checked.ok || checked.value.item.id === name) return checked;
  return { ok: false as const, error: [problem('folder_name', 'item.json#/id', 'The folder must be named after its item.')] };
}

type Kept =
  { readonly is: 'taken' } | { readonly is: 'known' } | { readonly is: 'bad'; readonly problems: readonly ItemProblem[] };

/** Several processes may start at once: the later one finds the row and leaves it. */
async function keepReleased(parts: ItemCentreParts, checked: CheckedPackage): Promise<Kept> {
  const { db, clock, key } = parts;
  const { item, decision, sha256 } = checked;
  const today = localDateOf(clock.now());
  const at = instantOf(clock.now());
  try {
    return await inTransaction(db, clock, async (tx): Promise<Kept> => {
      const rows = await lockVersions(tx, item.id);
      const before = knownBefore(rows, item.version, sha256);
      if (before) return before;
      const days = { effectiveFrom: today, effectiveTo: null };
      const signed = signVersion(key, { body: item, decision, ...releasePeople, ...days });
      await insertVersion(
        tx,
        { body: item, decision, at },
        { state: 'approved', ...releasePeople, sha256, effectiveFrom: today },
        signed,
      );
      await writeItemTables(tx, item);
      await beginItem(tx, parts, item.id, today);
      return { is: 'taken' };
    });
  } catch (error) {
    const rows = await db.selectFrom('approval_item').selectAll().where('item_id', '=', item.id).execute();
    const before = knownBefore(rows, item.version, sha256);
    if (before) return before; // another process was first
    throw error;
  }
}

function knownBefore(rows: readonly ItemRow[], version: number, sha256: string): Kept | undefined {
  const same = rows.find((row) => row.version === version);
  if (same)
    return same.sha256 === sha256
      ? { is: 'known' }
      : {
          is: 'bad',
          problems: [
            problem('duplicate', 'item.json#/version', 'This version is known with other content: give the change a new number.'),
          ],
        };
  return rows.some((row) => row.version > version && row.approver !== null) ? { is: 'known' } : undefined;
}
