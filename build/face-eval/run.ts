import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { cosine } from '#electron/face/embedding.ts';
import { unsignedFacePolicy } from '../face-policy.ts';
import { ensureModels } from '../models.ts';
import { type Errors, errorsAt, errorsAtFar, type PadErrors, padErrors, type Scores } from './measure.ts';
import { runJobs } from './pool.ts';
import { type PadTrial, type Pair, readPadTrials, readPairs } from './trials.ts';
import type { Finding, Job } from './worker.ts';

/** What is printed as JSON. Rates are shares (0..1); a pair with a missing file is left out, one without a face counts as not matched. */
export type Evaluation = {
  readonly policy: string;
  readonly pairs: { readonly same: number; readonly different: number; readonly missingFiles: number };
  readonly facesNotFound: { readonly live: number; readonly liveOf: number; readonly card: number; readonly cardOf: number };
  readonly frrAtFar1Percent: Errors;
  readonly frrAtFar01Percent: Errors;
  readonly atShippedThreshold: Errors;
  readonly atReviewThreshold: Errors;
  readonly pad?: PadErrors & { readonly missingFiles: number };
  readonly seconds: number;
};

export async function runEvaluation(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  if (!options) {
    console.error('usage: node build/face-eval.mjs --pairs FILE --live DIR --card DIR [--pad FILE]');
    return 2;
  }
  try {
    const evaluation = await evaluate(options);
    console.error(tableOf(evaluation));
    console.log(JSON.stringify(evaluation, null, 2));
    return 0;
  } catch (failure) {
    console.error(`face-eval: ${failure instanceof Error ? failure.message : String(failure)}`);
    return 1;
  }
}

export type EvaluationOptions = { readonly pairs: string; readonly live: string; readonly card: string; readonly pad?: string };

function optionsOf(args: readonly string[]): EvaluationOptions | undefined {
  const text = { type: 'string' } as const;
  try {
    const { pairs, live, card, pad } = parseArgs({
      args: [...args],
      options: { pairs: text, live: text, card: text, pad: text },
    }).values;
    return pairs && live && card ? { pairs, live, card, ...(pad && { pad }) } : undefined;
  } catch {
    return undefined;
  }
}

/** Looks at every file once, on all cores but at most four, and compares. */
export async function evaluate(options: EvaluationOptions): Promise<Evaluation> {
  const begun = performance.now();
  const policy = await unsignedFacePolicy();
  const pairs = await readPairs(options.pairs, options.live, options.card);
  const trials = options.pad === undefined ? [] : await readPadTrials(options.pad, options.live);
  const complete = pairs.filter((pair): pair is CompletePair => pair.live !== undefined && pair.card !== undefined);
  if (complete.length === 0) throw new Error('no pair has both of its files; check --live and --card');
  const seen = await lookAtAll(complete, trials);
  const scores = scoresOf(complete, seen);
  const filesOf = (kind: Job['kind']): readonly Finding[] =>
    [...seen.entries()].flatMap(([key, one]) => (key.startsWith(kind) ? [one] : []));
  const notFound = (kind: Job['kind']): number => filesOf(kind).filter((finding) => !finding.found).length;
  return {
    policy: policy.version,
    pairs: { same: scores.same.length, different: scores.different.length, missingFiles: pairs.length - complete.length },
    facesNotFound: {
      live: notFound('live'),
      liveOf: filesOf('live').length,
      card: notFound('card'),
      cardOf: filesOf('card').length,
    },
    frrAtFar1Percent: errorsAtFar(scores, 0.01),
    frrAtFar01Percent: errorsAtFar(scores, 0.001),
    atShippedThreshold: errorsAt(scores, policy.match.pass),
    atReviewThreshold: errorsAt(scores, policy.match.review),
    ...(options.pad !== undefined && { pad: padOf(trials, seen, policy.pad.realAtLeast) }),
    seconds: Math.round((performance.now() - begun) / 100) / 10,
  };
}

type CompletePair = Pair & { readonly live: string; readonly card: string };
type Seen = ReadonlyMap<string, Finding>;

const keyOf = (kind: Job['kind'], file: string): string => `${kind} ${file}`;

async function lookAtAll(pairs: readonly CompletePair[], trials: readonly PadTrial[]): Promise<Seen> {
  const jobs = new Map<string, Omit<Job, 'id'>>();
  const want = (kind: Job['kind'], file: string): unknown => jobs.set(keyOf(kind, file), { kind, file });
  for (const pair of pairs) {
    want('live', pair.live);
    want('card', pair.card);
  }
  for (const { file } of trials) if (file !== undefined) want('pad', file);
  const findings = await runJobs([...jobs.values()], await ensureModels(), Math.min(4, availableParallelism()), (done) => {
    if (done % 25 === 0 || done === jobs.size) process.stderr.write(`\r${done} of ${jobs.size} files`);
  });
  process.stderr.write('\n');
  return new Map(Array.from(jobs.keys(), (key, i) => [key, findings[i] ?? { id: i, found: false }]));
}

function scoresOf(pairs: readonly CompletePair[], seen: Seen): Scores {
  const scores = { same: [] as number[], different: [] as number[] };
  for (const pair of pairs) {
    const live = seen.get(keyOf('live', pair.live))?.embedding;
    const card = seen.get(keyOf('card', pair.card))?.embedding;
    scores[pair.same ? 'same' : 'different'].push(live && card ? cosine(live, card) : -1);
  }
  return scores;
}

function padOf(trials: readonly PadTrial[], seen: Seen, threshold: number): PadErrors & { readonly missingFiles: number } {
  const present = trials.flatMap(({ file, species }) =>
    file === undefined ? [] : [{ species, real: seen.get(keyOf('pad', file))?.real }],
  );
  return { ...padErrors(present, threshold), missingFiles: trials.length - present.length };
}

function tableOf(evaluation: Evaluation): string {
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  const errors = (name: string, { threshold, far, frr }: Errors): string =>
    `${name.padEnd(22)} threshold ${threshold.toFixed(3)}   FAR ${percent(far).padStart(8)}   FRR ${percent(frr).padStart(8)}`;
  const { pairs, facesNotFound, pad } = evaluation;
  return [
    `pairs                  ${pairs.same} same, ${pairs.different} different, ${pairs.missingFiles} left out (file missing)`,
    `faces not found        live ${facesNotFound.live} of ${facesNotFound.liveOf}, card ${facesNotFound.card} of ${facesNotFound.cardOf}`,
    errors('FAR 1 %', evaluation.frrAtFar1Percent),
    errors('FAR 0.1 %', evaluation.frrAtFar01Percent),
    errors('shipped threshold', evaluation.atShippedThreshold),
    errors('review threshold', evaluation.atReviewThreshold),
    ...(pad ? padTable(pad, percent) : []),
  ].join('\n');
}

function padTable(pad: PadErrors, percent: (share: number) => string): readonly string[] {
  return [
    `bona fide              ${pad.bonaFide.count}, BPCER ${percent(pad.bonaFide.bpcer)}, no face in ${pad.bonaFide.notFound}`,
    ...Object.entries(pad.species).map(
      ([name, { count, apcer, notFound }]) =>
        `attack ${name.padEnd(15)} ${count}, APCER ${percent(apcer)}, no face in ${notFound}${name === pad.worst ? '   (worst)' : ''}`,
    ),
  ];
}
