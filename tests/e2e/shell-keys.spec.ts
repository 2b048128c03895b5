import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { isAlive, type Terminal } from './launch.ts';
import { test } from './terminal-test.ts';

const run = promisify(execFile);

/** X names of what a person with a keyboard would try, beginning with what closes, reloads or opens something. */
const attempts = `
  ctrl+r ctrl+shift+r F5 ctrl+w ctrl+q ctrl+shift+w alt+F4 ctrl+n ctrl+t ctrl+shift+n
  ctrl+shift+i ctrl+shift+j ctrl+shift+c F12 F11 ctrl+p ctrl+s ctrl+o ctrl+u ctrl+j ctrl+h
  ctrl+plus ctrl+minus ctrl+0 alt+Left alt+Right alt+Home alt+d ctrl+l F1 F3 F6 F7 F10
  shift+F10 Menu Print Super_L alt+space ctrl+Escape ctrl+shift+Escape XF86Back XF86Reload
`
  .trim()
  .split(/\s+/);

/** Marks the page, so that a reload shows, and counts the keys that reach it. */
async function watchKeys(terminal: Terminal): Promise<() => Promise<{ sameLoad: boolean; keys: string[] }>> {
  await terminal.page.evaluate(() => {
    const keys: string[] = [];
    Object.assign(window, { marked: true, keys });
    window.addEventListener('keydown', (event) => keys.push(event.key), { capture: true });
  });
  return () => terminal.page.evaluate(() => ({ sameLoad: 'marked' in window, keys: Reflect.get(window, 'keys') as string[] }));
}

async function stateOf(terminal: Terminal): Promise<unknown> {
  return terminal.app.evaluate(({ BrowserWindow }) => {
    const windows = BrowserWindow.getAllWindows();
    const [first] = windows;
    return {
      windows: windows.length,
      devTools: first?.webContents.isDevToolsOpened(),
      zoom: first?.webContents.getZoomFactor(),
      kiosk: first?.isKiosk(),
      url: first?.webContents.getURL(),
    };
  });
}

const untouched = { windows: 1, devTools: false, zoom: 1, kiosk: true, url: 'kiosk://app/index.html' };

test('real keys of an X server: shortcuts do nothing, text still types', async ({ start, display }) => {
  const terminal = await start();
  await expect.poll(() => stateOf(terminal)).toEqual(untouched);
  await terminal.page.locator('#text').click();
  const seen = await watchKeys(terminal);
  const env = { ...process.env, DISPLAY: display.name };
  await run('xdotool', ['mousemove', '500', '900'], { env });
  for (const keys of attempts) await run('xdotool', ['key', '--clearmodifiers', keys], { env });
  await run('xdotool', ['type', 'Wang 27'], { env });
  await expect(terminal.page.locator('#text')).toHaveValue('Wang 27');
  const { sameLoad, keys } = await seen();
  expect(sameLoad).toBe(true);
  expect(keys.filter((key) => /^(F\d+|[rwq]|Meta|Alt|Control|ContextMenu|PrintScreen|Browser.*)$/.test(key))).toEqual([]);
  expect(await stateOf(terminal)).toEqual(untouched);
  expect(isAlive(terminal.pid)).toBe(true);
});

test('keys through the debugger: the same shortcuts do nothing', async ({ start }) => {
  const terminal = await start();
  const seen = await watchKeys(terminal);
  for (const keys of [
    'Control+r',
    'Control+Shift+I',
    'Control+w',
    'Control+q',
    'Control+p',
    'Alt+F4',
    'F5',
    'F11',
    'F12',
    'Meta',
  ]) {
    await terminal.page.keyboard.press(keys);
  }
  expect((await seen()).sameLoad).toBe(true);
  expect(await stateOf(terminal)).toEqual(untouched);
});

test('what a window manager or a script of the page does to close the window is refused', async ({ start }) => {
  const terminal = await start();
  await expect.poll(() => stateOf(terminal)).toEqual(untouched);
  await terminal.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  expect(await terminal.page.evaluate(() => typeof window.close)).toBe('undefined');
  expect(await stateOf(terminal)).toEqual(untouched);
});

test('developer tools cannot be opened from inside either', async ({ start }) => {
  const terminal = await start();
  await expect.poll(() => stateOf(terminal)).toEqual(untouched);
  await terminal.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.openDevTools());
  expect(await stateOf(terminal)).toEqual(untouched);
});
