import type { Clock } from '#contracts/basics/clock.ts';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import { makeUuidV7, type RandomBytes } from '#contracts/basics/ids.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { CardPhoto } from '#contracts/devices/id-reader.ts';
import type { FacePolicy } from '#contracts/domain/terminal-config.ts';
import type { FaceFrame } from '#contracts/ipc/api.ts';
import type { FaceStep } from '#contracts/ipc/view.ts';
import type { Log } from '#contracts/log/events.ts';
import type { FaceFailure } from './decision.ts';
import { type FaceChild, startFaceChild } from './face-child.ts';
import type { FrameOutcome, Progress } from './run.ts';
import { randomSteps } from './steps.ts';

export type { FaceFailure, FrameOutcome };

/**
 * Face verification as the session sees it. One run at a time: `begin` gives its challenge, `frame` takes pictures until a verdict
 * is there, `end` forgets everything. Every failure that is not a verdict is FAC-006: the decision is not available.
 */
export interface FaceService {
  /** Starts the decision process; an error here is a wrong model or a runtime that does not work, and stays until `start` is called again. */
  start(): Promise<Result<void, CodedError>>;
  stop(): Promise<void>;
  /** It can decide, or will in a moment: a start that is under way counts, and `begin` waits for it. */
  available(): boolean;
  /** Told on change; the returned function ends it. */
  onAvailable(listener: (available: boolean) => void): () => void;
  /**
   * `steps` begins with `neutral`; the two that follow are drawn anew each time. The photo stays the caller's, to wipe when done.
   * The error's `raw` is `ended` when `end` came first: nobody waits for the answer.
   */
  begin(photo: CardPhoto): Promise<Result<{ readonly challenge: string; readonly steps: readonly FaceStep[] }, CodedError>>;
  /**
   * Judges one picture and wipes it. A picture for another challenge is refused (IPC-002); one for another step of this challenge is
   * not used, because the screen may be a moment behind.
   */
  frame(frame: FaceFrame): Promise<Result<FrameOutcome, CodedError>>;
  /**
   * Told when a step's time ran out: FAC-005, or FAC-001 when no usable face was ever seen. Ends the run. The clock of a run starts with its
   * first picture, because a camera may take its time; without any it ends after `firstPictureMs`.
   */
  onExpired(listener: (code: FaceFailure, challenge: string) => void): () => void;
  /** Ends the run and overwrites everything of it; safe at any time. */
  end(): void;
}

export type FaceDelays = {
  /** Waits before the decision process is started again; the last one repeats. */
  readonly restartMs: readonly number[];
  /** The decision process is ended when it does not answer in this time. */
  readonly answerWithinMs: number;
  /** How long a run waits for its first picture: camera and guidance may have to start. */
  readonly firstPictureMs: number;
};

export const faceDelays: FaceDelays = { restartMs: [200, 1_000, 5_000, 30_000], answerWithinMs: 20_000, firstPictureMs: 40_000 };

export type FaceServiceOptions = {
  readonly policy: FacePolicy;
  readonly modelsFolder: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly delays?: FaceDelays;
};

type ActiveRun = {
  readonly challenge: string;
  readonly steps: readonly FaceStep[];
  step: FaceStep;
  stepNumber: number;
  /** A usable face was seen in this run. */
  seen: boolean;
  /** A picture has come. */
  begun: boolean;
  stopTimer: () => void;
};

const unavailable = (raw: string): Result<never, CodedError> => err({ code: 'FAC-006', raw });

