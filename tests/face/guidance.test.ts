import { describe, expect, it } from 'vitest';
import { advise, beginStep, type GuidanceState, type Sight } from '#renderer/face/guidance-core.ts';
import { meanLuma, rgbOf } from '#renderer/face/pixels.ts';

const frame = { width: 640, height: 480 };
const box = { x: 240, y: 150, width: 160, height: 180 };

function face(noseX: number, lipGap = 4): Sight['faces'][number] {
  const landmarks = Array.from({ length: 68 }, () => ({ x: 0, y: 0 }));
  landmarks[2] = { x: 0, y: 50 };
  landmarks[14] = { x: 100, y: 50 };
  landmarks[30] = { x: noseX, y: 50 };
  landmarks[60] = { x: 30, y: 80 };
  landmarks[64] = { x: 70, y: 80 };
  landmarks[66] = { x: 50, y: 80 + lipGap };
  landmarks[62] = { x: 50, y: 80 };
  return { box, landmarks, luma: 120 };
}
const still: Sight = { frame, faces: [face(50)] };

/** Shows the sights one after another, `everyMs` apart, and tells what was advised. */
function shown(from: GuidanceState, sights: readonly Sight[], everyMs = 100) {
  let state = from;
  return {
    advices: sights.map((sight, i) => {
      const advice = advise(state, sight, i * everyMs);
      state = advice.state;
      return advice.send ? 'send' : (advice.hint ?? 'wait');
    }),
    get state() {
      return state;
    },
  };
}

describe('the neutral step', () => {
  const begun = beginStep(undefined, 'a', 'neutral', 0);

  it('sends a steady face, at most three pictures a second', () => {
    expect(
      shown(
        begun,
        Array.from({ length: 12 }, () => still),
      ).advices.filter((advice) => advice === 'send'),
    ).toHaveLength(3);
  });

  it('waits while the head moves or is turned', () => {
    expect(
      shown(
        begun,
        [face(50), face(56), face(50), face(70)].map((one) => ({ frame, faces: [one] })),
      ).advices,
    ).toEqual(['notYet', 'notYet', 'notYet', 'notYet']);
  });

  it.each([
    ['noFace', { frame, faces: [] }],
    ['severalFaces', { frame, faces: [face(50), { ...face(50), box: { ...box, x: 20 } }] }],
    ['closer', { frame, faces: [{ ...face(50), box: { x: 300, y: 220, width: 50, height: 60 } }] }],
    ['brighter', { frame, faces: [{ ...face(50), luma: 20 }] }],
  ] as const)('says %s and sends nothing', (hint, sight) => {
    expect(shown(begun, [still, sight]).advices[1]).toBe(hint);
  });

  it('does not mind a small face far behind', () => {
    const behind = { ...face(50), box: { x: 20, y: 20, width: 60, height: 60 } };
    expect(shown(begun, [still, { frame, faces: [face(50), behind] }]).advices[1]).toBe('send');
  });
});

describe('an acted step', () => {
  const afterNeutral = (step: 'turnLeft' | 'turnRight' | 'openMouth'): GuidanceState => {
    const seen = shown(beginStep(undefined, 'a', 'neutral', 0), [still, still]);
    return beginStep(seen.state, 'a', step, 0);
  };

  it.each([
    ['turnLeft', face(62)],
    ['turnRight', face(38)],
    ['openMouth', face(50, 16)],
  ] as const)('%s sends as soon as it is done', (step, acted) => {
    const { advices } = shown(afterNeutral(step), [still, { frame, faces: [acted] }], 400);
    expect(advices).toEqual(['notYet', 'send']);
  });

  it('sends now and then all the same, because the host decides what counts', () => {
    const { advices } = shown(
      afterNeutral('turnLeft'),
      Array.from({ length: 20 }, () => still),
    );
    expect(advices.filter((advice) => advice === 'send')).toHaveLength(1);
  });

  it('of a new challenge knows nothing of the person before', () => {
    const seen = shown(beginStep(undefined, 'a', 'neutral', 0), [still, still]);
    expect(seen.state.neutral).toBeDefined();
    expect(beginStep(seen.state, 'b', 'neutral', 0).neutral).toBeUndefined();
  });
});

describe('pixels', () => {
  it('lose their alpha and keep their order', () => {
    expect([...rgbOf(Uint8ClampedArray.from([1, 2, 3, 255, 4, 5, 6, 0]))]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('outside the picture do not count as dark', () => {
    const white = new Uint8Array(64 * 64 * 3).fill(255);
    expect(meanLuma(white, { width: 64, height: 64 }, { x: -32, y: -32, width: 64, height: 64 })).toBeCloseTo(255);
    expect(meanLuma(white, { width: 64, height: 64 }, { x: 100, y: 100, width: 10, height: 10 })).toBe(0);
  });
});
