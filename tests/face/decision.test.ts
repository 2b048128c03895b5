import { describe, expect, it } from 'vitest';
import type { FacePolicy } from '#contracts/domain/terminal-config.ts';
import { decide, type Evidence, objection } from '#electron/face/decision.ts';

const policy: FacePolicy = {
  version: 'test',
  models: {},
  match: { pass: 0.5, review: 0.4 },
  pad: { realAtLeast: 0.99, frames: 3 },
  continuity: { cosineAtLeast: 0.45 },
  challenge: { turnRatio: 1.35, mouthGain: 0.12, stepTimeoutMs: 15_000 },
  tries: 3,
};

/** A direction whose cosine with the card's direction is `match`. */
const facing = (match: number): Float32Array => Float32Array.from([match, Math.sqrt(1 - match * match)]);
const card = Float32Array.from([1, 0]);
const neutral = (match: number, reals: readonly number[] = [1, 1, 1]): Evidence['neutral'] =>
  reals.map((real) => ({ embedding: facing(match), real }));

describe('the verdict', () => {
  it.each([
    ['passes at the threshold', 0.5001, [1, 1, 1], 'passed', undefined],
    ['goes to a person just below it', 0.4999, [1, 1, 1], 'failed', 'FAC-008'],
    ['goes to a person at the lower threshold', 0.4001, [1, 1, 1], 'failed', 'FAC-008'],
    ['is not matched below both', 0.3999, [1, 1, 1], 'failed', 'FAC-002'],
    ['one doubtful picture of three does not refuse', 0.9, [1, 1, 0.2], 'passed', undefined],
    ['two doubtful pictures of three do', 0.9, [1, 0.98, 0.2], 'failed', 'FAC-003'],
    ['an attack is told before a mismatch', 0.1, [0, 0, 0], 'failed', 'FAC-003'],
  ] as const)('%s', (_, match, reals, verdict, code) => {
    expect(decide({ card, neutral: neutral(match, reals), acted: [facing(match)] }, policy)).toEqual(
      code ? { verdict, code } : { verdict },
    );
  });

  it('another face in an acted picture is FAC-007, even when the neutral face matches', () => {
    expect(decide({ card, neutral: neutral(0.9), acted: [facing(-0.4)] }, policy)).toEqual({
      verdict: 'failed',
      code: 'FAC-007',
    });
  });

  it('another face among the neutral pictures is FAC-007', () => {
    const mixed = [...neutral(0.9, [1, 1]), { embedding: facing(-0.9), real: 1 }];
    expect(decide({ card, neutral: mixed, acted: [] }, policy)).toEqual({ verdict: 'failed', code: 'FAC-007' });
  });

  it('several pictures decide together: noise of one is outweighed', () => {
    const pictures = [0.45, 0.62, 0.62].map((match) => ({ embedding: facing(match), real: 1 }));
    expect(decide({ card, neutral: pictures, acted: [] }, policy)).toEqual({ verdict: 'passed' });
  });
});

describe('an objection before the last step', () => {
  it('waits for all neutral pictures before it speaks of an attack', () => {
    expect(objection({ card, neutral: neutral(0.9, [0, 0]), acted: [] }, policy)).toBeUndefined();
    expect(objection({ card, neutral: neutral(0.9, [0, 0, 0]), acted: [] }, policy)).toEqual({
      verdict: 'failed',
      code: 'FAC-003',
    });
  });

  it('never tells early that the face is not the one on the card', () => {
    expect(objection({ card, neutral: neutral(-0.9), acted: [] }, policy)).toBeUndefined();
  });
});
