import { randomBytes } from 'node:crypto';
import type { Clock } from '#contracts/basics/clock.ts';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import type { Result } from '#contracts/basics/result.ts';
import type { CardPhoto } from '#contracts/devices/id-reader.ts';
import type { FaceStep } from '#contracts/ipc/view.ts';
import { createDecisionDesk, type DecisionDesk } from '#electron/face/decision-desk.ts';
import type { RgbImage } from '#electron/face/image.ts';
import type { FaceQuestions } from '#electron/face/process-protocol.ts';
import type { FrameOutcome, Progress } from '#electron/face/run.ts';
import { modelsFolder, policy } from './fixture.ts';

/** Time that stands still until the test moves it; wall clock and monotonic clock are the same. */
export function manualClock(): Clock & { advance(ms: number): void } {
  let now = 1_700_000_000_000;
  let timers: { readonly at: number; readonly fn: () => void }[] = [];
  return {
    now: () => now,
    monotonic: () => now,
    after(delayMs, fn) {
      const timer = { at: now + delayMs, fn };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      now += ms;
      const due = timers.filter((timer) => timer.at <= now);
      timers = timers.filter((timer) => timer.at > now);
      for (const timer of due) timer.fn();
    },
  };
}

export const systemRandom = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

let loaded: Promise<DecisionDesk> | undefined;

/** The decision in the test's own process, its models loaded once per test file. */
export function desk(): Promise<DecisionDesk> {
  loaded ??= (async () => {
    const made = createDecisionDesk();
    const answer = await made.answer({ id: 0, ask: 'load', input: { modelsFolder, policy } });
    if (!answer.ok) throw new Error(answer.error.raw);
    return made;
  })();
  return loaded;
}

export async function judge(frame: FaceQuestions['frame']): Promise<FrameOutcome> {
  const answer = (await (await desk()).answer({ id: 0, ask: 'frame', input: frame })) as Result<FrameOutcome, CodedError>;
  if (!answer.ok) throw new Error(answer.error.raw);
  return answer.value;
}

/** Plays one whole try: shows `actor` what each step asks for, until the verdict. At most 12 pictures. */
export async function playRun(
  card: CardPhoto,
  steps: readonly FaceStep[],
  actor: (step: FaceStep) => RgbImage,
): Promise<Progress & { readonly kind: 'decided' }> {
  await (await desk()).answer({ id: 0, ask: 'begin', input: { photo: card, steps } });
  let step: FaceStep = 'neutral';
  for (let picture = 0; picture < 12; picture++) {
    const { progress } = await judge(actor(step));
    if (progress.kind === 'decided') return progress;
    step = progress.step;
  }
  throw new Error(`no verdict; still asked for ${step}`);
}
