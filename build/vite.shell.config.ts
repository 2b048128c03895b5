import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { InlineConfig } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** Packages that stay outside the host's bundle: they have native parts, or find their own files beside themselves. */
export const hostExternals = [
  'better-sqlite3',
  'serialport',
  'node-hid',
  'onnxruntime-node',
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-backend-wasm',
  '@napi-rs/canvas',
  'face-api.js',
  'pdfkit',
];

/** One CommonJS file: what Electron's main process and its sandboxed preload load. Runs on Electron 25 (Node 18) and newer. */
export function shellConfig(entry: 'main' | 'preload', outDir: string): InlineConfig {
  return {
    ...common(outDir),
    build: {
      ...common(outDir).build,
      ssr: `${root}electron/${entry}/${entry}.ts`,
      target: 'node18',
      rollupOptions: { external: ['electron', ...builtins], output: { format: 'cjs', entryFileNames: `${entry}.cjs` } },
    },
  };
}

/**
 * The host and its child programs as ES modules for the Node 24 that travels with the product.
 * @param entries name of the output (`main`) → source below the repository
 */
export function hostConfig(entries: Readonly<Record<string, string>>, outDir: string): InlineConfig {
  return {
    ...common(outDir),
    build: {
      ...common(outDir).build,
      ssr: true,
      target: 'node24',
      rollupOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, source]) => [name, root + source])),
        external: [...builtins, ...hostExternals, ...hostExternals.map((name) => new RegExp(`^${name}/`))],
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  };
}

function common(outDir: string): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: { outDir, emptyOutDir: false, minify: false, reportCompressedSize: false },
  };
}
