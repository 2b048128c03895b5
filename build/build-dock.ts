import path from 'node:path';
import { hashOf, isStamped } from './stamp.ts';
import { writeFile } from 'node:fs/promises';
import { root } from './steps.ts';

/** Builds the dev-dock's page when it changed. @returns its folder */
export async function buildDock(log: (line: string) => void): Promise<string> {
  const folder = path.join(root, 'out', 'dev-dock');
  const hash = await hashOf(['renderer/dev-dock', 'renderer/ui', 'build/vite.dev-dock.config.ts', 'package-lock.json']);
  const stamp = path.join(folder, '.stamp');
  if (await isStamped(stamp, hash)) return folder;
  const { build } = await import('vite');
  await build({ configFile: path.join(root, 'build/vite.dev-dock.config.ts'), logLevel: 'warn' });
  await writeFile(stamp, hash);
  log('dev-dock: built');
  return folder;
}
