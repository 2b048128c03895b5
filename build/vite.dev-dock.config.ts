import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const folder = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Builds `renderer/dev-dock` to `out/dev-dock`, which the dock's own server shows under a policy without inline script or style. */
export default defineConfig({
  root: folder('renderer/dev-dock'),
  base: './',
  plugins: [react()],
  build: {
    target: 'chrome114',
    outDir: folder('out/dev-dock'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
