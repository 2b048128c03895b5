import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hashOf, isStamped } from './stamp.ts';
import { root } from './steps.ts';

const inputs = [
  'renderer/dev-dock',
  'renderer/ui',
  'contracts',
  'assets/locales/zh-CN/dock.json',
  'assets/locales/en/dock.json',
  'build/vite.dev-dock.config.ts',
  'package-lock.json',
];

/** Builds the dev-dock's page when it changed. @returns its folder */
export async function buildDock(log: (line: string) => void): Promise<string> {
  const folder = path.join(root, 'out', 'dev-dock');
  const hash = await hashOf(inputs);
  const stamp = path.join(folder, '.stamp');
  if (await isStamped(stamp, hash)) return folder;
  const { build } = await import('vite');
  await build({ configFile: path.join(root, 'build/vite.dev-dock.config.ts'), logLevel: 'warn' });
  await writeFile(stamp, hash);
  log('dev-dock: built');
  return folder;
}
