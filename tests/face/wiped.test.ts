import { describe, expect, it } from 'vitest';
import { createDecisionDesk } from '#electron/face/decision-desk.ts';
import { embedFace } from '#electron/face/embed-face.ts';
import type { Networks } from '#electron/face/networks.ts';
import { observe } from '#electron/face/observe.ts';
import { actorOf, cardOf, modelsFolder, policy } from './fixture.ts';

const wiped = (bytes: Uint8Array): boolean => bytes.every((value) => value === 0);

/** Networks that answer plausibly and remember every picture they were shown. */
function rememberingNetworks(): { networks: Networks; shown: Uint8Array[] } {
  const shown: Uint8Array[] = [];
  const remember =
    <T>(value: T) =>
    (image: { readonly rgb: Uint8Array }): Promise<T> => {
      shown.push(image.rgb);
      return Promise.resolve(value);
    };
  const points = Array.from({ length: 68 }, (_, i) => ({ x: 30 + (i % 10) * 5, y: 30 + Math.floor(i / 10) * 8 }));
  return {
    shown,
    networks: {
      detect: remember([{ box: { x: 100, y: 100, width: 120, height: 120 }, score: 0.9 }]),
      landmarks: remember(points),
      embed: remember(Float32Array.from([1, 2])),
      liveness: remember(Float32Array.from([1, 0, 0])),
      tensorCount: () => 0,
    },
  };
}

describe('no picture outlives its use', () => {
  it('every crop that a network was shown is overwritten', async () => {
    const { networks, shown } = rememberingNetworks();
    const frame = { width: 320, height: 320, rgb: new Uint8Array(320 * 320 * 3).fill(200) };
    expect(await observe(networks, frame)).toMatchObject({ kind: 'face' });
    expect(shown.length).toBeGreaterThan(6);
    expect(shown.every(wiped)).toBe(true);
  });

  it('the grey and the mirrored face are overwritten', async () => {
    const { networks, shown } = rememberingNetworks();
    await embedFace(networks, { width: 112, height: 112, rgb: new Uint8Array(112 * 112 * 3).fill(90) });
    expect(shown).toHaveLength(2);
    expect(shown.every(wiped)).toBe(true);
  });

  it('the desk overwrites the card photo and each frame that it is handed', async () => {
    const desk = createDecisionDesk();
    await desk.answer({ id: 1, ask: 'load', input: { modelsFolder, policy } });
    const photo = cardOf('astronaut');
    await desk.answer({ id: 2, ask: 'begin', input: { photo, steps: ['neutral', 'turnLeft', 'openMouth'] } });
    const frame = actorOf('astronaut')('neutral');
    await desk.answer({ id: 3, ask: 'frame', input: frame });
    await desk.answer({ id: 4, ask: 'end', input: {} });
    expect(wiped(photo.rgb)).toBe(true);
    expect(wiped(frame.rgb)).toBe(true);
  });

  it('a desk that never loaded answers FAC-006 and wipes all the same', async () => {
    const frame = actorOf('astronaut')('neutral');
    expect(await createDecisionDesk().answer({ id: 1, ask: 'frame', input: frame })).toMatchObject({
      ok: false,
      error: { code: 'FAC-006' },
    });
    expect(wiped(frame.rgb)).toBe(true);
  });
});
