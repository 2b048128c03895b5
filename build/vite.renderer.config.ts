import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { faceAssetFiles } from './face-assets.ts';

const root = fileURLToPath(new URL('../renderer', import.meta.url));

/** The guidance worker's models and WebAssembly, under the names that it asks for. */
function faceAssets(): Plugin {
  return {
    name: 'face-assets',
    generateBundle() {
      for (const { from, to } of faceAssetFiles()) this.emitFile({ type: 'asset', fileName: to, source: fs.readFileSync(from) });
    },
  };
}

/**
 * The page that the shell shows under `kiosk://app`. Chromium 114 is the oldest runtime that it is tested on. Nothing is inlined
 * and no preload polyfill is added, because the page's policy allows neither inline script nor data: scripts.
 */
export default defineConfig({
  root,
  base: './',
  plugins: [react(), faceAssets()],
  worker: { format: 'es' },
  build: {
    target: 'chrome114',
    outDir: fileURLToPath(new URL('../out/shell/renderer', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
