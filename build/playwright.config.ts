import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const path = (below: string) => fileURLToPath(new URL(`../${below}`, import.meta.url));

/**
 * End to end: the real Electron on a display of its own (tests/e2e/launch.ts). One worker, because two terminals at once would
 * fight for the focus of the keyboard tests and for two cores. No video: it hangs where Playwright's own ffmpeg is absent.
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
