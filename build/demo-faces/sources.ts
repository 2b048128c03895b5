import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Box } from '#contracts/domain/face-geometry.ts';
import type { RgbImage } from '#electron/face/image.ts';
import { readPicture } from './picture.ts';

/**
 * Where the faces come from: pictures that lie inside packages whose licence allows it, read at set-up, never committed.
 * The astronaut is a NASA portrait in the public domain (Debian's python3-skimage); the others are persons cut out of the sample
 * pictures of face-api.js (MIT, in the npm package).
 */
export type FaceSource = { readonly name: string; readonly box: Box; readonly picture: () => Promise<RgbImage> };

const sample = (file: string) => (): Promise<RgbImage> =>
  readPicture(new URL(`../../node_modules/face-api.js/demo/${file}`, import.meta.url).pathname);

/** Boxes as TinyFaceDetector gives them, pixels of the source picture. */
export const faceSources: readonly FaceSource[] = [
  { name: 'astronaut', box: { x: 150, y: 74, width: 140, height: 119 }, picture: astronaut },
  { name: 'face-2', box: { x: 1439, y: 307, width: 312, height: 277 }, picture: sample('sample6.jpg') },
  { name: 'face-3', box: { x: 1088, y: 314, width: 303, height: 271 }, picture: sample('sample6.jpg') },
  { name: 'face-4', box: { x: 292, y: 878, width: 356, height: 325 }, picture: sample('sample5.jpg') },
];

const run = promisify(execFile);
const insidePackage = 'usr/lib/python3/dist-packages/skimage/data/astronaut.png';

/** Out of an installed python3-skimage, or out of the package fetched and unpacked (never installed). */
async function astronaut(): Promise<RgbImage> {
  const installed = join('/', insidePackage);
  if (await exists(installed)) return readPicture(installed);
  const folder = await mkdtemp(join(tmpdir(), 'e-station-skimage-'));
  try {
    await run('apt-get', ['download', 'python3-skimage'], { cwd: folder });
    const archive = (await readdir(folder)).find((name) => name.endsWith('.deb')) ?? '';
    await run('dpkg', ['-x', join(folder, archive), folder]);
    return await readPicture(join(folder, insidePackage));
  } catch (cause) {
    throw new Error(
      'The demonstration portrait is missing: on Debian, `apt-get update && apt-get install python3-skimage` provides it.',
      { cause },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
