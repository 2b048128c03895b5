import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceFrame } from '#contracts/ipc/api.ts';
import type { FaceStep } from '#contracts/ipc/view.ts';
import { createFaceService, faceDelays, type FaceService } from '#electron/face/face-service.ts';
import { actorOf, cardOf, modelsFolder, policy } from './fixture.ts';
import { manualClock, systemRandom } from './kit.ts';

const clock = manualClock();
const logged: string[] = [];
let face: FaceService;
beforeAll(async () => {
  face = createFaceService({
    policy,
    modelsFolder,
    clock,
    random: systemRandom,
    log: (event, fields) => logged.push(JSON.stringify({ event, fields })),
  });
  expect(await face.start()).toEqual({ ok: true, value: undefined });
});
afterAll(() => face.stop());

const person = actorOf('astronaut');

function pictureFor(challenge: string, step: FaceStep): FaceFrame {
  return { challenge, step, ...person(step) };
}

async function begin(): Promise<{ readonly challenge: string; readonly steps: readonly FaceStep[] }> {
  const begun = await face.begin(cardOf('astronaut'));
  if (!begun.ok) throw new Error(begun.error.raw);
  return begun.value;
}

describe('a run through the decision process', () => {
  it('passes the right person, and no answer on the way holds anything but hints, steps and the verdict', async () => {
    const { challenge, steps } = await begin();
    const answers: unknown[] = [];
    let step: FaceStep = 'neutral';
    for (let picture = 0; picture < 10; picture++) {
      const outcome: Awaited<ReturnType<FaceService['frame']>> = await face.frame(pictureFor(challenge, step));
      answers.push(outcome);
      if (!outcome.ok || outcome.value.progress.kind === 'decided') break;
      step = outcome.value.progress.step;
    }
    expect(answers.at(-1)).toEqual({
      ok: true,
      value: { answer: { used: true }, progress: { kind: 'decided', verdict: 'passed' } },
    });
    const known = new Set([
      'ok',
      'value',
      'answer',
      'used',
      'hint',
      'progress',
      'kind',
      'step',
      'stepNumber',
      'stepTotal',
      'verdict',
      'code',
    ]);
    const words =
      JSON.stringify([answers, steps])
        .match(/"([a-zA-Z]+)":/g)
        ?.map((word) => word.slice(1, -2)) ?? [];
    expect(words.filter((word) => !known.has(word))).toEqual([]);
    const numbers = JSON.stringify(answers).match(/[-\d.]+(?=[,}\]])/g) ?? [];
    expect(numbers.filter((number) => !/^[123]$/.test(number))).toEqual([]);
    expect(logged.join()).not.toMatch(/\d\.\d/);
  });

  it('ends with its verdict: a further picture is refused', async () => {
    const { challenge } = await begin();
    face.end();
    expect(await face.frame(pictureFor(challenge, 'neutral'))).toEqual({
      ok: false,
      error: { code: 'IPC-002', raw: 'staleChallenge' },
    });
  });
});

describe('pictures of another run', () => {
  it('are refused when they were taken for the challenge before', async () => {
    const before = await begin();
    const now = await begin();
    expect(await face.frame(pictureFor(before.challenge, 'neutral'))).toMatchObject({ ok: false, error: { code: 'IPC-002' } });
    expect(await face.frame(pictureFor(now.challenge, 'neutral'))).toMatchObject({ ok: true, value: { answer: { used: true } } });
  });

  it('are not used when they are for another step', async () => {
    const { challenge } = await begin();
    expect(await face.frame(pictureFor(challenge, 'openMouth'))).toEqual({
      ok: true,
      value: { answer: { used: false }, progress: { kind: 'continue', step: 'neutral', stepNumber: 1, stepTotal: 3 } },
    });
  });
});

describe('a step that takes too long', () => {
  it('is FAC-005 when a face was there, told once, and the run is over', async () => {
    const told: string[] = [];
    const stopListening = face.onExpired((code) => told.push(code));
    const { challenge } = await begin();
    await face.frame(pictureFor(challenge, 'neutral'));
    clock.advance(policy.challenge.stepTimeoutMs - 1);
    expect(told).toEqual([]);
    clock.advance(1);
    expect(told).toEqual(['FAC-005']);
    expect(await face.frame(pictureFor(challenge, 'neutral'))).toMatchObject({ ok: false });
    clock.advance(policy.challenge.stepTimeoutMs);
    stopListening();
    expect(told).toEqual(['FAC-005']);
  });

  it('is FAC-001 when no usable face was ever seen', async () => {
    const told: string[] = [];
    const stopListening = face.onExpired((code) => told.push(code));
    await begin();
    clock.advance(faceDelays.firstPictureMs - 1);
    expect(told).toEqual([]);
    clock.advance(1);
    stopListening();
    expect(told).toEqual(['FAC-001']);
  });

  it('begins to count with the first picture, so that a slow camera uses up nothing', async () => {
    const told: string[] = [];
    const stopListening = face.onExpired((code) => told.push(code));
    const { challenge } = await begin();
    clock.advance(policy.challenge.stepTimeoutMs + 1);
    await face.frame(pictureFor(challenge, 'neutral'));
    clock.advance(policy.challenge.stepTimeoutMs - 1);
    expect(told).toEqual([]);
    face.end();
    stopListening();
  });

  it('gives each step its own time', async () => {
    const told: string[] = [];
    const stopListening = face.onExpired((code) => told.push(code));
    const { challenge } = await begin();
    clock.advance(policy.challenge.stepTimeoutMs - 1);
    for (let i = 0; i < policy.pad.frames; i++) await face.frame(pictureFor(challenge, 'neutral'));
    clock.advance(policy.challenge.stepTimeoutMs - 1);
    expect(told).toEqual([]);
    face.end();
    stopListening();
  });
});

describe('what was seen', () => {
  it('is wiped from the host as soon as it was judged, used or not', async () => {
    const { challenge } = await begin();
    const pictures = [pictureFor(challenge, 'neutral'), pictureFor(challenge, 'turnLeft'), pictureFor('another', 'neutral')];
    for (const picture of pictures) await face.frame(picture);
    for (const picture of pictures) expect(picture.rgb.every((value) => value === 0)).toBe(true);
    face.end();
  });
});
