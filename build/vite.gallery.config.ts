import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The terminal's own policy, and one thing more: the gallery frames whole screens of itself. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self' blob: mediastream:",
  "frame-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/**
 * Builds `renderer/gallery` to `out/gallery`. It is shown by Vite's preview server on loopback and not by its development
 * server: only what was built keeps the policy that the terminal has.
 */
export default defineConfig({
  root: new URL('../renderer/gallery', import.meta.url).pathname,
  base: './',
  plugins: [react()],
  build: {
    outDir: new URL('../out/gallery', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'chrome114',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  preview: {
    host: '127.0.0.1',
    headers: { 'Content-Security-Policy': policy },
  },
});
