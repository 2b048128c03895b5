import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '#contracts/basics/canonical-json.ts';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import { approvalItem } from '#contracts/approval/item.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import { processToBpmn } from './bpmn-export.ts';
import { bpmnToProcess } from './bpmn-import.ts';
import type { ItemPackage } from './item-package.ts';
import { packageLimits, sizeProblem } from './item-package.ts';
import type { ItemProblem } from './problems.ts';
import { problem, quoted } from './problems.ts';

/** The files of an item. `process.bpmn` may be left out where `item.json` has the process. */
export const itemFileNames = ['item.json', 'decision.dmn', 'process.bpmn'] as const;
export type ItemFileName = (typeof itemFileNames)[number];
/** Texts by file name. */
export type ItemFiles = Readonly<Partial<Record<ItemFileName, string>>>;

/**
 * The files that `packageOf` takes. The same version always gives the same texts: members in the order of the contract, the form's in the
 * order of their names.
 */
export async function filesOf(item: ApprovalItem, decision: string): Promise<Required<ItemFiles>> {
  const ordered = approvalItem.parse(item);
  const form = JSON.parse(canonicalJson(item.form as Json)) as ApprovalItem['form'];
  return {
    'item.json': `${JSON.stringify({ ...ordered, form, reasons: sortedByName(ordered.reasons) }, null, 2)}\n`,
    'decision.dmn': decision,
    'process.bpmn': await processToBpmn(ordered),
  };
}

function sortedByName<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Makes one package of an item's files: a drawing, where one is given, is the process, and must not say otherwise than `item.json`. */
export async function packageOf(files: ItemFiles): Promise<Result<ItemPackage, ItemProblem[]>> {
  const { 'item.json': item, 'decision.dmn': decision, 'process.bpmn': bpmn } = files;
  if (item === undefined || decision === undefined) {
    const missing = (['item.json', 'decision.dmn'] as const).filter((name) => files[name] === undefined);
    return err(missing.map((name) => problem('file_missing', name, `${name} is missing.`)));
  }
  const tooLarge = [
    ...sizeProblem('item.json', item, packageLimits.itemBytes),
    ...sizeProblem('decision.dmn', decision, packageLimits.decisionBytes),
    ...sizeProblem('process.bpmn', bpmn ?? '', packageLimits.processBytes),
  ];
  if (tooLarge.length > 0) return err(tooLarge);
  return bpmn === undefined ? ok({ item, decision }) : withProcess({ item, decision }, bpmn);
}

async function withProcess({ item, decision }: ItemPackage, bpmn: string): Promise<Result<ItemPackage, ItemProblem[]>> {
  const drawn = await bpmnToProcess(bpmn);
  if (!drawn.ok) return drawn;
  let body: unknown;
  try {
    body = JSON.parse(item);
  } catch {
    return ok({ item, decision }); // the package's own check says so
  }
  if (typeof body !== 'object' || body === null) return ok({ item, decision });
  const written = (body as { readonly process?: unknown }).process;
  const process = drawn.value;
  if (written === undefined) return ok({ item: JSON.stringify({ ...body, process }), decision });
  if (isSame(written, process)) return ok({ item, decision });
  return err([
    problem(
      'process_differs',
      'process.bpmn',
      'The drawing and the process in item.json are not the same: leave one of them out.',
    ),
  ]);
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a as Json) === canonicalJson(b as Json);
}

/**
 * Reads an item's files from a disk.
 * @param paths a folder with the files, or the files; a file's kind is its name, or its ending (`.json`, `.dmn`, `.bpmn`).
 */
export function readItemFiles(paths: readonly string[]): Result<ItemFiles, ItemProblem[]> {
  const files: Partial<Record<ItemFileName, string>> = {};
  const found: ItemProblem[] = [];
  for (const one of paths.flatMap((given) => expanded(given, found))) {
    const name = itemFileNames.find((known) => path.extname(known) === path.extname(one));
    if (!name)
      found.push(problem('file_unknown', one, `${path.basename(one)} is not part of an item: ${itemFileNames.join(', ')} are.`));
    else if (files[name] !== undefined) found.push(problem('duplicate', one, `There are two files for ${quoted(name)}.`));
    else files[name] = readLimited(name, one, found);
  }
  return found.length > 0 ? err(found) : ok(files);
}

function expanded(given: string, found: ItemProblem[]): string[] {
  try {
    if (!statSync(given).isDirectory()) return [given];
    const names = readdirSync(given);
    return itemFileNames.filter((name) => names.includes(name)).map((name) => path.join(given, name));
  } catch {
    found.push(problem('file_missing', given, `${given} cannot be read.`));
    return [];
  }
}

const limitOf: Readonly<Record<ItemFileName, number>> = {
  'item.json': packageLimits.itemBytes,
  'decision.dmn': packageLimits.decisionBytes,
  'process.bpmn': packageLimits.processBytes,
};

/** The size is asked first: a file that is too large is never read. */
function readLimited(name: ItemFileName, file: string, found: ItemProblem[]): string {
  const { size } = statSync(file);
  if (size <= limitOf[name]) return readFileSync(file, 'utf8');
  found.push(
    problem('file_too_large', name, `${path.basename(file)} has ${size} bytes; ${limitOf[name]} are the most. It was not read.`),
  );
  return '';
}
