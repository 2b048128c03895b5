import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyPackages } from './packages.ts';
import { hostConfig } from './vite.shell.config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Programs that run on the product's own Node 24: the host, and the child that decides about faces. */
const entries = ['electron/host/main.ts', 'electron/face/face-process.ts'];

/** What the host and its child load by name. A package that is imported and not listed here ends the build. */
export const hostPackages = [
  '@napi-rs/canvas',
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-backend-wasm',
  'better-sqlite3',
  'face-api.js',
  'fontkit',
  'iconv-lite',
  'onnxruntime-node',
  'pdfkit',
  'qrcode',
  'serialport',
  'zod',
];

/** Texts and legal days that the host reads at run time; never the synthetic persons of `assets/demo`, nor the dev-dock's texts. */
const hostAssets = ['assets/locales', 'assets/calendar'];

/**
 * Makes a folder that runs the host with nothing but a Node 24: the compiled sources, the assets they read, and the packages
 * they need, without what other platforms or developers need.
 */
export async function buildHost(outDir: string): Promise<void> {
  const { build } = await import('vite');
  await build(hostConfig(entries, outDir));
  await checkImports(outDir);
  await fs.writeFile(path.join(outDir, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  for (const asset of hostAssets) {
    const filter = (file: string): boolean => path.basename(file) !== 'dock.json';
    await fs.cp(path.join(root, asset), path.join(outDir, asset), { recursive: true, filter });
  }
  await copyPackages(hostPackages, path.join(outDir, 'node_modules'));
}

/** A forgotten package would show itself on the first terminal only. */
async function checkImports(outDir: string): Promise<void> {
  const files = (await fs.readdir(outDir, { recursive: true })).filter((file) => file.endsWith('.js'));
  for (const file of files) {
    const source = await fs.readFile(path.join(outDir, file), 'utf8');
    for (const [, name = ''] of source.matchAll(/^import\b[^'"]*["']([^.'"][^'"]*)["']/gm)) {
      const known = name.startsWith('node:') || hostPackages.some((listed) => name === listed || name.startsWith(`${listed}/`));
      if (!known) throw new Error(`${file} imports ${name}: add it to hostPackages in build/build-host.ts`);
    }
  }
}
