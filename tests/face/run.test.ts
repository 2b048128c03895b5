import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unsignedFacePolicy } from '#build/face-policy.ts';
import type { Observation } from '#electron/face/observe.ts';
import { advance, beginRun, type Run, wipeDropped, wipeRun } from '#electron/face/run.ts';
import { randomSteps } from '#electron/face/steps.ts';

const policy = await unsignedFacePolicy();
const systemRandom = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

const seen = (turn: number, mouth = 0.1): Observation & { kind: 'face' } => ({
  kind: 'face',
  signals: { turn, mouth },
  embedding: Float32Array.from([1, 0]),
  real: 1,
});
const card = (): Float32Array => Float32Array.from([1, 0]);

function after(
  observations: readonly Observation[],
  steps = ['neutral', 'turnLeft', 'openMouth'] as const,
): { run: Run; outcomes: string[] } {
  let run = beginRun(card(), steps);
  const outcomes = observations.map((observation) => {
    const next = advance(run, observation, policy);
    run = next.run;
    const { answer, progress } = next.outcome;
    return `${answer.used ? 'used' : answer.hint} ${progress.kind === 'continue' ? `${progress.step} ${progress.stepNumber}/${progress.stepTotal}` : progress.verdict}`;
  });
  return { run, outcomes };
}

describe('a run', () => {
  it('goes through its steps to the verdict', () => {
    expect(after([seen(1), seen(1), seen(1), seen(1), seen(1.5), seen(1), seen(1, 0.4)]).outcomes).toEqual([
      'used neutral 1/3',
      'used neutral 1/3',
      'used turnLeft 2/3',
      'notYet turnLeft 2/3',
      'used openMouth 3/3',
      'notYet openMouth 3/3',
      'used passed',
    ]);
  });

  it('does not take the other turn for the one that was asked', () => {
    expect(after([seen(1), seen(1), seen(1), seen(0.5)]).outcomes.at(-1)).toBe('notYet turnLeft 2/3');
  });

  it('begins the neutral face anew when the head has moved meanwhile', () => {
    const { run } = after([seen(1.5), seen(1.5), seen(1)]);
    expect(run.neutral).toHaveLength(1);
  });

  it.each(['noFace', 'severalFaces', 'closer', 'farther', 'centre', 'brighter'] as const)(
    'uses no picture with the hint %s',
    (hint) => {
      const { run, outcomes } = after([{ kind: 'unusable', hint }]);
      expect(outcomes).toEqual([`${hint} neutral 1/3`]);
      expect(run.neutral).toHaveLength(0);
    },
  );

  it('overwrites each template that it does not keep, and in the end all', () => {
    const [first, second] = [seen(1.5), seen(1)];
    const run = beginRun(card(), ['neutral', 'turnLeft', 'turnRight']);
    const one = advance(run, first, policy).run;
    const two = advance(one, second, policy).run;
    wipeDropped(one, second, two);
    expect([...first.embedding]).toEqual([0, 0]);
    expect([...second.embedding]).toEqual([1, 0]);
    wipeRun(two);
    expect([...second.embedding, ...two.card]).toEqual([0, 0, 0, 0]);
  });
});

describe('the challenge', () => {
  it('is the neutral face and two different actions, whatever the random bytes are', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 255 })), (bytes) => {
        const steps = randomSteps(() => Uint8Array.of(bytes.next().value ?? 0));
        expect(steps[0]).toBe('neutral');
        expect(new Set(steps).size).toBe(3);
      }),
    );
  });

  it('comes in all six orders about equally often', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 6_000; i++) {
      const order = randomSteps(systemRandom).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(250); // 8 standard deviations
  });
});
