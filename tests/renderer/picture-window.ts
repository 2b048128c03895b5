import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { ensureElectron } from '#build/electron-runtime.mjs';
import type { HostState, KioskBridge } from '#contracts/ipc/api.ts';
import type { KioskView } from '#contracts/ipc/view.ts';
import { noncePlaceholder, pageHeaders } from '#electron/main/content-policy.ts';

/** The built renderer in the real Electron, with a bridge that the test speaks through instead of a host. */
export interface PictureWindow {
  readonly page: Page;
  readonly show: (view: KioskView) => Promise<void>;
  readonly host: (state: HostState) => Promise<void>;
  /** Everything that the page sent, in order. */
  readonly calls: () => Promise<readonly (readonly [string, unknown])[]>;
  readonly close: () => Promise<void>;
}

declare global {
  interface Window {
    readonly kioskTest: {
      show(view: KioskView): void;
      host(state: HostState): void;
      readonly calls: [string, unknown][];
    };
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Serves `folder` on loopback under the product's own content policy. */
async function serve(folder: string): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = http.createServer((request, response) => {
    const name = path.normalize(new URL(request.url ?? '/', 'http://x').pathname);
    const file = path.join(folder, name);
    const type = types[path.extname(file)];
    if (type === undefined || !fs.existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const bytes = fs.readFileSync(file);
    const body = type.startsWith('text/html') ? bytes.toString().replaceAll(noncePlaceholder, 'dGVzdA==') : bytes;
    response.writeHead(200, { ...pageHeaders('dGVzdA=='), 'content-type': type }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/index.html`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A display of its own where there is none. */
async function startDisplay(): Promise<{ readonly display: string; readonly server: ChildProcess }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1920x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [line] = (await Promise.race([once(server.stdio[3] as NodeJS.ReadableStream, 'data'), once(server, 'error')])) as [
    unknown,
  ];
  if (line instanceof Error) throw line;
  return { display: `:${String(line).trim()}`, server };
}

function installBridge(): void {
  const views: ((view: KioskView) => void)[] = [];
  const states: ((state: HostState) => void)[] = [];
  const calls: [string, unknown][] = [];
  let newest: KioskView | undefined;
  const bridge: KioskBridge = {
    call: ((method: string, input: unknown) => {
      calls.push([method, input]);
      if (method === 'view.get' && !newest) return Promise.resolve({ ok: false, error: { code: 'IPC-003' } });
      return Promise.resolve({ ok: true, value: method === 'view.get' ? newest : { seq: 0, used: false } });
    }) as KioskBridge['call'],
    onView(listener) {
      views.push(listener);
      return () => undefined;
    },
    onHostState(listener) {
      states.push(listener);
      return () => undefined;
    },
  };
  Object.assign(window, {
    kiosk: bridge,
    kioskTest: {
      calls,
      show(view: KioskView) {
        newest = view;
        for (const listener of views) listener(view);
      },
      host(state: HostState) {
        for (const listener of states) listener(state);
      },
    },
  });
}

export async function openPictureWindow(): Promise<PictureWindow> {
  const executablePath = process.env['ESTATION_ELECTRON'] ?? (await ensureElectron());
  const [site, screen] = await Promise.all([serve(path.resolve(process.env['PICS'] ?? 'out/shell/renderer')), startDisplay()]);
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'estation-pictures-'));
  const app = await _electron.launch({
    executablePath,
    args: [
      `--user-data-dir=${profile}`,
      '--force-device-scale-factor=1',
      '--force-prefers-reduced-motion',
      path.resolve('tests/renderer/picture-window.cjs'),
    ],
    env: { ...process.env, DISPLAY: screen.display, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
  });
  const page = await app.firstWindow();
  await page.addInitScript(installBridge);
  await page.goto(site.url);
  return {
    page,
    show: (view) => page.evaluate((next) => window.kioskTest.show(next), view),
    host: (state) => page.evaluate((next) => window.kioskTest.host(next), state),
    calls: () => page.evaluate(() => window.kioskTest.calls),
    close: () => closeAll(app, screen.server, site.close, profile),
  };
}

async function closeAll(
  app: ElectronApplication,
  display: ChildProcess,
  closeSite: () => Promise<void>,
  profile: string,
): Promise<void> {
  await app.close();
  display.kill('SIGTERM');
  await closeSite();
  fs.rmSync(profile, { recursive: true, force: true });
}
