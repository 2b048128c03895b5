import {
  actionDone,
  type Box,
  framingHint,
  looksNeutral,
  type Point,
  type PoseSignals,
  poseSignals,
  type Size,
} from '#contracts/domain/face-geometry.ts';
import type { FaceFrameAnswer } from '#contracts/ipc/api.ts';
import type { FaceStep } from '#contracts/ipc/view.ts';

export type Hint = NonNullable<FaceFrameAnswer['hint']>;

/** What the worker found in one camera picture; `luma` is the mean brightness of the face, 0..255. */
export type Sight = {
  readonly frame: Size;
  readonly faces: readonly { readonly box: Box; readonly landmarks: readonly Point[]; readonly luma: number }[];
};

/** What the guidance remembers of the run so far; begins anew with each challenge. */
export type GuidanceState = {
  readonly challenge: string;
  readonly step: FaceStep;
  /** The person's own neutral face as this side sees it: it only chooses pictures, the host measures its own. */
  readonly neutral: PoseSignals | undefined;
  readonly last: PoseSignals | undefined;
  /** Monotonic ms of the last picture that was sent, or of the step's beginning. */
  readonly lastSentAt: number;
};

export type Advice = { readonly state: GuidanceState; readonly hint: Hint | undefined; readonly send: boolean };

/** A little easier than the signed policy, so that the host sees the doubtful ones and decides. */
const limits = { turnRatio: 1.25, mouthGain: 0.09 };
/** Pictures go out at most this often, so that a run costs the host little. */
const sendEveryMs = 330;
/** When both sides disagree about an action, a picture goes out all the same after this time: the host has the last word. */
const sendAnywayAfterMs = 1_500;
/** A head that moves more than this between two looks gives a blurred picture. */
const steadyTurn = 1.12;
const secondFaceShare = 0.4;

export function beginStep(previous: GuidanceState | undefined, challenge: string, step: FaceStep, now: number): GuidanceState {
  const same = previous?.challenge === challenge;
  return {
    challenge,
    step,
    neutral: same ? previous.neutral : undefined,
    last: undefined,
    lastSentAt: same ? now : now - sendEveryMs,
  };
}

/** True when the next picture may be one to send; until then its pixels need not be read. */
export function mayBeDue(state: GuidanceState, now: number): boolean {
  return now - state.lastSentAt >= sendEveryMs;
}

/** What to tell the person, and whether this picture is worth the host's time. */
export function advise(state: GuidanceState, sight: Sight, now: number): Advice {
  const [main, second] = [...sight.faces].sort((a, b) => area(b.box) - area(a.box));
  if (!main) return quiet(state, 'noFace');
  if (second && area(second.box) >= secondFaceShare * area(main.box)) return quiet(state, 'severalFaces');
  const framing = framingHint(main.box, sight.frame, main.luma);
  if (framing) return quiet(state, framing);
  const signals = poseSignals(main.landmarks);
  const looked = { ...state, last: signals };
  const due = mayBeDue(state, now);
  if (state.step === 'neutral') {
    const good = looksNeutral(signals) && isSteady(state.last, signals);
    return good ? { ...send(looked, due, now, signals), hint: undefined } : quiet(looked, 'notYet');
  }
  const done = state.neutral !== undefined && actionDone(state.step, signals, state.neutral, limits);
  if (done) return send(looked, due, now, state.neutral);
  return { ...send(looked, now - state.lastSentAt >= sendAnywayAfterMs, now, state.neutral), hint: 'notYet' };
}

function send(state: GuidanceState, send: boolean, now: number, neutral: PoseSignals | undefined): Advice {
  return { state: { ...state, neutral, lastSentAt: send ? now : state.lastSentAt }, hint: undefined, send };
}

function quiet(state: GuidanceState, hint: Hint): Advice {
  return { state, hint, send: false };
}

function isSteady(before: PoseSignals | undefined, now: PoseSignals): boolean {
  if (!before) return false;
  return Math.max(before.turn, now.turn) / Math.min(before.turn, now.turn) <= steadyTurn;
}

function area(box: Box): number {
  return box.width * box.height;
}
