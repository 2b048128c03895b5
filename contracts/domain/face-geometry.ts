/**
 * What 68 points on a face say about how it is held. Both sides compute with it: the screen's guidance, to choose when a picture
 * is worth sending, and the host's decision, which believes only its own points. Points are in pixels of an unmirrored picture,
 * in the order of the iBUG 300-W annotation (0-16 jaw, 27-35 nose, 36-47 eyes, 48-67 mouth).
 */
export type Point = { readonly x: number; readonly y: number };
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type Size = { readonly width: number; readonly height: number };

/** How a face is held: `turn` = nose to right-hand jaw over nose to left-hand jaw of the picture's person (1 = straight, rises
 * as the person turns to the own left); `mouth` = inner lip gap over inner mouth width. */
export type PoseSignals = { readonly turn: number; readonly mouth: number };

/** An acted step is judged against the person's own neutral face; limits come with the signed policy. */
export type ActionLimits = { readonly turnRatio: number; readonly mouthGain: number };
export type ActionStep = 'turnLeft' | 'turnRight' | 'openMouth';

const at = (points: readonly Point[], index: number): Point => points[index] ?? { x: Number.NaN, y: Number.NaN };

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function poseSignals(points: readonly Point[]): PoseSignals {
  const nose = at(points, 30);
  return {
    turn: distance(nose, at(points, 2)) / distance(nose, at(points, 14)),
    mouth: distance(at(points, 62), at(points, 66)) / distance(at(points, 60), at(points, 64)),
  };
}

/** True when the face now does what was asked, seen from its own neutral signals. */
export function actionDone(step: ActionStep, now: PoseSignals, neutral: PoseSignals, limits: ActionLimits): boolean {
  switch (step) {
    case 'turnLeft':
      return now.turn >= neutral.turn * limits.turnRatio;
    case 'turnRight':
      return now.turn <= neutral.turn / limits.turnRatio;
    case 'openMouth':
      return now.mouth >= neutral.mouth + limits.mouthGain;
  }
}

/** A neutral face looks ahead and keeps the mouth about shut; wider than people differ, narrower than an acted step. */
export function looksNeutral(now: PoseSignals): boolean {
  return now.turn > 1 / 1.7 && now.turn < 1.7 && now.mouth < 0.4;
}

export type FramingHint = 'closer' | 'farther' | 'centre' | 'brighter';

/** `luma` = mean brightness of the face, 0..255. Undefined when the face is placed and lit well enough to be judged. */
export function framingHint(face: Box, frame: Size, luma: number): FramingHint | undefined {
  const share = Math.max(face.width, face.height) / Math.min(frame.width, frame.height);
  if (share < 0.22) return 'closer';
  if (share > 0.85) return 'farther';
  const offX = Math.abs(face.x + face.width / 2 - frame.width / 2) / frame.width;
  const offY = Math.abs(face.y + face.height / 2 - frame.height / 2) / frame.height;
  if (offX > 0.25 || offY > 0.3) return 'centre';
  return luma < 45 ? 'brighter' : undefined;
}
