import { mkdirSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { buildDock } from '#build/build-dock.ts';
import { root } from '#build/steps.ts';
import { printerFaultNames } from '#contracts/dev-dock/actions.ts';
import type { Action } from '#contracts/dev-dock/actions.ts';
import type { DockState } from '#contracts/dev-dock/state.ts';
import { printerFaults } from '#drivers/receipt-printer/mechanism.ts';
import { fillIn } from '#electron/dev-dock/journeys/register.ts';
import { demoStaffPin } from '#electron/dev-dock/rig.ts';
import { startDevDock } from '#electron/dev-dock/server.ts';
import { textOf } from '#electron/dev-dock/visitor.ts';
import { enterByStaff, test as visit } from './visit.ts';
import type { World } from './visit.ts';

/** The dock's page beside the real terminal: what is done on the one is seen on the other. */

interface Dock {
  readonly url: string;
  readonly page: Page;
  state(): Promise<DockState>;
}

const pictures = path.join(root, 'out', 'dev-dock-pictures');
const size = { width: 1080, height: 1920 };

const test = visit.extend<{ dock: Dock }>({
  dock: async ({ world }, use) => {
    const { rig, app } = world;
    const server = await startDevDock({ rig, app, size }, { page: await buildDock(() => {}), port: 0 });
    const page = await openWindow(world, server.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('radio', { name: 'English' }).check({ force: true });
    await use({ url: server.url, page, state: async () => (await (await fetch(`${server.url}state`)).json()) as DockState });
    await page.close();
    await server.stop();
    rig.reader.setSam('own');
    rig.camera.show('no-face');
  },
});

test.setTimeout(180_000);

/** A plain window in a session of its own: the terminal's lets nothing but `kiosk://` through. */
async function openWindow({ app }: World, url: string): Promise<Page> {
  const opened = app.app.waitForEvent('window');
  await app.app.evaluate(async ({ BrowserWindow }, address) => {
    const window = new BrowserWindow({
      width: 1600,
      height: 1100,
      frame: false,
      webPreferences: { partition: 'dev-dock', sandbox: true },
    });
    await window.loadURL(address);
  }, url);
  return opened;
}

/** Presses on the live picture where the terminal has this control. */
async function touchThrough(dock: Dock, control: Locator): Promise<void> {
  const [x, y] = await placeOf(dock, control, 0.5, 0.5);
  await dock.page.mouse.click(x, y);
}

/** Where a place of a control of the terminal is on the dock's page; `across` and `down` are parts of the control. */
async function placeOf(dock: Dock, control: Locator, across: number, down: number): Promise<[number, number]> {
  const [there, glass] = await Promise.all([control.boundingBox(), liveScreen(dock).boundingBox()]);
  if (!there || !glass) throw new Error('the control or the live screen is not to be seen');
  return [
    glass.x + ((there.x + across * there.width) / size.width) * glass.width,
    glass.y + ((there.y + down * there.height) / size.height) * glass.height,
  ];
}

const liveScreen = ({ page }: Dock): Locator => page.getByRole('application');
const panel = ({ page }: Dock, name: string): Locator => page.getByRole('region', { name });

test('only the dock’s own page may look and act', async ({ dock }) => {
  const { port } = new URL(dock.url);
  const body = JSON.stringify({ do: 'line', mode: 'off' } satisfies Action);
  const status = (headers: http.OutgoingHttpHeaders, method = 'POST', at = '/do'): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', port, path: at, method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      request.end(method === 'POST' ? body : undefined);
    });
  expect(await status({ origin: 'https://elsewhere.example' })).toBe(403);
  expect(await status({ origin: `http://127.0.0.1:${Number(port) + 1}` })).toBe(403);
  expect(await status({ origin: 'null' })).toBe(403);
  expect(await status({ host: `elsewhere.example:${port}` })).toBe(403);
  expect(await status({ host: `elsewhere.example:${port}` }, 'GET', '/state')).toBe(403);
  expect(await status({ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' }, 'GET', '/screen.jpg')).toBe(403);
  expect(await status({}, 'GET', '/do')).toBe(405);
  expect(await status({}, 'GET', '/../../package.json')).toBe(404);
  expect((await dock.state()).line).toBe('ok');
  expect(await status({})).toBe(200);
  expect((await dock.state()).line).toBe('off');
});

test('what is no action is refused with a reason, and nothing falls over', async ({ dock }) => {
  const wishes = ['', '{', '{"do":"dance"}', '{"do":"touch","x":7,"y":0}', '{"do":"present"}', '{"do":"killHost","now":true}'];
  for (const body of wishes) {
    const answer = await fetch(`${dock.url}do`, { method: 'POST', body });
    expect(answer.status, body).toBe(400);
    expect(await answer.json()).toHaveProperty('error');
  }
  const nobody = await fetch(`${dock.url}do`, { method: 'POST', body: JSON.stringify({ do: 'present', person: 'nobody' }) });
  expect(nobody.status).toBe(409);
  await expect.poll(async () => (await dock.state()).terminal.state, { timeout: 60_000 }).toBe('running');
});

test('each fault of the printer’s simulator is to be had', () => {
  expect([...printerFaultNames].sort()).toEqual(Object.keys(printerFaults).sort());
});

test('somebody steps up from the dock; the terminal takes touches and keys through its picture', async ({
  world,
  visitor,
  dock,
}) => {
  const terminal = world.app.page;
  await dock.page.getByRole('button', { name: 'Step up: card and face' }).click();
  await visitor.sees('consent');
  await expect(panel(dock, 'What the terminal says of itself')).toContainText('Consent');
  await expect(panel(dock, 'ID-card reader')).toContainText('王秀梅');
  await dock.page.screenshot({ path: path.join(pictures, 'consent.png') });

  await touchThrough(dock, terminal.getByRole('button', { name: textOf('zh-CN', 'screens:consent.buttonOther') }));
  await visitor.sees('otherWay');
  await visitor.touches('screens:otherWay.titleStaff');
  await visitor.sees('staff');
  await liveScreen(dock).focus();
  await dock.page.keyboard.type(demoStaffPin);
  await expect(terminal.getByRole('textbox')).toHaveValue(demoStaffPin);
  await touchThrough(dock, terminal.getByRole('button', { name: textOf('zh-CN', 'screens:staff.buttonConfirm') }));
  await visitor.sees('home');

  await dock.page.getByRole('button', { name: 'Take card and go' }).click();
  await expect(panel(dock, 'ID-card reader')).toContainText('No card');
  await expect.poll(async () => (await dock.state()).camera.showing).toBe('no-face');
});

test('a stroke on the picture signs; the receipt comes out beside it and can be looked at', async ({ world, visitor, dock }) => {
  const terminal = world.app.page;
  await enterByStaff(world, visitor);
  await fillIn(visitor);
  await visitor.touches('screens:review.buttonToSign');
  const pad = terminal.locator('canvas').first();
  await pad.waitFor();
  const [[fromX, fromY], [toX, toY]] = await Promise.all([placeOf(dock, pad, 0.25, 0.3), placeOf(dock, pad, 0.7, 0.7)]);
  await dock.page.mouse.move(fromX, fromY);
  await dock.page.mouse.down();
  await dock.page.mouse.move(toX, toY, { steps: 12 });
  await dock.page.mouse.up();
  await visitor.sees('review', ({ signature }) => signature === 'given');
  await visitor.touches('screens:review.buttonSubmit');
  await visitor.sees('result', ({ receipt }) => receipt.state === 'printed', 60_000);

  const slip = dock.page.getByRole('button', { name: /^Receipt.*enlarge$/ }).first();
  await expect(slip).toBeVisible();
  const drawn = slip.locator('img');
  await expect.poll(() => drawn.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBeGreaterThan(300);
  await expect(panel(dock, 'Receipt printer')).toContainText('understood every byte');
  await dock.page.screenshot({ path: path.join(pictures, 'receipt.png') });
  await slip.click();
  await expect(dock.page.getByRole('dialog', { name: 'Receipt' }).getByRole('img')).toBeVisible();
  await dock.page.screenshot({ path: path.join(pictures, 'receipt-close.png') });
  await dock.page.keyboard.press('Escape');
  await expect(dock.page.getByRole('dialog')).toHaveCount(0);
});

test('line off and paper out: the terminal says both, and is well again when they are over', async ({ visitor, dock }) => {
  await panel(dock, 'Line to the centre').getByText('Off', { exact: true }).click();
  await panel(dock, 'Receipt printer').getByRole('combobox').selectOption('paperOut');
  const says = panel(dock, 'What the terminal says of itself');
  await visitor.seesView(
    'both troubles',
    ({ network, devices }) => network === 'offline' && devices.receiptPrinter.code === 'PRN-002',
    60_000,
  );
  await expect(says).toContainText('Offline');
  await expect(says).toContainText('PRN-002');
  await expect(panel(dock, 'Receipt printer').getByRole('list')).toContainText('Paper out');
  await expect(visitor.page.getByText(textOf('zh-CN', 'common:top.labelOffline'))).toBeVisible();
  await dock.page.screenshot({ path: path.join(pictures, 'troubles.png') });

  await panel(dock, 'Line to the centre').getByText('Fine', { exact: true }).last().click();
  await dock.page.getByRole('button', { name: 'Repair everything' }).click();
  await visitor.seesView(
    'all well',
    ({ network, devices }) => network === 'online' && devices.receiptPrinter.level === 'ok',
    60_000,
  );
  await expect(says).toContainText('Online');
});

test('a card that a fault lifts is gone from the dock’s reader too', async ({ visitor, dock }) => {
  await panel(dock, 'ID-card reader').getByRole('combobox').selectOption('liftedDuringRead');
  await dock.page.getByRole('button', { name: 'Card only' }).click();
  await expect(panel(dock, 'ID-card reader')).toContainText('Faulty');
  await expect.poll(async () => (await dock.state()).card.kind, { timeout: 30_000 }).toBe('none');
  await panel(dock, 'ID-card reader').getByRole('combobox').selectOption('');
  await expect.poll(async () => (await dock.state()).reader.fault).toBeNull();
  await visitor.seesView('the reader at work', ({ devices }) => devices.idReader.level === 'ok', 60_000);
});

test('the host is killed: the page says that the terminal restarts, and goes on by itself', async ({ visitor, dock }) => {
  await dock.page.getByRole('button', { name: 'Kill the host process' }).click();
  await expect(dock.page.getByText('The terminal is restarting')).toBeVisible();
  await visitor.seesView('the terminal again', ({ network }) => network === 'online', 60_000);
  await expect(dock.page.getByText('The terminal is restarting')).toBeHidden();
  await expect(panel(dock, 'What the terminal says of itself')).toContainText('Online');
});

test('the dock’s server falls silent and a picture is missing: said, and nothing throws', async ({ dock }) => {
  const errors: string[] = [];
  dock.page.on('pageerror', (error) => errors.push(error.message));
  await dock.page.route('**/*', (route) => route.abort());
  await expect(dock.page.getByText('The dev-dock does not answer')).toBeVisible();
  await expect(dock.page.getByText('No picture at the moment')).toBeVisible();
  await dock.page.unroute('**/*');
  await expect(dock.page.getByText('The dev-dock does not answer')).toBeHidden();
  await expect(dock.page.getByText('No picture at the moment')).toBeHidden();
  expect(errors).toEqual([]);
});

for (const [name, language] of [
  ['English', 'en'],
  ['简体中文', 'zh-CN'],
] as const) {
  test(`everybody can use the page: ${language}`, async ({ dock }) => {
    const { page } = dock;
    await page.getByRole('radio', { name }).check({ force: true });
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    for (const [width, height] of [
      [1600, 1100],
      [1280, 900],
    ] as const) {
      await page.setViewportSize({ width, height });
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode(true)
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(
        await page.locator('.dock-around').evaluate((around) => around.scrollWidth - around.clientWidth),
      ).toBeLessThanOrEqual(0);
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: path.join(pictures, `${language}-${width}.png`) });
    }
  });
}
