import { actionDone, looksNeutral, type PoseSignals } from '#contracts/domain/face-geometry.ts';
import type { FaceFrameAnswer } from '#contracts/ipc/api.ts';
import type { FaceStep } from '#contracts/ipc/view.ts';
import type { FacePolicy } from '#contracts/domain/terminal-config.ts';
import { decide, type Evidence, objection, type Verdict } from './decision.ts';
import type { Observation } from './observe.ts';

/** One try of one person: the steps asked for, and what was gathered so far. Plain data, changed only by `advance`. */
export type Run = {
  readonly steps: readonly FaceStep[];
  readonly stepIndex: number;
  readonly card: Evidence['card'];
  readonly neutral: readonly (Evidence['neutral'][number] & { readonly signals: PoseSignals })[];
  readonly acted: Evidence['acted'];
};

export type Progress =
  | { readonly kind: 'continue'; readonly step: FaceStep; readonly stepNumber: number; readonly stepTotal: number }
  | ({ readonly kind: 'decided' } & Verdict);

export type FrameOutcome = { readonly answer: FaceFrameAnswer; readonly progress: Progress };

/** Two neutral pictures are of the same bearing when their turns differ by no more than this factor, their mouths by this gap. */
const neutralTurnSpread = 1.25;
const neutralMouthSpread = 0.12;

export function beginRun(card: Evidence['card'], steps: readonly FaceStep[]): Run {
  return { steps, stepIndex: 0, card, neutral: [], acted: [] };
}

/** Where the run stands, for the screen: steps count from 1. */
export function progressOf(run: Run): Progress {
  return {
    kind: 'continue',
    step: run.steps[run.stepIndex] ?? 'neutral',
    stepNumber: run.stepIndex + 1,
    stepTotal: run.steps.length,
  };
}

/** Takes one picture into the run. The last step's picture brings the verdict, an earlier one does when it speaks against the person. */
export function advance(run: Run, seen: Observation, policy: FacePolicy): { readonly run: Run; readonly outcome: FrameOutcome } {
  if (seen.kind === 'unusable') return unused(run, seen.hint);
  return run.steps[run.stepIndex] === 'neutral' ? advanceNeutral(run, seen, policy) : advanceAction(run, seen, policy);
}

type SeenFace = Observation & { readonly kind: 'face' };
type Advanced = ReturnType<typeof advance>;

function advanceNeutral(run: Run, seen: SeenFace, policy: FacePolicy): Advanced {
  if (!looksNeutral(seen.signals)) return unused(run, 'notYet');
  const alike = run.neutral.every((picture) => sameBearing(picture.signals, seen.signals));
  const neutral = [...(alike ? run.neutral : []), seen];
  const done = neutral.length >= policy.pad.frames;
  return used({ ...run, neutral, stepIndex: run.stepIndex + (done ? 1 : 0) }, policy);
}

function advanceAction(run: Run, seen: SeenFace, policy: FacePolicy): Advanced {
  const step = run.steps[run.stepIndex];
  if (step === undefined || step === 'neutral') return unused(run, 'notYet');
  if (!actionDone(step, seen.signals, meanSignals(run), policy.challenge)) return unused(run, 'notYet');
  return used({ ...run, acted: [...run.acted, seen.embedding], stepIndex: run.stepIndex + 1 }, policy);
}

function used(run: Run, policy: FacePolicy): Advanced {
  const done = run.stepIndex >= run.steps.length;
  const verdict = done ? decide(run, policy) : objection(run, policy);
  return { run, outcome: { answer: { used: true }, progress: verdict ? { kind: 'decided', ...verdict } : progressOf(run) } };
}

function unused(run: Run, hint: NonNullable<FaceFrameAnswer['hint']>): Advanced {
  return { run, outcome: { answer: { used: false, hint }, progress: progressOf(run) } };
}

function sameBearing(a: PoseSignals, b: PoseSignals): boolean {
  const factor = a.turn > b.turn ? a.turn / b.turn : b.turn / a.turn;
  return factor <= neutralTurnSpread && Math.abs(a.mouth - b.mouth) <= neutralMouthSpread;
}

function meanSignals(run: Run): PoseSignals {
  const count = Math.max(1, run.neutral.length);
  const sum = run.neutral.reduce(
    (total, { signals }) => ({ turn: total.turn + signals.turn, mouth: total.mouth + signals.mouth }),
    {
      turn: 0,
      mouth: 0,
    },
  );
  return { turn: sum.turn / count, mouth: sum.mouth / count };
}

/** Overwrites every template of the run. */
export function wipeRun(run: Run): void {
  for (const template of templatesOf(run)) template.fill(0);
}

/** Overwrites the templates that were in use before and are not kept in `after`. */
export function wipeDropped(before: Run, seen: Observation, after: Run): void {
  const kept = new Set(templatesOf(after));
  const inUse = [...templatesOf(before), ...(seen.kind === 'face' ? [seen.embedding] : [])];
  for (const template of inUse) if (!kept.has(template)) template.fill(0);
}

function templatesOf(run: Run): readonly Evidence['card'][] {
  return [run.card, ...run.neutral.map((picture) => picture.embedding), ...run.acted];
}
