import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import { checkPackage, packageOf, readVocabulary, type ItemFiles, type ItemProblem } from '#central/process/index.ts';

export const itemsFolder = path.resolve(import.meta.dirname, '../../../assets/items');
export const vocabulary = readVocabulary(itemsFolder);
export const surveyId = 'construction.survey-qualification-change';

/** The announced example as it comes with the software. */
export function surveyFiles(): { readonly item: ApprovalItem; readonly decision: string } {
  return {
    item: JSON.parse(readFileSync(path.join(itemsFolder, surveyId, 'item.json'), 'utf8')) as ApprovalItem,
    decision: readFileSync(path.join(itemsFolder, surveyId, 'decision.dmn'), 'utf8'),
  };
}

type Body = Readonly<Record<string, unknown>>;

/** The example with something else in it. */
export function changed(change: Body, decision = surveyFiles().decision): ItemFiles {
  return { 'item.json': JSON.stringify({ ...surveyFiles().item, ...change }), 'decision.dmn': decision };
}

/** What is wrong with a package; nothing where it is taken. */
export async function problemsOf(files: ItemFiles): Promise<readonly ItemProblem[]> {
  const made = await packageOf(files);
  const checked = made.ok ? await checkPackage(made.value, vocabulary) : made;
  return checked.ok ? [] : checked.error;
}

export async function codesOf(files: ItemFiles): Promise<readonly string[]> {
  return (await problemsOf(files)).map(({ code }) => code);
}

/** The decision with one text in place of another. @throws when the text is not there. */
export function decisionWith(from: string | RegExp, to: string | ((...found: string[]) => string)): string {
  const { decision } = surveyFiles();
  const next = typeof to === 'string' ? decision.replace(from, to) : decision.replace(from, to);
  if (next === decision) throw new Error(`not in the decision: ${String(from)}`);
  return next;
}

/** The decision with other outputs in every rule that gives a reason. @throws when no rule does. */
export function decisionWhere(reason: string, { action, days }: { readonly action?: string; readonly days?: number }): string {
  const outputs =
    /<text>"(\w+)"(<\/text><\/outputEntry>\s*<outputEntry[^>]*><text>)(\d+)(<\/text><\/outputEntry>\s*<outputEntry[^>]*><text>"(\w+)")/g;
  return decisionWith(outputs, (whole, was: string, a: string, n: string, b: string, why: string) =>
    why === reason ? `<text>"${action ?? was}"${a}${days ?? n}${b}` : whole,
  );
}
