import { expect, type Page } from '@playwright/test';
import { test } from './terminal-test.ts';

/** Runs one of the page's own attempts: code that the policy judges, unlike code that a debugger evaluates. */
function attempt(page: Page, name: string): Promise<string> {
  return page.evaluate((which) => {
    const { attempt, attempts } = window as unknown as {
      attempt: (run: unknown) => Promise<string>;
      attempts: Record<string, unknown>;
    };
    return attempt(attempts[which]);
  }, name);
}

test('the page runs sandboxed, isolated, with nothing of Node or Electron but the bridge', async ({ start }) => {
  const { page, app } = await start();
  const globals = await page.evaluate(() => ({
    names: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in globalThis),
    bridge: Object.keys(Reflect.get(window, 'kiosk') as object).sort(),
    origin: location.origin,
    secure: isSecureContext,
    isolated: crossOriginIsolated,
  }));
  expect(globals).toEqual({
    names: [],
    bridge: ['call', 'onHostState', 'onView'],
    origin: 'kiosk://app',
    secure: true,
    isolated: true,
  });
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences: () => Record<string, unknown>;
    };
    const { sandbox, contextIsolation, nodeIntegration, webSecurity } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webSecurity };
  });
  expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
});

test.describe('content security policy', () => {
  const attempts = {
    eval: /EvalError|TypeError/,
    newFunction: /EvalError|TypeError/,
    fetchOutside: /TypeError/,
    fetchFile: /TypeError/,
    fetchAbove: /done: 403/,
    fetchOwn: /done: text\/css; charset=utf-8/,
    innerHtml: /TypeError/,
    foreignPolicy: /TypeError/,
    workerPolicy: /done: estation-worker/,
    wasm: /done: compiled/,
  };
  test(`what the page may not do fails, what it needs works: ${Object.keys(attempts).join(', ')}`, async ({ start }) => {
    const { page } = await start();
    await expect(page.locator('#state')).toHaveText('running');
    for (const [name, answer] of Object.entries(attempts)) expect.soft(await attempt(page, name), name).toMatch(answer);
  });

  test('inline script and style attribute are not applied, a style with the nonce is', async ({ start }) => {
    const { page } = await start();
    expect(await page.evaluate(() => 'inlineScriptRan' in window)).toBe(false);
    await expect(page.locator('#styled')).not.toHaveCSS('color', 'rgb(4, 5, 6)');
    await expect(page.locator('#nonced')).toHaveCSS('color', 'rgb(1, 2, 3)');
  });
});

