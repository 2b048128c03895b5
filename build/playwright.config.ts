import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const path = (below: string) => fileURLToPath(new URL(`../${below}`, import.meta.url));

/**
 * End to end: the real Electron, each worker on a display of its own, where nobody else takes the focus. Two workers: one alone
 * waits half of its time. No video: it hangs where Playwright's own ffmpeg is absent.
 */
export default defineConfig({
  testDir: path('tests/e2e'),
  testMatch: '**/*.spec.ts',
  outputDir: path('out/e2e'),
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  // Real processes on a small, shared machine: one more try is allowed, and the report calls such a test flaky.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
});
