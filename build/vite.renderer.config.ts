import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('../renderer', import.meta.url));

/**
 * The page that the shell shows under `kiosk://app`. Chromium 114 is the oldest runtime that it is tested on. Nothing is inlined
 * and no preload polyfill is added, because the page's policy allows neither inline script nor data: scripts.
 */
export default defineConfig({
  root,
  base: './',
  plugins: [react()],
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
