import { test as base } from '@playwright/test';
import { startDisplay, type Display } from '#electron/dev-dock/display.ts';
import { launchTerminal, testHost, type LaunchOptions, type Terminal } from './launch.ts';

type Start = (options?: Partial<LaunchOptions>) => Promise<Terminal>;

/**
 * Playwright's `test` with a portrait display per worker and `start`, which launches a terminal (with the obedient test host
 * unless told otherwise) and ends it after the test.
 */
export const test = base.extend<{ start: Start }, { display: Display }>({
  display: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const display = await startDisplay({ width: 1080, height: 1920 });
      await use(display);
      await display.stop();
    },
    { scope: 'worker' },
  ],
  start: async ({ display }, use) => {
    const started: Terminal[] = [];
    await use(async (options = {}) => {
      const terminal = await launchTerminal({ display: display.name, ...testHost('normal'), ...options });
      started.push(terminal);
      return terminal;
    });
    for (const terminal of started) await terminal.close();
  },
});
