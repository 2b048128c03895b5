import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RgbImage } from '#electron/face/image.ts';
import { findFaces, findLandmarks, liveLooks } from '#electron/face/locate.ts';
import { readModels } from '#electron/face/model-files.ts';
import { loadNetworks, type Networks } from '#electron/face/networks.ts';
import { unsignedFacePolicy } from '../face-policy.ts';
import { blackPicture, emptyRoom, printedPhoto } from './attacks.ts';
import { acted, filmPoses, framesPerSecond } from './motion.ts';
import { pngOf } from './picture.ts';
import { cameraPortrait, cardPortrait } from './portrait.ts';
import { type FaceSource, faceSources } from './sources.ts';
import { writeY4m } from './y4m.ts';

/** Writes all faces and attacks below `folder`; the product's own networks find the landmarks that are moved. */
export async function makeDemoFaces(folder: string, modelsFolder: string): Promise<void> {
  const networks = await networksOf(modelsFolder);
  for (const source of faceSources) await makeFace(networks, source, join(folder, source.name));
  await makeAttacks(join(folder, 'attacks'));
}

async function networksOf(modelsFolder: string): Promise<Networks> {
  const models = await readModels(modelsFolder, (await unsignedFacePolicy()).models);
  if (!models.ok) throw new Error(`The face models are not usable: ${models.error.raw}.`);
  return loadNetworks(models.value);
}

async function makeFace(networks: Networks, source: FaceSource, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const picture = await source.picture();
  const card = await cardPortrait(picture, source.box);
  await writeFile(join(folder, 'card.rgb'), card.rgb);
  await writeFile(join(folder, 'card.png'), pngOf(card));
  const still = cameraPortrait(picture, source.box);
  const face = (await findFaces(networks, still, liveLooks))[0];
  if (!face) throw new Error(`No face was found in the demonstration picture of ${source.name}.`);
  const landmarks = await findLandmarks(networks, still, face.box);
  const noise = steadyNoise();
  await writeY4m(
    join(folder, 'live.y4m'),
    framesPerSecond,
    lazily(filmPoses(), (pose) => acted(still, landmarks, pose, noise)),
  );
}

async function makeAttacks(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const person = faceSources[0];
  if (!person) throw new Error('there is no face to print');
  const still = cameraPortrait(await person.picture(), person.box);
  const noise = steadyNoise();
  const hand = Array.from({ length: 20 }, (_, frame) => Math.sin((2 * Math.PI * frame) / 20));
  await writeY4m(
    join(folder, `print-${person.name}.y4m`),
    framesPerSecond,
    lazily(hand, (sway) => printedPhoto(still, sway, noise)),
  );
  await writeY4m(
    join(folder, 'no-face.y4m'),
    framesPerSecond,
    lazily(hand.slice(0, 4), () => emptyRoom(noise)),
  );
  await writeY4m(
    join(folder, 'black.y4m'),
    framesPerSecond,
    lazily(hand.slice(0, 2), () => blackPicture()),
  );
}

function* lazily<T>(items: Iterable<T>, make: (item: T) => RgbImage): Generator<RgbImage> {
  for (const item of items) yield make(item);
}

/** Sensor noise, σ about 0.8 of 255, the same in every making. */
function steadyNoise(): () => number {
  const table = new Float32Array(65_537);
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  for (let i = 0; i < table.length; i++) table[i] = (next() + next() + next() - 1.5) * 1.6;
  let at = 0;
  return () => table[(at = (at + 1) % table.length)] ?? 0;
}