export function createFaceService(options: FaceServiceOptions): FaceService {
  const { policy, clock, random, log, delays = faceDelays } = options;
  const availableListeners = new Set<(available: boolean) => void>();
  const expiredListeners = new Set<(code: FaceFailure, challenge: string) => void>();
  let child: FaceChild | undefined;
  let isAvailable = false;
  let starting: Promise<Result<void, CodedError>> | undefined;
  let wanted = false;
  let restarts = 0;
  let cancelRestart = (): void => {};
  let run: ActiveRun | undefined;
  /** How often `end` was called: a run whose end came while it still waited for the process never begins. */
  let ends = 0;

  const setAvailable = (next: boolean): void => {
    if (next === isAvailable) return;
    isAvailable = next;
    for (const listener of availableListeners) listener(next);
  };

  const forgetRun = (): void => {
    run?.stopTimer();
    run = undefined;
  };

  const onChildExit = (): void => {
    child = undefined;
    forgetRun();
    setAvailable(false);
    if (!wanted) return;
    log('face.unavailable', { reason: 'processGone', restarts });
    const delayMs = delays.restartMs[Math.min(restarts, delays.restartMs.length - 1)] ?? 0;
    restarts += 1;
    cancelRestart = clock.after(delayMs, () => void launch());
  };

  const launch = (): Promise<Result<void, CodedError>> => {
    starting = load().finally(() => {
      starting = undefined;
    });
    return starting;
  };

  const load = async (): Promise<Result<void, CodedError>> => {
    const born = startFaceChild({ clock, answerWithinMs: delays.answerWithinMs, onExit: onChildExit });
    child = born;
    const loaded = await born.ask('load', { modelsFolder: options.modelsFolder, policy });
    if (!loaded.ok) {
      // A wrong model will be as wrong in a second; only a process that died is worth another try.
      if (loaded.error.raw !== 'processGone') {
        wanted = false;
        log('face.unavailable', { reason: loaded.error.raw });
        born.kill();
      }
      return loaded;
    }
    log('face.ready', { policy: policy.version });
    setAvailable(true);
    return ok();
  };

  const armStepTimer = (active: ActiveRun, afterMs = policy.challenge.stepTimeoutMs): void => {
    active.stopTimer();
    active.stopTimer = clock.after(afterMs, () => {
      if (run !== active) return;
      const code = active.seen ? 'FAC-005' : 'FAC-001';
      forgetRun();
      void child?.ask('end', {});
      for (const listener of expiredListeners) listener(code, active.challenge);
    });
  };

  const takeProgress = (active: ActiveRun, { answer, progress }: FrameOutcome): void => {
    if (run !== active) return;
    if (progress.kind === 'decided') return forgetRun();
    if (answer.used) {
      active.seen = true;
      restarts = 0;
    }
    if (progress.stepNumber !== active.stepNumber) armStepTimer(active);
    active.step = progress.step;
    active.stepNumber = progress.stepNumber;
  };

  return {
    start: () => {
      wanted = true;
      restarts = 0;
      return launch();
    },
    async stop() {
      wanted = false;
      cancelRestart();
      forgetRun();
      child?.kill();
    },
    available: () => isAvailable || starting !== undefined,
    onAvailable: (listener) => subscribe(availableListeners, listener),
    onExpired: (listener) => subscribe(expiredListeners, listener),
    async begin(photo) {
      forgetRun();
      const endsBefore = ends;
      await starting;
      if (ends !== endsBefore) return unavailable('ended');
      if (!child || !isAvailable) return unavailable('notRunning');
      const steps = randomSteps(random);
      const begun = await child.ask('begin', { photo, steps });
      if (!begun.ok) return begun;
      const active: ActiveRun = {
        challenge: makeUuidV7(clock.now(), random),
        steps,
        step: 'neutral',
        stepNumber: 1,
        seen: false,
        begun: false,
        stopTimer: () => {},
      };
      run = active;
      armStepTimer(active, Math.max(delays.firstPictureMs, policy.challenge.stepTimeoutMs));
      return ok({ challenge: active.challenge, steps });
    },
    async frame(frame) {
      const active = run;
      const picture = frame.rgb;
      try {
        if (!isAvailable || !child) return unavailable('notRunning');
        if (active?.challenge !== frame.challenge) return err({ code: 'IPC-002', raw: 'staleChallenge' });
        if (!active.begun) {
          active.begun = true;
          armStepTimer(active);
        }
        if (active.step !== frame.step) return ok({ answer: { used: false }, progress: currentProgress(active) });
        const outcome = await child.ask('frame', { width: frame.width, height: frame.height, rgb: picture });
        if (outcome.ok) takeProgress(active, outcome.value);
        return outcome;
      } finally {
        picture.fill(0);
      }
    },
    end() {
      ends += 1;
      forgetRun();
      void child?.ask('end', {});
    },
  };
}

function currentProgress(run: ActiveRun): Progress {
  return { kind: 'continue', step: run.step, stepNumber: run.stepNumber, stepTotal: run.steps.length };
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
