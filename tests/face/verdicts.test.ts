import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPicture } from '#build/demo-faces/picture.ts';
import type { FaceStep } from '#contracts/ipc/view.ts';
import { warp } from '#electron/face/image.ts';
import { actorOf, attackOf, cardOf, hasSharedFaces, sharedFaces } from './fixture.ts';
import { desk, judge, playRun } from './kit.ts';

const orders: readonly (readonly FaceStep[])[] = [
  ['neutral', 'turnLeft', 'turnRight'],
  ['neutral', 'turnRight', 'openMouth'],
  ['neutral', 'openMouth', 'turnLeft'],
];

describe('the person on the card', () => {
  it.each(['astronaut', 'face-2', 'face-3', 'face-4'])('%s passes every order of the challenge', async (face) => {
    const actor = actorOf(face);
    for (const steps of orders) expect(await playRun(cardOf(face), steps, actor)).toEqual({ kind: 'decided', verdict: 'passed' });
  });
});

describe('another person', () => {
  it.each([
    ['astronaut', 'face-2'],
    ['face-2', 'face-3'],
    ['face-3', 'face-4'],
    ['face-4', 'astronaut'],
  ])('with the card of %s, %s is not matched', async (card, face) => {
    expect(await playRun(cardOf(card), orders[0] ?? [], actorOf(face))).toMatchObject({ verdict: 'failed', code: 'FAC-002' });
  });

  it('who takes over after the neutral face is found out', async () => {
    const [first, second] = [actorOf('astronaut'), actorOf('face-3')];
    const actor = (step: FaceStep) => (step === 'neutral' ? first(step) : second(step));
    expect(await playRun(cardOf('astronaut'), orders[0] ?? [], actor)).toMatchObject({ verdict: 'failed', code: 'FAC-007' });
  });
});

describe('an attack', () => {
  it('with a printed photo of the right person is refused', async () => {
    expect(await playRun(cardOf('astronaut'), orders[0] ?? [], attackOf('print-astronaut'))).toMatchObject({ code: 'FAC-003' });
  });
});

describe('an unusable picture', () => {
  const begin = async (): Promise<void> => {
    await (await desk()).answer({ id: 0, ask: 'begin', input: { photo: cardOf('astronaut'), steps: orders[0] ?? [] } });
  };

  it.each([
    ['no-face', 'noFace'],
    ['black', 'noFace'],
  ])('%s brings the hint %s and no verdict', async (film, hint) => {
    await begin();
    expect(await judge(attackOf(film)())).toEqual({
      answer: { used: false, hint },
      progress: { kind: 'continue', step: 'neutral', stepNumber: 1, stepTotal: 3 },
    });
  });

  it('with two people brings the hint severalFaces', async () => {
    await begin();
    const half = (face: string) => {
      const image = actorOf(face)('neutral');
      return warp(image, { xx: 1, xy: 0, yx: 0, yy: 1, tx: 160, ty: 0 }, 320, 480, 0);
    };
    const [left, right] = [half('astronaut'), half('face-3')];
    const rgb = new Uint8Array(640 * 480 * 3);
    for (let y = 0; y < 480; y++) {
      rgb.set(left.rgb.subarray(y * 960, (y + 1) * 960), y * 1920);
      rgb.set(right.rgb.subarray(y * 960, (y + 1) * 960), y * 1920 + 960);
    }
    expect((await judge({ width: 640, height: 480, rgb })).answer).toEqual({ used: false, hint: 'severalFaces' });
  });

  it('is asked to be nearer, farther or brighter', async () => {
    await begin();
    const still = actorOf('astronaut')('neutral');
    const zoomed = (times: number) =>
      warp(still, { xx: 1 / times, xy: 0, yx: 0, yy: 1 / times, tx: 320 - 320 / times, ty: 240 - 240 / times }, 640, 480, 128);
    expect((await judge(zoomed(0.4))).answer.hint).toBe('closer');
    const dark = { ...still, rgb: still.rgb.map((value) => value / 5) };
    expect((await judge(dark)).answer.hint).toBe('brighter');
  });

  it('with a face that acts already while it should be still is not yet good', async () => {
    await begin();
    expect((await judge(actorOf('face-3')('turnLeft'))).answer).toEqual({ used: false, hint: 'notYet' });
  });
});

describe.skipIf(!hasSharedFaces)('labelled photos (skipped where ../shared/faces is missing)', () => {
  it('match their own card photos and not those of others', async () => {
    const { embedCard } = await import('#electron/face/card-photo.ts');
    const { cosine } = await import('#electron/face/embedding.ts');
    const { mainFace, observeFace } = await import('#electron/face/observe.ts');
    const { findFaces, liveLooks } = await import('#electron/face/locate.ts');
    const { readModels } = await import('#electron/face/model-files.ts');
    const { loadNetworks } = await import('#electron/face/networks.ts');
    const { modelsFolder, policy } = await import('./fixture.ts');
    const models = await readModels(modelsFolder, policy.models);
    if (!models.ok) throw new Error(models.error.raw);
    const networks = await loadNetworks(models.value);
    const rows = readFileSync(join(sharedFaces, 'pairs.csv'), 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','));
    const some = [
      ...rows.filter((row) => row[2] === '1' && row[1]?.startsWith('lfw10')).slice(0, 24),
      ...rows.filter((row) => row[2] === '0' && row[1]?.startsWith('lfw10')).slice(0, 24),
    ];
    const cached = new Map<string, Promise<Float32Array>>();
    const once = (key: string, make: () => Promise<Float32Array>): Promise<Float32Array> => {
      const made = cached.get(key) ?? make();
      cached.set(key, made);
      return made;
    };
    const live = async (file: string): Promise<Float32Array> => {
      const image = await readPicture(join(sharedFaces, 'images', file));
      const box = mainFace(
        (await findFaces(networks, image, liveLooks)).map((face) => face.box),
        image,
      );
      if (!box) throw new Error(`no face in ${file}`);
      return (await observeFace(networks, image, box)).embedding;
    };
    const card = async (file: string): Promise<Float32Array> =>
      (await embedCard(networks, await readPicture(join(sharedFaces, 'id', file)))).embedding;
    const matches = { same: [] as number[], different: [] as number[] };
    for (const [a = '', b = '', same] of some) {
      const match = cosine(await once(`live ${a}`, () => live(a)), await once(`card ${b}`, () => card(b)));
      matches[same === '1' ? 'same' : 'different'].push(match);
    }
    expect(Math.max(...matches.different)).toBeLessThan(policy.match.pass);
    expect(matches.same.filter((match) => match >= policy.match.review).length / matches.same.length).toBeGreaterThan(0.9);
  });
});
