import { setTimeout as wait } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { isAlive, type Terminal } from './launch.ts';
import { test } from './terminal-test.ts';

async function hostPid(page: Page): Promise<number> {
  await expect(page.locator('#pid')).not.toHaveText('?');
  return Number(await page.locator('#pid').textContent());
}

/** Colour of a pixel near a corner of what the window really shows, as the compositor has it. */
function cornerColour(terminal: Terminal): Promise<number[]> {
  return terminal.app.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage({ x: 8, y: 8, width: 1, height: 1 });
    const [blue, green, red] = image?.toBitmap() ?? [];
    return [red ?? 0, green ?? 0, blue ?? 0];
  });
}

const sand = [0xfb, 0xf8, 0xf2];

test('kill -9 of the host: the page says so, and shows the view of a new one', async ({ start }) => {
  const terminal = await start();
  const { page } = terminal;
  const first = await hostPid(page);
  process.kill(first, 'SIGKILL');
  await expect(page.locator('#state')).toHaveText('restarting');
  await expect(page.locator('#state')).toHaveText('running');
  await expect(page.locator('#pid')).not.toHaveText(String(first));
  const states = await page.evaluate(() => Reflect.get(window, 'states') as string[]);
  expect(states.slice(-2)).toEqual(['restarting', 'running']);
  expect(await terminal.log()).toContainEqual(
    expect.objectContaining({ event: 'host.exited', reason: 'SIGKILL', restartInMs: 500 }),
  );
});

test('calls that a dying host owes are answered with IPC-003', async ({ start }) => {
  const { page, app } = await start({ hostArgs: ['mute'] });
  await expect(page.locator('#state')).toHaveText('running');
  const answer = page.evaluate(() => {
    const { kiosk } = window as unknown as { kiosk: { call: (method: string, input: unknown) => Promise<unknown> } };
    return kiosk.call('session.intend', { type: 'touch' });
  });
  const host = await hostPid(page);
  expect(app.process().pid).not.toBe(host);
  process.kill(host, 'SIGKILL');
  expect(await answer).toEqual({ ok: false, error: { code: 'IPC-003', raw: 'host ended' } });
});

test('a host that ends at every start: tried with growing pauses, the screen says failed and is never white', async ({
  start,
}) => {
  const terminal = await start({ hostArgs: ['crash'] });
  const { page } = terminal;
  await expect(page.locator('#state')).toHaveText('failed');
  expect(await cornerColour(terminal)).toEqual(sand);
  const pauses = (await terminal.log()).filter((line) => line.event === 'host.exited').map((line) => line['restartInMs']);
  expect(pauses.slice(0, 4)).toEqual([500, 1000, 2000, 4000]);
});

test('a renderer that crashes comes back with the page and its view', async ({ start }) => {
  const terminal = await start();
  const { page, app } = terminal;
  const host = await hostPid(page);
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  // the debugger's page object does not survive the crash: the new page is asked through the main process, once it is loaded
  const text = "[document.querySelector('#state')?.textContent, document.querySelector('#pid')?.textContent].join()";
  const shown = () =>
    app.evaluate(({ BrowserWindow }, script) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return contents?.isCrashed() === false && !contents.isLoading() ? contents.executeJavaScript(script) : '';
    }, text);
  await expect.poll(async () => (await terminal.log()).some((line) => line.event === 'shell.renderer-gone')).toBe(true);
  await expect.poll(shown).toBe(`running,${host}`);
  expect(await cornerColour(terminal)).toEqual(sand);
});

test('kill -9 of main: the host ends too', async ({ start }) => {
  const { page, pid } = await start();
  const host = await hostPid(page);
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => isAlive(host), { timeout: 5_000, intervals: [100] }).toBe(false);
});

test('an orderly end ends the host first', async ({ start }) => {
  const { page, pid } = await start();
  const host = await hostPid(page);
  process.kill(pid, 'SIGTERM');
  await expect.poll(() => isAlive(pid), { intervals: [50] }).toBe(false);
  expect(isAlive(host)).toBe(false);
});

test('a host that ignores the request to end is killed', async ({ start }) => {
  const { page, pid } = await start({ hostArgs: ['stubborn'] });
  const host = await hostPid(page);
  process.kill(pid, 'SIGTERM');
  await expect.poll(() => isAlive(pid), { intervals: [100] }).toBe(false);
  expect(isAlive(host)).toBe(false);
});

test('no moment of a start is white', async ({ start }) => {
  const terminal = await start({ hostArgs: ['late'] });
  for (let i = 0; i < 10; i++) {
    expect(await cornerColour(terminal)).toEqual(sand);
    await wait(100);
  }
});