test.describe('ways out', () => {
  test('links, addresses and windows lead nowhere', async ({ start }) => {
    const { page, app, log } = await start();
    await expect(page.locator('#state')).toHaveText('running');
    await page.evaluate(() => document.querySelector<HTMLAnchorElement>('#link')?.click());
    const addresses = ['https://example.com/', 'file:///etc/passwd', 'data:text/html,x', 'kiosk://app/page.css', 'javascript:1'];
    for (const address of [...addresses, 'chrome://gpu', 'view-source:kiosk://app/index.html', 'blob:kiosk://app/x']) {
      await page.evaluate((to) => setTimeout(() => (location.href = to), 0), address);
    }
    const opened = await page.evaluate(() => [window.open('https://example.com/'), window.open('kiosk://app/index.html')]);
    expect(opened).toEqual([null, null]);
    // not by a locator: it would wait for the navigations that were begun, and none of them ends
    const shown = await page.evaluate(() => [location.href, document.querySelector('#state')?.textContent]);
    expect(shown).toEqual(['kiosk://app/index.html', 'running']);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    const refused = (await log()).filter((line) => line.event === 'shell.blocked').map((line) => line['what']);
    expect(refused).toEqual(expect.arrayContaining(['navigation', 'window']));
  });

  test('a page that goes blank is brought back', async ({ start }) => {
    const { page, log } = await start();
    await page.evaluate(() => setTimeout(() => (location.href = 'about:blank'), 0));
    await expect.poll(async () => (await log()).map((line) => line['reason'])).toContain('left the page');
    await expect(page.locator('#state')).toHaveText('running');
  });

  test('a page may load itself again', async ({ start }) => {
    const { page } = await start();
    await page.evaluate(() => {
      Object.assign(window, { marked: true });
      setTimeout(() => location.reload(), 0);
    });
    await expect.poll(() => page.evaluate(() => 'marked' in window).catch(() => true)).toBe(false);
    await expect(page.locator('#state')).toHaveText('running');
  });

  test('a frame shows nothing of another place', async ({ start }) => {
    const { page } = await start();
    for (const address of ['https://example.com/', 'kiosk://app/index.html', 'data:text/html,<h1>x</h1>']) {
      const shown = await page.evaluate(async (from) => {
        const frame = document.createElement('iframe');
        const settled = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
        frame.src = from;
        document.body.append(frame);
        await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, 500))]);
        return frame.contentDocument?.body.childElementCount ?? 0;
      }, address);
      expect(shown).toBe(0);
    }
  });

  test('a file or a link that is dropped on the page does not open', async ({ start }) => {
    const { page } = await start();
    await page.locator('#picture').dragTo(page.locator('h1'));
    await page.locator('#link').dragTo(page.locator('#picture'));
    expect(page.url()).toBe('kiosk://app/index.html');
    await expect(page.locator('h1')).toBeVisible();
  });

  test('print dialog and file choosers are gone before the first script of the page', async ({ start }) => {
    const { page } = await start();
    const kinds = await page.evaluate(() => ({
      atFirst: Reflect.get(window, 'printWasThereAtFirst') as string,
      now: ['print', 'showOpenFilePicker', 'showSaveFilePicker', 'showDirectoryPicker'].map(
        (name) => typeof Reflect.get(window, name),
      ),
    }));
    expect(kinds).toEqual({ atFirst: 'undefined', now: ['undefined', 'undefined', 'undefined', 'undefined'] });
  });

  test('no kind of click on a file input opens a chooser', async ({ start }) => {
    const { page } = await start();
    let choosers = 0;
    page.on('filechooser', () => (choosers += 1));
    await page.locator('#file').click();
    await page.locator('#file-label').click();
    await page.locator('#file').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await page.evaluate(() => {
      const detached = Object.assign(document.createElement('input'), { type: 'file' });
      detached.click();
      detached.dispatchEvent(new MouseEvent('click'));
      document.querySelector<HTMLInputElement>('#file')?.click();
      document.querySelector<HTMLInputElement>('#file')?.showPicker();
    });
    // a text input still works: only file inputs are refused
    await page.locator('#text').fill('27');
    await expect(page.locator('#text')).toHaveValue('27');
    expect(choosers).toBe(0);
  });

  test('alert does not stop the page, downloads and permissions are refused', async ({ start }) => {
    const { page, log } = await start();
    await page.evaluate(() => setTimeout(() => alert('x'), 0));
    await page.locator('#download').click();
    const answers = await page.evaluate(async () => {
      const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'object');
      const geolocation = await new Promise<string>((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          () => resolve('refused'),
        ),
      );
      const notification = await Notification.requestPermission();
      const microphone = await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', nameOf);
      const clipboard = await navigator.clipboard.readText().then(() => 'given', nameOf);
      const screenCapture = await navigator.mediaDevices.getDisplayMedia().then(() => 'given', nameOf);
      return { geolocation, notification, microphone, clipboard, screenCapture };
    });
    expect(Object.values(answers)).not.toContain('given');
    expect(answers.notification).not.toBe('granted');
    await expect
      .poll(async () => (await log()).filter((line) => line.event === 'shell.blocked').map((line) => line['what']))
      .toEqual(expect.arrayContaining(['download', 'permission']));
    await expect(page.locator('#state')).toHaveText('running');
  });

  test('the camera is the one device that a page gets', async ({ start }) => {
    const { page } = await start({ switches: ['--use-fake-device-for-media-stream'] });
    const camera = await page.evaluate(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ video: true });
      const [track] = stream.getVideoTracks();
      const label = track?.label;
      track?.stop();
      return label;
    });
    expect(camera).toContain('fake');
    const both = await page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(
        () => 'given',
        (error: unknown) => (error instanceof Error ? error.name : ''),
      ),
    );
    expect(both).toBe('NotAllowedError');
  });

  test('no request leaves the machine, whoever asks', async ({ start }) => {
    const { app } = await start();
    const answer = await app.evaluate(async ({ session }) => {
      try {
        return String((await session.defaultSession.fetch('https://example.com/')).status);
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
    });
    expect(answer).toContain('ERR_BLOCKED_BY_CLIENT');
  });
});
