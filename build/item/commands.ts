import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkPackage, packageOf, readItemFiles, readVocabulary } from '#central/process/index.ts';
import type { BackTest, ItemFiles, ItemProblem, ItemSummary, Validated, VersionName } from '#central/process/index.ts';
import { root } from '../steps.ts';
import type { ItemCommand } from './arguments.ts';
import type { CentreAnswer, CentreLine } from './line.ts';
import { backTestWords, problemWords, table } from './words.ts';

/** What a command came to: in words, as JSON, and as exit code. */
export interface Outcome {
  readonly exit: 0 | 1;
  readonly words: string;
  readonly json: object;
}

type Of<Is extends ItemCommand['is']> = Extract<ItemCommand, { readonly is: Is }>;

function problemsFound(problems: readonly ItemProblem[]): Outcome {
  const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
  return { exit: 1, words: `${count}:\n${problemWords(problems)}`, json: { ok: false, problems } };
}

/** Without a centre: the words that items are made of come from this checkout. */
export async function validate({ files }: Of<'validate'>): Promise<Outcome> {
  const read = readItemFiles(files);
  if (!read.ok) return problemsFound(read.error);
  const made = await packageOf(read.value);
  const checked = made.ok ? await checkPackage(made.value, readVocabulary(path.join(root, 'assets/items'))) : made;
  if (!checked.ok) return problemsFound(checked.error);
  const { item, sha256, opened, doubts } = checked.value;
  const words = `${item.id}@${item.version} ${item.title['zh-CN']}: nothing is wrong (${opened.table.rules.length} rules, ${item.process.length} steps).\n`;
  const json = { ok: true, id: item.id, version: item.version, sha256, doubts };
  return { exit: 0, words: words + doubtWords(doubts), json };
}

function doubtWords(doubts: readonly ItemProblem[]): string {
  return doubts.length === 0 ? '' : `Somebody should look at this:\n${problemWords(doubts)}`;
}

export async function add(command: Of<'add'>, line: CentreLine): Promise<Outcome> {
  const read = readItemFiles(command.files);
  if (!read.ok) return problemsFound(read.error);
  const author = command.as ?? 'author';
  const put = await line.ask('PUT', '/operator/items/draft', author, read.value);
  if (put.status !== 200) return refused(put);
  const draft = put.body as VersionName & Pick<Validated, 'doubts'>;
  const name = `${draft.id}@${draft.version}`;
  const where = `/operator/items/${draft.id}/${draft.version}`;
  const tested = await line.ask('POST', `${where}/back-test`, author, { days: command.days });
  if (tested.status !== 200) return refused(tested);
  const backTest = tested.body as BackTest;
  const words = `${name}: nothing is wrong; kept as a draft.\n${doubtWords(draft.doubts)}\n${backTestWords(name, backTest)}`;
  const json = { ok: backTest.faults === 0, id: draft.id, version: draft.version, doubts: draft.doubts, backTest };
  if (backTest.faults > 0) return { exit: 1, words, json };
  if (command.approveWith === undefined)
    return { exit: 0, words: `${words}\n${nextWords(command, name)}`, json: { ...json, state: 'tested' } };
  return approveAndPublish(command, line, where, { exit: 0, words, json });
}

async function approveAndPublish(command: Of<'add'>, line: CentreLine, where: string, done: Outcome): Promise<Outcome> {
  const approved = await line.ask('POST', `${where}/approve`, command.approveWith, {});
  if (approved.status !== 200) return refused(approved, done.words);
  if (!command.publish)
    return { ...done, words: `${done.words}\nApproved by a second person.\n`, json: { ...done.json, state: 'approved' } };
  const published = await line.ask('POST', `${where}/publish`, command.approveWith, fromOf(command));
  if (published.status !== 200) return refused(published, done.words);
  const { state, effectiveFrom } = published.body as VersionName & { readonly effectiveFrom: string };
  return {
    ...done,
    words: `${done.words}\nApproved by a second person and published: ${state === 'live' ? 'live now' : `live from ${effectiveFrom}`}.\n`,
    json: { ...done.json, state, effectiveFrom },
  };
}

/** The very command that the second person types. */
function nextWords(command: ItemCommand, name: string): string {
  const rest = optionsOf(command);
  return `Now a second person has to approve it, and can publish it then:\n  npm run item -- approve ${name}${rest}\n  npm run item -- publish ${name}${rest}\n`;
}

