import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hashOf, isStamped } from './stamp.ts';
import { root } from './steps.ts';

const inputs = [
  'central/console/web',
  'renderer/ui',
  'contracts',
  'assets/locales/zh-CN/console.json',
  'assets/locales/en/console.json',
  'build/vite.console.config.ts',
  'build/build-console.ts',
  'package-lock.json',
];

/**
 * Builds the console's pages when they changed: aside first, then moved into place, so that a centre that starts meanwhile never sees half
 * of them. @returns their folder
 */
export async function buildConsole(log: (line: string) => void = () => {}): Promise<string> {
  const folder = path.join(root, 'out', 'console');
  const hash = await hashOf(inputs);
  if (await isStamped(path.join(folder, '.stamp'), hash)) return folder;
  const { build } = await import('vite');
  const aside = `${folder}.${process.pid}`;
  await mkdir(path.dirname(folder), { recursive: true });
  try {
    await build({
      configFile: path.join(root, 'build/vite.console.config.ts'),
      logLevel: 'warn',
      build: { outDir: aside, emptyOutDir: true },
    });
    await writeFile(path.join(aside, '.stamp'), hash);
    await rm(folder, { recursive: true, force: true });
    await rename(aside, folder);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  log('console: built');
  return folder;
}

if (import.meta.main) await buildConsole((line) => void process.stderr.write(`${line}\n`));
