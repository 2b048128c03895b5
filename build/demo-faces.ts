import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCacheDir, ensureModels } from './models.ts';

/**
 * Makes `<cacheDir>/demo-faces` and returns its path: for each face `card.rgb` (102 × 126 RGB), `card.png` and `live.y4m` (640 × 480, a
 * film for Chromium's fake camera that does every action in a loop), and `attacks/*.y4m`. About 130 MB; made again only when one of the
 * files that make it has changed. The pictures come out of installed packages and are never committed.
 */
export async function ensureDemoFaces(cacheDir: string = defaultCacheDir()): Promise<string> {
  const folder = join(cacheDir, 'demo-faces');
  const stamp = await makersHash();
  if ((await readFile(join(folder, 'stamp'), 'utf8').catch(() => '')) === stamp) return folder;
  const models = await ensureModels(cacheDir);
  const fresh = await mkdtemp(join(cacheDir, '.demo-faces-'));
  try {
    // Loaded only now: the networks' runtime alone takes longer than finding that nothing is to do.
    const { makeDemoFaces } = await import('./demo-faces/make.ts');
    await makeDemoFaces(fresh, models);
    await writeFile(join(fresh, 'stamp'), stamp);
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}

async function makersHash(): Promise<string> {
  const folder = new URL('./demo-faces/', import.meta.url);
  const hash = createHash('sha256');
  for (const name of (await readdir(folder)).sort()) hash.update(await readFile(new URL(name, folder)));
  return hash.digest('hex');
}
