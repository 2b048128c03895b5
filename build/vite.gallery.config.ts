import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { pageHeaders } from '#electron/main/content-policy.ts';

const folder = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** What the terminal's page is sent, but for one thing: the gallery frames whole screens of itself. */
function galleryHeaders(): Record<string, string> {
  const headers = pageHeaders('none');
  const policy = headers['content-security-policy'] ?? '';
  return {
    ...headers,
    'content-security-policy': policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'; frame-src 'self'"),
  };
}

/**
 * Builds `renderer/gallery` to `out/gallery`. `npm run gallery` serves the sources while they are edited; the preview server,
 * which the tests use, serves what was built under the policy that the terminal has.
 */
export default defineConfig({
  root: folder('renderer/gallery'),
  base: './',
  plugins: [react()],
  build: {
    target: 'chrome114',
    outDir: folder('out/gallery'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  preview: { host: '127.0.0.1', headers: galleryHeaders() },
});
