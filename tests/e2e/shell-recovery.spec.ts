import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, type Page } from '@playwright/test';
import { grabDisplay } from './display-picture.ts';
import { isAlive, prepareLaunch, readLog, testHost } from './launch.ts';
import { test } from './terminal-test.ts';

async function hostPid(page: Page): Promise<number> {
  await expect(page.locator('#pid')).not.toHaveText('?');
  return Number(await page.locator('#pid').textContent());
}

/** Colour of a pixel near a corner of what the display shows. */
async function cornerColour(display: string): Promise<string> {
  return (await grabDisplay(display)).colourAt(8, 8);
}

const sand = 'fbf8f2';

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

test('a host that ends at every start: growing pauses, then failed, and never a white screen', async ({ start, display }) => {
  const terminal = await start({ hostArgs: ['crash'] });
  const { page } = terminal;
  await expect(page.locator('#state')).toHaveText('failed');
  expect(await cornerColour(display.name)).toBe(sand);
  const pauses = (await terminal.log()).filter((line) => line.event === 'host.exited').map((line) => line['restartInMs']);
  expect(pauses.slice(0, 4)).toEqual([500, 1000, 2000, 4000]);
});

test('a renderer that crashes comes back with the page and its view', async ({ start, display }) => {
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
  expect(await cornerColour(display.name)).toBe(sand);
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

test('no moment of a start is white', async ({ display }) => {
  // without the debugger, which makes Chromium paint sooner than it does on a terminal
  const launch = await prepareLaunch({ display: display.name, ...testHost('normal') });
  const terminal = spawn(launch.executablePath, launch.args, { env: launch.env, stdio: 'ignore' });
  try {
    const seen = new Set<string>();
    while (!seen.has(sand)) seen.add(await cornerColour(display.name));
    for (let more = 0; more < 5; more++) seen.add(await cornerColour(display.name));
    // until Chromium's first frame the X server fills the window with the desktop theme's own grey
    expect([...seen]).not.toContain('ffffff');
    expect((await readLog(launch.logFile)).map((line) => line.event)).toContain('shell.started');
  } finally {
    terminal.kill('SIGTERM');
    await once(terminal, 'exit');
    await launch.removeFolder();
  }
});
