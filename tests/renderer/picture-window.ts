import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { build } from 'vite';
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

const root = path.resolve(import.meta.dirname, '../..');

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
      // As a host does that has a new view under way: the page waits for it.
      return Promise.resolve({ ok: true, value: method === 'view.get' ? newest : { seq: (newest?.seq ?? 0) + 1, used: false } });
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

/** The page as it ships, built aside so that no other build is in the way. */
async function buildPage(outDir: string): Promise<void> {
  await build({
    configFile: path.join(root, 'build/vite.renderer.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
}

/** The Electron to run; undefined where there is none, with the reason said. */
export async function findElectron(): Promise<{ readonly binary: string } | { readonly missing: string }> {
  const given = process.env['ESTATION_ELECTRON'];
  if (given) return { binary: given };
  return ensureElectron().then(
    (binary) => ({ binary }),
    (error: unknown) => ({ missing: error instanceof Error ? error.message : 'unknown' }),
  );
}

export async function openPictureWindow(binary: string): Promise<PictureWindow> {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'estation-pictures-'));
  const page = path.join(work, 'page');
  await buildPage(page);
  const [site, screen] = await Promise.all([serve(page), startDisplay()]);
  const app = await _electron.launch({
    executablePath: binary,
    args: [
      `--user-data-dir=${path.join(work, 'profile')}`,
      '--force-device-scale-factor=1',
      '--force-prefers-reduced-motion',
      path.join(root, 'tests/renderer/picture-window.cjs'),
    ],
    env: { ...process.env, DISPLAY: screen.display, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
  });
  const window = await app.firstWindow();
  await window.addInitScript(installBridge);
  await window.goto(site.url);
  return {
    page: window,
    show: (view) => window.evaluate((next) => globalThis.window.kioskTest.show(next), view),
    host: (state) => window.evaluate((next) => globalThis.window.kioskTest.host(next), state),
    calls: () => window.evaluate(() => globalThis.window.kioskTest.calls),
    close: () => closeAll(app, screen.server, site.close, work),
  };
}

async function closeAll(
  app: ElectronApplication,
  display: ChildProcess,
  closeSite: () => Promise<void>,
  work: string,
): Promise<void> {
  await app.close();
  display.kill('SIGTERM');
  await closeSite();
  fs.rmSync(work, { recursive: true, force: true });
}
