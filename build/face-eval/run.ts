import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { cosine } from '#electron/face/embedding.ts';
import { unsignedFacePolicy } from '../face-policy.ts';
import { ensureModels } from '../models.ts';
import { errorsAt, errorsAtFar, isBonaFide, padErrors, type Scores } from './measure.ts';
import { runJobs } from './pool.ts';
import { type Evaluation, tableOf } from './report.ts';
import { type PadTrial, type Pair, readPadTrials, readPairs } from './trials.ts';
import type { Finding, Job } from './worker.ts';

const usage = `usage: node build/face-eval.mjs --pairs FILE --live DIR --card DIR [--pad FILE]

  --pairs   CSV file_a,file_b,same: live picture (below --live), card picture (below --card), 1 or 0
  --pad     CSV file,species: attack pictures (beside the list or below --live); species "bonafide" for living persons,
            for which the live pictures stand in where the list has none
`;

export async function runEvaluation(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage);
    return 0;
  }
  const options = optionsOf(args);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n\n${usage}`);
    return 2;
  }
  try {
    const evaluation = await evaluate(options);
    process.stderr.write(`${tableOf(evaluation)}\n`);
    process.stdout.write(`${JSON.stringify(evaluation, null, 2)}\n`);
    return 0;
  } catch (failure) {
    process.stderr.write(`face-eval: ${failure instanceof Error ? failure.message : String(failure)}\n`);
    return 1;
  }
}

export type EvaluationOptions = { readonly pairs: string; readonly live: string; readonly card: string; readonly pad?: string };

function optionsOf(args: readonly string[]): EvaluationOptions | string {
  const text = { type: 'string' } as const;
  try {
    const { pairs, live, card, pad } = parseArgs({
      args: [...args],
      options: { pairs: text, live: text, card: text, pad: text },
    }).values;
    if (pairs && live && card) return { pairs, live, card, ...(pad && { pad }) };
    return '--pairs, --live and --card are needed';
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** Looks at every file once, on all cores but at most four, and compares. Throws one sentence when there is nothing to compare. */
export async function evaluate(options: EvaluationOptions): Promise<Evaluation> {
  const begun = performance.now();
  const policy = await unsignedFacePolicy();
  mustBe('folder', '--live', options.live);
  mustBe('folder', '--card', options.card);
  const list = await fromList('--pairs', options.pairs, (file) => readPairs(file, options.live, options.card));
  const trials =
    options.pad === undefined ? [] : await fromList('--pad', options.pad, (file) => readPadTrials(file, options.live));
  const there = list.pairs.filter((pair): pair is CompletePair => pair.live !== undefined && pair.card !== undefined);
  if (list.pairs.length === 0) throw new Error(`--pairs ${options.pairs}: it lists no pair`);
  if (there.length === 0)
    throw new Error(`no pair has both of its files, as ${list.missing[0] ?? ''} shows; check --live and --card`);
  const seen = await lookAtAll(there, trials);
  const complete = there.filter(({ live, card }) => !seen.live.get(live)?.unreadable && !seen.card.get(card)?.unreadable);
  const { scores, noFace } = scoresOf(complete, seen);
  return {
    policy: policy.version,
    pairs: {
      same: scores.same.length,
      different: scores.different.length,
      noFace,
      repeated: list.repeated,
      missingFiles: list.pairs.length - there.length,
      unreadableFiles: there.length - complete.length,
    },
    facesNotFound: {
      live: notFound(seen.live),
      liveOf: readable(seen.live).length,
      card: notFound(seen.card),
      cardOf: readable(seen.card).length,
    },
    leftOut: [...list.missing, ...unreadableOf(seen), ...trials.flatMap(({ file, name }) => (file === undefined ? [name] : []))],
    frrAtFar1Percent: errorsAtFar(scores, 0.01),
    frrAtFar01Percent: errorsAtFar(scores, 0.001),
    atShippedThreshold: errorsAt(scores, policy.match.pass),
    atReviewThreshold: errorsAt(scores, policy.match.review),
    ...(options.pad !== undefined && { pad: padOf(trials, seen, policy.pad.realAtLeast) }),
    seconds: Math.round((performance.now() - begun) / 100) / 10,
  };
}

function mustBe(what: 'file' | 'folder', option: string, path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!(what === 'file' ? found?.isFile() : found?.isDirectory())) throw new Error(`${option} ${path}: there is no such ${what}`);
}

async function fromList<T>(option: string, file: string, read: (file: string) => Promise<T>): Promise<T> {
  mustBe('file', option, file);
  return read(file).catch((cause: unknown) => {
    throw new Error(`${option} ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
}

