import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test } from './terminal-test.ts';

interface Answer {
  readonly ok: boolean;
  readonly error?: { readonly code: string; readonly raw?: string };
}

/** Calls the bridge with whatever the test wants; `input` is source text, because not everything can be sent to the page. */
function call(page: Page, method: unknown, input: string): Promise<Answer> {
  return page.evaluate(`window.kiosk.call(${JSON.stringify(method)}, ${input})`);
}

test('what the schemas accept reaches the host and comes back', async ({ start }) => {
  const { page } = await start();
  await expect(page.locator('#state')).toHaveText('running');
  expect(await call(page, 'view.get', '{}')).toMatchObject({ ok: true, value: { terminal: { id: 'E0217' } } });
  expect(await call(page, 'session.intend', "{ type: 'touch' }")).toMatchObject({ ok: true });
  expect(await call(page, 'camera.report', "{ state: 'lost' }")).toEqual({ ok: true, value: null });
  const frame = "{ challenge: 'c', step: 'neutral', width: 640, height: 480, rgb: new Uint8Array(640 * 480 * 3) }";
  expect(await call(page, 'face.frame', frame)).toEqual({ ok: true, value: { used: true } });
});

test('an intent is followed by a new view', async ({ start }) => {
  const { page } = await start();
  await expect(page.locator('#seq')).not.toHaveText('?');
  const before = Number(await page.locator('#seq').textContent());
  await call(page, 'session.intend', "{ type: 'touch' }");
  await expect.poll(async () => Number(await page.locator('#seq').textContent())).toBeGreaterThan(before);
});

test('refused with IPC-002, never reaching the host, one after the other', async ({ start }) => {
  const refused: ReadonlyArray<readonly [what: string, method: unknown, input: string]> = [
    ['an unknown method', 'journal.read', '{}'],
    ['a name that objects inherit', 'constructor', '{}'],
    ['a method that is not a name', { method: 'view.get' }, '{}'],
    ['no input', 'view.get', 'undefined'],
    ['one member too many', 'view.get', '{ extra: 1 }'],
    ['an unknown intent', 'session.intend', "{ type: 'openDoor' }"],
    ['a PIN with letters', 'session.intend', "{ type: 'staffPin', pin: '12a4' }"],
    ['a text longer than its field', 'session.intend', "{ type: 'setField', name: 'a', value: 'x'.repeat(401) }"],
    [
      'a picture with bytes missing',
      'face.frame',
      "{ challenge: 'c', step: 'neutral', width: 640, height: 480, rgb: new Uint8Array(9) }",
    ],
    ['a picture of another type', 'face.frame', "{ challenge: 'c', step: 'neutral', width: 160, height: 120, rgb: [1, 2, 3] }"],
    ['an oversized report', 'ui.report', "{ kind: 'error', where: 'x'.repeat(5_000_000) }"],
    [
      'an oversized picture',
      'face.frame',
      "{ challenge: 'c', step: 'neutral', width: 640, height: 480, rgb: new Uint8Array(20_000_000) }",
    ],
    ['deep nesting', 'session.intend', "JSON.parse('['.repeat(500) + ']'.repeat(500))"],
    ['a function', 'view.get', '() => 1'],
  ];
  const { page } = await start();
  await expect(page.locator('#state')).toHaveText('running');
  for (const [what, method, input] of refused) {
    expect.soft(await call(page, method, input), what).toMatchObject({ ok: false, error: { code: 'IPC-002' } });
    expect.soft(await call(page, 'view.get', '{}'), `after ${what}`).toMatchObject({ ok: true });
  }
});

test('a page that calls without end is slowed down and recovers', async ({ start }) => {
  const { page } = await start();
  await expect(page.locator('#state')).toHaveText('running');
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => call(page, 'ui.report', "{ kind: 'error', where: 'loop' }")),
  );
  expect(
    answers.filter((answer) => answer.error?.code === 'IPC-002' && answer.error.raw === 'ui.report: rate').length,
  ).toBeGreaterThan(100);
  await expect.poll(async () => (await call(page, 'ui.report', "{ kind: 'error', where: 'later' }")).ok).toBe(true);
});

test('another window is refused, even with our page and our preload in it', async ({ start }) => {
  const { app, page, folder, log } = await start();
  await expect(page.locator('#state')).toHaveText('running');
  const answers = await app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      const answers: unknown[] = [];
      for (const address of ['kiosk://app/index.html', 'about:blank']) {
        await stranger.loadURL(address);
        answers.push(await stranger.webContents.executeJavaScript("kiosk.call('view.get', {})"));
      }
      stranger.destroy();
      return answers;
    },
    path.join(folder, 'preload.cjs'),
  );
  const refused = { ok: false, error: { code: 'IPC-001' } };
  expect(answers).toEqual([refused, refused]);
  const lines = (await log()).filter((line) => line.event === 'ipc.refused');
  expect(lines.map((line) => line['code'])).toEqual(['IPC-001', 'IPC-001']);
});

test('a frame within our own page has no bridge', async ({ start }) => {
  const { page } = await start();
  const bridge = await page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    return typeof (frame.contentWindow as unknown as { kiosk: unknown }).kiosk;
  });
  expect(bridge).toBe('undefined');
});

test('a host that never answers: IPC-004 at the deadline, and the next page load is not stuck', async ({ start }) => {
  const { page } = await start({ hostArgs: ['mute'] });
  await expect(page.locator('#state')).toHaveText('running');
  expect(await call(page, 'view.get', '{}')).toEqual({ ok: false, error: { code: 'IPC-004', raw: 'view.get' } });
});

test('refusals name the method and the field, never a value', async ({ start }) => {
  const { page, log } = await start();
  await call(page, 'session.intend', "{ type: 'setField', name: 'phone', value: ['13912346027'] }");
  await call(page, 'session.intend', "{ type: 'smsCode', code: '13912346027' }");
  await expect.poll(async () => (await log()).filter((line) => line.event === 'ipc.refused').length).toBe(2);
  expect(JSON.stringify(await log())).not.toContain('13912346027');
});
