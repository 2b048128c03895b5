import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { zhCn } from '#renderer/strings/zh-cn.ts';
import { test } from './terminal-test.ts';

const run = promisify(execFile);

/** Where the X server really has the window, as `X`, `Y`, `WIDTH` and `HEIGHT`. */
async function geometryOf(title: string, display: string): Promise<Record<string, number>> {
  const { stdout } = await run('xdotool', ['search', '--name', title, 'getwindowgeometry', '--shell'], {
    env: { ...process.env, DISPLAY: display },
  });
  return Object.fromEntries(
    [...stdout.matchAll(/^(X|Y|WIDTH|HEIGHT)=(-?\d+)$/gm)].map(([, name = '', value]) => [name, Number(value)]),
  );
}

test('the window covers the whole screen and shows what the host says', async ({ start, display }) => {
  const { page } = await start();
  await expect(page.locator('#state')).toHaveText('running');
  await expect(page.locator('#seq')).not.toHaveText('?');
  expect(page.url()).toBe('kiosk://app/index.html');
  // one row below the edge: electron/main/window.ts
  expect(await geometryOf('Shell under test', display.name)).toEqual({ X: 0, Y: 0, WIDTH: 1080, HEIGHT: 1921 });
});

test('a window of a given size can be asked for while developing', async ({ start }) => {
  const { app } = await start({ windowed: '640x960' });
  const size = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getContentSize());
  expect(size).toEqual([640, 960]);
});

test('the window paints while the host is still starting', async ({ start }) => {
  const { page } = await start({ hostArgs: ['late'] });
  await expect(page.locator('h1')).toBeVisible();
  await expect(page.locator('#state')).toHaveText('starting');
  await expect(page.locator('#state')).toHaveText('running');
});

test('a second start ends at once and leaves the first one alone', async ({ start }) => {
  const { app, page } = await start();
  const first = await app.evaluate(({ app }) => ({ argv: process.argv, exec: process.execPath, user: app.getPath('userData') }));
  const second = spawn(first.exec, first.argv.slice(1), {
    env: { ...process.env, DISPLAY: process.env['DISPLAY'] },
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => second.once('exit', resolve));
  expect(code).toBe(0);
  await expect(page.locator('#state')).toHaveText('running');
});

test('the page says that the terminal is starting before any of its scripts has been read', async ({ start }) => {
  const { folder } = await start({ page: 'product' });
  const html = await readFile(path.join(folder, 'renderer', 'index.html'), 'utf8');
  expect(html).toMatch(new RegExp(`<div id="root"><main class="waiting">.*${zhCn.common.host.titleStarting}`, 's'));
});

test("the product's own page draws the host's view without one breach of the policy", async ({ start }) => {
  const { app, page } = await start({ page: 'product', windowed: '1080x1900' });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/refused to|content security policy|trusted/i.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
  await expect(page.getByText('测试网点').first()).toBeVisible();
  expect(complaints).toEqual([]);
});
