import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CardPhoto } from '#contracts/devices/id-reader.ts';
import type { FaceStep } from '#contracts/ipc/view.ts';
import { ensureDemoFaces } from '#build/demo-faces.ts';
import { unsignedFacePolicy } from '#build/face-policy.ts';
import { ensureModels } from '#build/models.ts';
import { type Film, openFilm } from './y4m.ts';

/** Labelled faces beside the repository; tests that need them skip where they are missing. */
export const sharedFaces = new URL('../../../shared/faces', import.meta.url).pathname;
export const hasSharedFaces = existsSync(join(sharedFaces, 'pairs.csv'));

export const modelsFolder = await ensureModels();
export const demoFaces = await ensureDemoFaces();
export const policy = await unsignedFacePolicy();

export function cardOf(face: string): CardPhoto {
  return { width: 102, height: 126, rgb: new Uint8Array(readFileSync(join(demoFaces, face, 'card.rgb'))) };
}

/** Frames of a face's film at which it stands still in the step. */
const stepFrames: Readonly<Record<FaceStep, number>> = { neutral: 6, turnLeft: 21, turnRight: 39, openMouth: 55 };

/** The person's pictures by step; fresh ones on each call, because the decision wipes what it has seen. */
export function actorOf(face: string): (step: FaceStep) => ReturnType<Film['picture']> {
  const film = openFilm(join(demoFaces, face, 'live.y4m'));
  let shot = 0;
  return (step) => film.picture(stepFrames[step] + (shot++ % 3));
}

export function attackOf(name: string): () => ReturnType<Film['picture']> {
  const film = openFilm(join(demoFaces, 'attacks', `${name}.y4m`));
  let shot = 0;
  return () => film.picture(shot++);
}
