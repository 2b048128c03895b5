import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InlineConfig } from 'vite';
import { hashOf, isStamped } from './stamp.ts';
import { shellConfig } from './vite.shell.config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const shellFolder = path.join(root, 'out', 'shell');
const rendererConfig = path.join(root, 'build', 'vite.renderer.config.ts');

type PartName = 'shell' | 'renderer';

interface Part {
  readonly name: PartName;
  /** What a change of makes it stale. */
  readonly inputs: readonly string[];
  /** Files or folders of `out/shell` that it makes, replaced in one move each. */
  readonly outputs: readonly string[];
  readonly make: (outDir: string) => Promise<unknown>;
}

const shared = ['contracts', 'package-lock.json', 'build/build-shell.ts'];

const parts: readonly Part[] = [
  {
    name: 'shell',
    inputs: [...shared, 'electron/main', 'electron/preload', 'build/vite.shell.config.ts'],
    outputs: ['main.cjs', 'preload.cjs'],
    make: (outDir) => Promise.all([viteBuild(shellConfig('main', outDir)), viteBuild(shellConfig('preload', outDir))]),
  },
  {
    name: 'renderer',
    inputs: [...shared, 'renderer', 'assets', 'build/vite.renderer.config.ts', 'build/models.ts'],
    outputs: ['renderer'],
    make: (outDir) =>
      viteBuild({
        configFile: rendererConfig,
        logLevel: 'warn',
        build: { outDir: path.join(outDir, 'renderer'), emptyOutDir: false, chunkSizeWarningLimit: 5_000 },
      }),
  },
];

/**
 * Builds what Electron loads (`out/shell/main.cjs`, `preload.cjs`, `renderer/`); parts whose sources did not change are left
 * as they are. Each part is made aside and moved into place, so that a terminal that runs meanwhile never sees half of one.
 * @param options.only the shell without its page, or the page alone; default both
 * @returns the folder `out/shell` and the names of the parts that were made
 */
export async function buildShell(
  options: { readonly log?: (line: string) => void; readonly only?: PartName } = {},
): Promise<{ folder: string; built: PartName[] }> {
  const { log = () => {}, only } = options;
  await fs.mkdir(shellFolder, { recursive: true });
  const wanted = parts.filter((part) => only === undefined || part.name === only);
  const built = await Promise.all(wanted.map(async (part) => ((await makePart(part, log)) ? [part.name] : [])));
  return { folder: shellFolder, built: built.flat() };
}

/** Vite is loaded only when something is to be built: asking whether anything is costs a tenth of that. */
async function viteBuild(config: InlineConfig): Promise<void> {
  const { build } = await import('vite');
  await build(config);
}

async function makePart(part: Part, log: (line: string) => void): Promise<boolean> {
  const hash = await hashOf(part.inputs);
  const stampFile = path.join(shellFolder, `.${part.name}.stamp`);
  if (await isStamped(stampFile, hash)) return false;
  const startedAt = performance.now();
  const aside = await fs.mkdtemp(path.join(root, 'out', `.${part.name}-`));
  try {
    await part.make(aside);
    for (const output of part.outputs) await replace(path.join(shellFolder, output), path.join(aside, output), aside);
    await fs.writeFile(stampFile, hash);
  } finally {
    await fs.rm(aside, { recursive: true, force: true });
  }
  log(`${part.name}: built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return true;
}

/** A folder cannot be renamed over another one: the old one steps into `scratch` first. */
async function replace(target: string, fresh: string, scratch: string): Promise<void> {
  await fs.rename(target, path.join(scratch, 'replaced')).catch(() => {});
  await fs.rename(fresh, target);
  await fs.rm(path.join(scratch, 'replaced'), { recursive: true, force: true });
}

if (import.meta.main) await buildShell({ log: console.log });