function optionsOf({ central, data }: ItemCommand): string {
  return ` --central ${central.origin} --data ${path.relative(process.cwd(), data) || '.'}`;
}

export async function approve(command: Of<'approve'>, line: CentreLine): Promise<Outcome> {
  const { id, version } = command;
  const answer = await line.ask('POST', `/operator/items/${id}/${version}/approve`, command.as ?? 'approver', {});
  if (answer.status !== 200) return refused(answer);
  const words = `${id}@${version} is approved. To publish it:\n  npm run item -- publish ${id}@${version}${optionsOf(command)}\n`;
  return { exit: 0, words, json: { ok: true, ...(answer.body as object) } };
}

export async function publish(command: Of<'publish'>, line: CentreLine): Promise<Outcome> {
  const { id, version } = command;
  const answer = await line.ask('POST', `/operator/items/${id}/${version}/publish`, command.as ?? 'approver', fromOf(command));
  if (answer.status !== 200) return refused(answer);
  const { state, effectiveFrom } = answer.body as VersionName & { readonly effectiveFrom: string };
  const words = `${id}@${version} is published: ${state === 'live' ? 'live now' : `live from ${effectiveFrom}`}.\n`;
  return { exit: 0, words, json: { ok: true, ...(answer.body as object) } };
}

function fromOf({ from }: { readonly from: string | undefined }): object {
  return from === undefined ? {} : { from };
}

export async function retire({ id, version, as }: Of<'retire'>, line: CentreLine): Promise<Outcome> {
  const answer = await line.ask('POST', `/operator/items/${id}/${version}/retire`, as ?? 'approver', {});
  if (answer.status !== 200) return refused(answer);
  return {
    exit: 0,
    words: `${id}@${version} is retired. Running cases keep it.\n`,
    json: { ok: true, ...(answer.body as object) },
  };
}

export async function list(line: CentreLine): Promise<Outcome> {
  const answer = await line.ask('GET', '/operator/items');
  if (answer.status !== 200) return refused(answer);
  const { items } = answer.body as { readonly items: readonly (ItemSummary & { readonly suspended: readonly string[] })[] };
  const rows = items.map((item) => [
    `${item.item_id}@${item.version}`,
    item.title['zh-CN'],
    item.state,
    item.effective_from ?? '-',
    item.state === 'live' && item.suspended.length > 0 ? `not in ${item.suspended.join(', ')}` : '',
  ]);
  const words = `${table([['item', 'title', 'state', 'from', ''], ...rows])}${items.length} versions\n`;
  return { exit: 0, words, json: { ok: true, items } };
}

export async function exportItem({ id, version, folder }: Of<'export'>, line: CentreLine): Promise<Outcome> {
  const answer = await line.ask(
    'GET',
    version === undefined ? `/operator/items/${id}/files` : `/operator/items/${id}/${version}/files`,
  );
  if (answer.status !== 200) return refused(answer);
  const files = Object.entries(answer.body as ItemFiles);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) writeFileSync(path.join(folder, name), text);
  const names = files.map(([name]) => name);
  return { exit: 0, words: `${names.join(', ')} written to ${folder}\n`, json: { ok: true, folder, files: names } };
}

export async function suspend({ id, district, reason, as }: Of<'suspend'>, line: CentreLine): Promise<Outcome> {
  const answer = await line.ask('PUT', `/operator/items/${id}/suspensions/${district}`, as ?? 'approver', { reason });
  if (answer.status !== 200) return refused(answer);
  return { exit: 0, words: `${id} is suspended in ${district}.\n`, json: { ok: true, id, district, suspended: true } };
}

export async function resume({ id, district, as }: Of<'resume'>, line: CentreLine): Promise<Outcome> {
  const answer = await line.ask('DELETE', `/operator/items/${id}/suspensions/${district}`, as ?? 'approver');
  if (answer.status !== 200) return refused(answer);
  return { exit: 0, words: `${id} goes on in ${district}.\n`, json: { ok: true, id, district, suspended: false } };
}

function refused({ status, body }: CentreAnswer, before = ''): Outcome {
  const said = body as {
    readonly code?: string;
    readonly text?: string;
    readonly message?: string;
    readonly problems?: readonly ItemProblem[];
  };
  if (said.problems) return problemsFound(said.problems);
  const why = said.text ?? said.message ?? `the centre answered ${status}`;
  return {
    exit: 1,
    words: `${before}Not done: ${why} [${said.code ?? status}]\n`,
    json: { ok: false, code: said.code ?? String(status), text: why },
  };
}
