/**
 * The face decision: what one frame costs beside face-api.js's own way on the same machine in the same minutes, how often it is
 * wrong on labelled card photos, and whether it keeps memory. Frames are judged in turn by both, so that both meet the same load.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate } from '#build/face-eval/run.ts';
import { ensureDemoFaces } from '#build/demo-faces.ts';
import { unsignedFacePolicy } from '#build/face-policy.ts';
import { ensureModels } from '#build/models.ts';
import { readModels } from '#electron/face/model-files.ts';
import { loadNetworks, type Networks } from '#electron/face/networks.ts';
import { observe } from '#electron/face/observe.ts';
import { type Film, openFilm } from '../face/y4m.ts';
import { percentile, report } from './report.ts';

const peerFrames = 3;
const ownFramesEach = 8;
const soakFrames = 1_200;
/** V8 raises its heap once, by 32 MiB, somewhere in the first few hundred frames; what counts is what happens afterwards. */
const settledAfter = 600;
const sampleEvery = 25;

async function ownNetworks(): Promise<Networks> {
  const models = await readModels(await ensureModels(), (await unsignedFacePolicy()).models);
  if (!models.ok) throw new Error(models.error.raw);
  return loadNetworks(models.value);
}

async function judgedIn(networks: Networks, film: Film, frame: number): Promise<number> {
  const picture = film.picture(frame);
  const begun = performance.now();
  const seen = await observe(networks, picture);
  if (seen.kind !== 'face') throw new Error(`frame ${frame} was not usable: ${seen.hint}`);
  return performance.now() - begun;
}

/** ms of each frame, own and peer's, taken alternately; both are warm. */
async function sideBySide(networks: Networks, film: Film): Promise<{ own: number[]; peer: number[] }> {
  const child = fork(new URL('./face-peer.ts', import.meta.url), { serialization: 'advanced' });
  const own: number[] = [];
  const peer: number[] = [];
  try {
    await once(child, 'message');
    for (let round = -1; round < peerFrames; round++) {
      child.send(film.picture(round + 1));
      const [answer] = (await once(child, 'message')) as [{ readonly ms: number; readonly found: boolean }];
      if (!answer.found) throw new Error('the peer found no face');
      const mine: number[] = [];
      for (let i = 0; i < ownFramesEach; i++) mine.push(await judgedIn(networks, film, i));
      if (round < 0) continue; // the first round warms both up
      peer.push(answer.ms);
      own.push(...mine);
    }
  } finally {
    child.disconnect();
  }
  return { own, peer };
}

/**
 * Resident memory in the last quarter of the soak over that in the third (medians, because a single sample depends on when garbage
 * was collected), the step that came before, and the tensors that stayed.
 */
async function soak(
  networks: Networks,
  film: Film,
): Promise<{ growth: number; warmUp: number; tensors: number; rssMiB: number }> {
  const tensors = networks.tensorCount();
  const samples: number[] = [];
  const atStart = process.memoryUsage.rss();
  for (let frame = 0; frame < soakFrames; frame++) {
    await judgedIn(networks, film, frame % 12);
    if (frame >= settledAfter && frame % sampleEvery === 0) samples.push(process.memoryUsage.rss());
  }
  const half = samples.length / 2;
  const [before, after] = [percentile(samples.slice(0, half), 0.5), percentile(samples.slice(half), 0.5)];
  return { growth: after / before, warmUp: before / atStart, tensors: networks.tensorCount() - tensors, rssMiB: after / 2 ** 20 };
}

const film = openFilm(join(await ensureDemoFaces(), 'face-2', 'live.y4m'));
const networks = await ownNetworks();
console.log(
  "peer: face-api.js's own way (SSD, 68 points, dlib descriptor) on tfjs 4.22 cpu; face-api.js 0.22.2 itself is not installed",
);
const { own, peer } = await sideBySide(networks, film);
const kept = await soak(networks, film);
const faces = new URL('../../../shared/faces/', import.meta.url).pathname;
const labelled = existsSync(join(faces, 'pairs.csv'))
  ? await evaluate({ pairs: join(faces, 'pairs.csv'), live: join(faces, 'images'), card: join(faces, 'id') })
  : undefined;
if (!labelled) console.log('accuracy: skipped, ../shared/faces is missing');

const timesFaster = percentile(peer, 0.5) / percentile(own, 0.5);
report('face', {
  figures: {
    ownFrameP50Ms: percentile(own, 0.5),
    ownFrameBestMs: Math.min(...own),
    peerFrameP50Ms: percentile(peer, 0.5),
    peerFrameBestMs: Math.min(...peer),
    soakFrames,
    soakRssMiB: kept.rssMiB,
    ...(labelled && {
      frrAtFar1Percent: labelled.frrAtFar1Percent.frr,
      frrAtFar01Percent: labelled.frrAtFar01Percent.frr,
      farAtShippedThreshold: labelled.atShippedThreshold.far,
      frrAtShippedThreshold: labelled.atShippedThreshold.frr,
    }),
  },
  ratios: { timesFasterThanPeer: timesFaster, soakRssGrowth: kept.growth, soakWarmUpGrowth: kept.warmUp },
  goals: {
    timesFasterThanPeer: { value: timesFaster, atLeast: 60 },
    soakRssGrowth: { value: kept.growth, atMost: 1.05 },
    soakTensorsKept: { value: kept.tensors, atMost: 0 },
    ...(labelled && { frrAtFar1Percent: { value: labelled.frrAtFar1Percent.frr, atMost: 0.05 } }),
  },
});
