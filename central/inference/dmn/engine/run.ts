import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { Instant } from '#contracts/basics/clock.ts';
import { callNamed } from '../feel/call.ts';
import { Budget, BudgetExceeded, type Limits } from '../feel/runtime.ts';
import { parseDateTime } from '../feel/temporal-text.ts';
import { epochNanos, fromEpochNanos, zoneNamed } from '../feel/temporal.ts';
import type { FeelValue } from '../feel/values.ts';
import type { Facts } from './adopt.ts';
import { Evaluation, type Run } from './evaluation.ts';
import type { Graph, GraphNode } from './graph.ts';

/** An evaluation that stopped. It stops alone: the process and other rules go on. */
export interface DecisionError {
  readonly code: 'unknown-decision' | 'bad-instant' | 'steps-exceeded' | 'depth-exceeded' | 'size-exceeded' | 'internal';
  readonly decision: string;
  readonly ruleId?: string | undefined;
  /** From 1. */
  readonly row?: number | undefined;
  readonly text: string;
}

interface Evaluated<T> {
  readonly value: T;
  readonly hits: Run['hits'];
  readonly missing: readonly string[];
  readonly notes: Run['notes'];
}

export interface Asked {
  readonly graph: Graph;
  readonly node: GraphNode | undefined;
  /** As the caller named it. */
  readonly wanted: string;
  readonly facts: Facts;
  readonly instant: Instant;
  readonly limits: Limits;
  /** Texts are read as dates where a date is wanted. */
  readonly readsText: boolean;
}

const legalZone = zoneNamed('Asia/Shanghai');
let lastNow: { instant: string; now: Run['now'] } | undefined;

function nowFrom(instant: Instant): Run['now'] | undefined {
  if (lastNow?.instant === instant) return lastNow.now;
  const utc = parseDateTime(instant);
  const local = utc && fromEpochNanos(epochNanos(utc), legalZone);
  if (!local) return undefined;
  lastNow = { instant, now: { instant: local, today: local.date } };
  return lastNow.now;
}

/** mulberry32 from the instant: "random" numbers that a replay meets again. */
function randomFrom(instant: string): () => number {
  let seed = 0;
  for (const char of instant) seed = (Math.imul(seed, 31) + char.charCodeAt(0)) | 0;
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `finish` makes of the value what the caller wants, within the budget. */
export function runDecision<T>(
  { graph, node, wanted, facts, instant, limits, readsText }: Asked,
  finish: (value: FeelValue, budget: Budget) => T,
): Result<Evaluated<T>, DecisionError> {
  if (!node) return err({ code: 'unknown-decision', decision: wanted, text: 'The model has no decision of this name.' });
  const now = nowFrom(instant);
  if (!now) return err({ code: 'bad-instant', decision: wanted, text: 'The time of the evaluation is not an ISO 8601 instant.' });
  const run: Run = {
    budget: new Budget(limits),
    now,
    hits: [],
    notes: [],
    missing: new Set(),
    random: randomFrom(instant),
    readsText,
    place: { decision: node.name, ruleId: undefined, row: undefined },
  };
  try {
    const evaluation = new Evaluation(graph.nodes, run, facts);
    const value = node.kind === 'decision' ? evaluation.value(node.index) : called(node, evaluation, facts);
    return ok({ value: finish(value, run.budget), hits: run.hits, missing: [...run.missing].sort(), notes: run.notes });
  } catch (error) {
    return err(stopped(error, run.place, wanted));
  }
}

function called(node: GraphNode, evaluation: Evaluation, facts: Facts): FeelValue {
  if (node.kind !== 'function' && node.kind !== 'service') return evaluation.value(node.index);
  const fn = node.bind(evaluation);
  const names = fn.params?.map(({ name }) => name) ?? [];
  for (const name of names) if (!Object.hasOwn(facts, name)) evaluation.noteMissing(name);
  return callNamed(
    fn,
    names,
    names.map((name) => facts[name] ?? null),
    evaluation,
  );
}

const sentences: Readonly<Record<BudgetExceeded['code'], string>> = {
  steps: 'The evaluation takes more steps than allowed: it may never end.',
  depth: 'Functions call each other deeper than allowed.',
  size: 'A text or a list grows larger than allowed.',
};

function stopped(error: unknown, place: Run['place'], wanted: string): DecisionError {
  const where = { decision: place.decision ?? wanted, ruleId: place.ruleId, row: place.row };
  if (error instanceof BudgetExceeded) return { code: `${error.code}-exceeded`, ...where, text: sentences[error.code] };
  // JavaScript's own stack ends first where expressions are deep and functions many.
  if (error instanceof RangeError) return { code: 'depth-exceeded', ...where, text: sentences.depth };
  return { code: 'internal', ...where, text: `The engine failed: ${error instanceof Error ? error.name : 'unknown'}.` };
}
