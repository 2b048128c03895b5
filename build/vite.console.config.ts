import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const folder = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Builds `central/console/web` to `out/console`, which the centre serves below `/console/` under a policy without inline script or style. */
export default defineConfig({
  root: folder('central/console/web'),
  base: '/console/',
  plugins: [react()],
  build: {
    target: 'chrome114',
    outDir: folder('out/console'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
  },
});
