import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyPackages } from './packages.ts';
import { hostConfig } from './vite.shell.config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What runs on the product's own Node 24: the host, the child that decides about faces, the thread that draws certificates. */
const entries = ['electron/host/main.ts', 'electron/face/face-process.ts', 'electron/printing/certificate-worker.ts'];

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
  const { version } = JSON.parse(await fs.readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
  await fs.writeFile(path.join(outDir, 'package.json'), JSON.stringify({ private: true, type: 'module', version }));
  for (const asset of hostAssets) {
    const filter = (file: string): boolean => path.basename(file) !== 'dock.json';
    await fs.cp(path.join(root, asset), path.join(outDir, asset), { recursive: true, filter });
  }
  await copyPackages(hostPackages, path.join(outDir, 'node_modules'));
}

/** A forgotten package, or a program that is started by its file and was not built, would show itself on the first terminal only. */
async function checkImports(outDir: string): Promise<void> {
  const files = (await fs.readdir(outDir, { recursive: true })).filter((file) => file.endsWith('.js'));
  for (const file of files) {
    const source = await fs.readFile(path.join(outDir, file), 'utf8');
    for (const [, name = ''] of source.matchAll(/^import\b[^'"]*["']([^.'"][^'"]*)["']/gm)) {
      const known = name.startsWith('node:') || hostPackages.some((listed) => name === listed || name.startsWith(`${listed}/`));
      if (!known) throw new Error(`${file} imports ${name}: add it to hostPackages in build/build-host.ts`);
    }
    for (const [, program = ''] of source.matchAll(/["'](\.\/[\w-]+)\.ts["']/g)) {
      const compiled = path.normalize(path.join(path.dirname(file), `${program}.js`));
      const isAskedFor = source.includes(`${program}.js`);
      if (!isAskedFor || !files.includes(compiled)) throw new Error(`${file} starts ${program}.ts, which is not in the product`);
    }
  }
}