type CompletePair = Pair & { readonly live: string; readonly card: string };
/** What was found in each file, by its path, in each part that it plays. */
type Seen = Readonly<Record<Job['kind'], ReadonlyMap<string, Finding>>>;

async function lookAtAll(pairs: readonly CompletePair[], trials: readonly PadTrial[]): Promise<Seen> {
  const files = {
    live: new Set(pairs.map((pair) => pair.live)),
    card: new Set(pairs.map((pair) => pair.card)),
    pad: new Set(trials.flatMap(({ file }) => (file === undefined ? [] : [file]))),
  };
  const jobs = (['live', 'card', 'pad'] as const).flatMap((kind) => Array.from(files[kind], (file) => ({ kind, file })));
  const findings = await runJobs(jobs, await ensureModels(), Math.min(4, availableParallelism()), (done) => {
    if (done % 25 === 0 || done === jobs.length) process.stderr.write(`\r${done} of ${jobs.length} files`);
  });
  process.stderr.write('\n');
  const of = (wanted: Job['kind']): ReadonlyMap<string, Finding> =>
    new Map(jobs.flatMap(({ kind, file }, i) => (kind === wanted && findings[i] ? [[file, findings[i]] as const] : [])));
  return { live: of('live'), card: of('card'), pad: of('pad') };
}

function scoresOf(pairs: readonly CompletePair[], seen: Seen): { scores: Scores; noFace: Evaluation['pairs']['noFace'] } {
  const scores = { same: [] as number[], different: [] as number[] };
  const noFace = { same: 0, different: 0 };
  for (const pair of pairs) {
    const kind = pair.same ? 'same' : 'different';
    const live = seen.live.get(pair.live)?.embedding;
    const card = seen.card.get(pair.card)?.embedding;
    scores[kind].push(live && card ? cosine(live, card) : -1);
    if (!live || !card) noFace[kind] += 1;
  }
  return { scores, noFace };
}

function readable(found: ReadonlyMap<string, Finding>): readonly Finding[] {
  return [...found.values()].filter((finding) => !finding.unreadable);
}

function notFound(found: ReadonlyMap<string, Finding>): number {
  return readable(found).filter((finding) => !finding.found).length;
}

function unreadableOf(seen: Seen): readonly string[] {
  const files = Object.values(seen).flatMap((found) =>
    [...found].flatMap(([file, finding]) => (finding.unreadable ? [file] : [])),
  );
  return [...new Set(files)];
}

function padOf(trials: readonly PadTrial[], seen: Seen, threshold: number): NonNullable<Evaluation['pad']> {
  const shown = trials.flatMap(({ file, species }) => {
    const finding = file === undefined ? undefined : seen.pad.get(file);
    return !finding || finding.unreadable ? [] : [{ species, real: finding.real }];
  });
  const bonaFideFrom = shown.some(({ species }) => isBonaFide(species)) ? 'list' : 'live pictures';
  const persons = bonaFideFrom === 'list' ? [] : readable(seen.live).map(({ real }) => ({ species: 'bonafide', real }));
  return { ...padErrors([...shown, ...persons], threshold), bonaFideFrom, leftOut: trials.length - shown.length };
}
