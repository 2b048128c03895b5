import { describe, expect, it } from 'vitest';
import { actionDone, framingHint, looksNeutral, poseSignals } from '#contracts/domain/face-geometry.ts';

const limits = { turnRatio: 1.35, mouthGain: 0.12 };
const frame = { width: 640, height: 480 };
const face = { x: 240, y: 150, width: 160, height: 180 };

function landmarks(noseX: number, lipGap: number): { x: number; y: number }[] {
  const points = Array.from({ length: 68 }, () => ({ x: 0, y: 0 }));
  points[2] = { x: 0, y: 50 };
  points[14] = { x: 100, y: 50 };
  points[30] = { x: noseX, y: 50 };
  points[60] = { x: 30, y: 80 };
  points[64] = { x: 70, y: 80 };
  points[62] = { x: 50, y: 80 - lipGap / 2 };
  points[66] = { x: 50, y: 80 + lipGap / 2 };
  return points;
}

describe('pose signals', () => {
  it('rise when the nose goes to the right of the picture, which is the person’s left', () => {
    expect(poseSignals(landmarks(50, 4)).turn).toBeCloseTo(1);
    expect(poseSignals(landmarks(60, 4)).turn).toBeCloseTo(1.5);
    expect(poseSignals(landmarks(50, 4)).mouth).toBeCloseTo(0.1);
  });

  it.each([
    ['turnLeft', 60, 4, true],
    ['turnLeft', 40, 4, false],
    ['turnRight', 40, 4, true],
    ['turnRight', 60, 4, false],
    ['openMouth', 50, 12, true],
    ['openMouth', 50, 7, false],
  ] as const)('%s with the nose at %d and the lips %d apart: %s', (step, nose, gap, done) => {
    expect(actionDone(step, poseSignals(landmarks(nose, gap)), poseSignals(landmarks(50, 4)), limits)).toBe(done);
  });

  it('are judged against the person’s own neutral face, not against a perfect one', () => {
    const uneven = poseSignals(landmarks(60, 4));
    expect(actionDone('turnLeft', uneven, uneven, limits)).toBe(false);
  });

  it.each([
    [50, 4, true],
    [60, 4, true],
    [66, 4, false],
    [34, 4, false],
    [50, 20, false],
  ])('nose at %d, lips %d apart looks neutral: %s', (nose, gap, neutral) => {
    expect(looksNeutral(poseSignals(landmarks(nose, gap)))).toBe(neutral);
  });

  it('of missing points are neither neutral nor an action', () => {
    expect(looksNeutral(poseSignals([]))).toBe(false);
    expect(actionDone('turnLeft', poseSignals([]), { turn: 1, mouth: 0.1 }, limits)).toBe(false);
  });
});

describe('framing hints', () => {
  it.each([
    ['good', face, 120, undefined],
    ['small', { x: 300, y: 200, width: 50, height: 60 }, 120, 'closer'],
    ['huge', { x: 100, y: 10, width: 440, height: 460 }, 120, 'farther'],
    ['aside', { ...face, x: 10 }, 120, 'centre'],
    ['low', { ...face, y: 320 }, 120, 'centre'],
    ['dark', face, 30, 'brighter'],
  ] as const)('%s', (_, box, luma, hint) => expect(framingHint(box, frame, luma)).toBe(hint));
});
