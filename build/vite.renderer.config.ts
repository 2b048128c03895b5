import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, runnerImport, type InlineConfig, type Plugin } from 'vite';
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

/** Drawing to text needs the components only: neither their styles nor what they prepare in a document. */
const withoutDocument: Plugin = {
  name: 'without-document',
  enforce: 'pre',
  resolveId: (source) => (/\.css$|\/ui\/base\.ts$|^\.\.\/base\.ts$/.test(source) ? '\0nothing' : undefined),
  load: (id) => (id === '\0nothing' ? '' : undefined),
};

/** Puts the first screen's markup into the page, so that it is painted before the scripts have been read. */
function firstScreen(): Plugin {
  return {
    name: 'first-screen',
    async transformIndexHtml(html) {
      const config: InlineConfig = { root, configFile: false, plugins: [react(), withoutDocument] };
      const { module } = await runnerImport<{ firstScreen(): string }>(path.join(root, 'app', 'first-screen.tsx'), config);
      return html.replace('<div id="root"></div>', `<div id="root">${module.firstScreen()}</div>`);
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
  plugins: [react(), faceAssets(), firstScreen()],
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
