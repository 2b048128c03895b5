import { createHash } from 'node:crypto';
import type { Json } from '#contracts/basics/canonical-json.ts';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import { approvalItem } from '#contracts/approval/item.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { checkCodes } from './check-codes.ts';
import { checkDecision } from './check-decision.ts';
import { checkForm, formSizeProblems } from './check-form.ts';
import { checkProcess } from './check-process.ts';
import { checkTexts } from './check-texts.ts';
import type { Decision } from './decision.ts';
import { openDecision, reviewDecision } from './decision.ts';
import type { ItemProblem } from './problems.ts';
import { problem, quoted } from './problems.ts';

/** What is looked at before anything is parsed, in bytes of UTF-8. */
export const packageLimits = { itemBytes: 256 * 1024, decisionBytes: 1024 * 1024, processBytes: 512 * 1024 } as const;

/** 事项包: the texts of `item.json` and `decision.dmn`. */
export interface ItemPackage {
  readonly item: string;
  readonly decision: string;
}

/** A package in which nothing is wrong. */
export interface CheckedPackage {
  readonly item: ApprovalItem;
  /** As it came. */
  readonly decision: string;
  readonly opened: Decision;
  readonly sha256: string;
  /** What somebody should look at; no reason to refuse it. */
  readonly doubts: readonly ItemProblem[];
}

/** What a version is known by: SHA-256 over the hashes of its canonical body and of its decision's text. Lower-case hex. */
export function packageHash(body: object, decision: string): string {
  return sha256(canonicalJson({ body: bodyHash(body), decision: sha256(decision) }));
}

export function bodyHash(body: object): string {
  return sha256(canonicalJson(body as Json));
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Sizes, then shape, then everything else: all that is wrong is told at once, as far as it can be known. */
export async function checkPackage(files: ItemPackage, vocabulary: Vocabulary): Promise<Result<CheckedPackage, ItemProblem[]>> {
  const tooLarge = [
    ...sizeProblem('item.json', files.item, packageLimits.itemBytes),
    ...sizeProblem('decision.dmn', files.decision, packageLimits.decisionBytes),
  ];
  if (tooLarge.length > 0) return err(tooLarge);
  if (!isPlainText(files.decision)) return err([problem('not_text', 'decision.dmn', 'decision.dmn is not plain text.')]);
  const read = readItem(files.item);
  const opened = await openDecision(files.decision);
  if (!read.ok || !opened.ok) return err([...(read.ok ? [] : read.error), ...(opened.ok ? [] : opened.error)]);
  const item = read.value;
  const { wrong, doubtful } = reviewDecision(opened.value);
  const found = [
    ...checkCodes(item, vocabulary),
    ...checkForm(item),
    ...checkProcess(item.process),
    ...checkTexts(item),
    ...checkDecision(opened.value.table, item),
    ...wrong,
  ];
  if (found.length > 0) return err(found);
  return ok({
    item,
    decision: files.decision,
    opened: opened.value,
    sha256: packageHash(item, files.decision),
    doubts: doubtful,
  });
}

export function sizeProblem(file: string, text: string, limit: number): ItemProblem[] {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes <= limit) return [];
  return [problem('file_too_large', file, `${file} has ${bytes} bytes; ${limit} are the most. It was not read.`)];
}

/** `item.json` alone. */
export function readItem(text: string): Result<ApprovalItem, ItemProblem[]> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err([problem('not_json', 'item.json', 'item.json is not JSON.')]);
  }
  const parsed = approvalItem.safeParse(json);
  if (parsed.success) {
    const size = formSizeProblems(parsed.data.form);
    if (size.length > 0) return err(size); // before anything walks down into it
    if (isStorable(parsed.data)) return ok(parsed.data);
    return err([problem('not_text', 'item.json', 'item.json holds a character or a number that cannot be kept.')]);
  }
  return err(
    parsed.error.issues
      .slice(0, 20)
      .map(({ path, message }) =>
        problem('schema', `item.json#/${path.map(String).join('/')}`, `${quoted(path.at(-1) ?? 'item')}: ${message}.`),
      ),
  );
}

/** No NUL and no half of a surrogate pair: PostgreSQL keeps neither. */
function isPlainText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function isStorable(body: object): boolean {
  try {
    return !/\\u(?:0000|d[89a-f])/.test(canonicalJson(body as Json));
  } catch {
    return false; // a number that is none: 1e999
  }
}
