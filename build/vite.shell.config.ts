import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { InlineConfig } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

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
 * The host and its child programs as ES modules for the Node 24 that travels with the product. One file per source file, at the
 * same place: what they find beside themselves (texts, child programs) they find there too. Packages stay packages.
 * @param entries sources below the repository
 */
export function hostConfig(entries: readonly string[], outDir: string): InlineConfig {
  return {
    ...common(outDir),
    build: {
      ...common(outDir).build,
      ssr: true,
      target: 'node24',
      rollupOptions: {
        input: entries.map((entry) => root + entry),
        external: (id) => !/^[./#]/.test(id),
        output: { format: 'es', preserveModules: true, preserveModulesRoot: root, entryFileNames: '[name].js' },
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
