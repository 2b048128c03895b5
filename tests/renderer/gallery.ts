import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { build, preview, type PreviewServer } from 'vite';
import { ensureElectron, sandboxSwitches } from '#build/electron-runtime.mjs';
import { startDisplay, type Display } from '#electron/dev-dock/display.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const configFile = path.join(root, 'build/vite.gallery.config.ts');

const panels = { portrait: { width: 1080, height: 1920 }, landscape: { width: 1920, height: 1080 } } as const;

export interface ShowOptions {
  readonly language?: 'zh-CN' | 'en';
  readonly text?: 'standard' | 'elder';
  readonly contrast?: 'standard' | 'high';
  readonly orientation?: keyof typeof panels;
}

/** The built gallery in a real Electron window, under the terminal's content policy. */
export interface OpenGallery {
  readonly page: Page;
  /** What the content policy refused so far. */
  readonly refused: readonly string[];
  /** Loads one page of the gallery afresh: `button`, `frame/attract`. For what presses keys. */
  readonly load: (address: string, options?: ShowOptions) => Promise<void>;
  /** Goes to a page without loading the gallery again. */
  readonly show: (address: string, options?: ShowOptions) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The Electron to run, or why there is none: then these tests are skipped, and say so. */
export async function findElectron(): Promise<{ readonly binary?: string; readonly why: string }> {
  const given = process.env['ESTATION_ELECTRON'];
  if (given !== undefined) return { binary: given, why: 'ESTATION_ELECTRON' };
  try {
    return { binary: await ensureElectron(), why: 'installed' };
  } catch (error) {
    return { why: `skipped: no Electron to run (${error instanceof Error ? error.message : String(error)})` };
  }
}

/** Builds the gallery, serves it on loopback and opens it; everything that it started ends with `close`. */
export async function openGallery(binary: string): Promise<OpenGallery> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'estation-gallery-'));
  const server = await serveBuilt(path.join(folder, 'site'));
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('the preview server has no address');
  const display = await startDisplay({ width: 1920, height: 1920 });
  const app = await launch(binary, display, path.join(folder, 'user'), address);
  const page = await app.firstWindow();
  const refused: string[] = [];
  await page.exposeFunction('tellRefused', (what: string) => refused.push(what));
  await page.addInitScript(reportRefusals);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await load(page, address, 'button', {});
  return {
    page,
    refused,
    load: (what, options = {}) => load(page, address, what, options),
    show: (what, options = {}) => show(page, what, options),
    close: () => closeAll(app, server, display, folder),
  };
}

/** A build of this test's own, as it is shipped: the test runner's NODE_ENV would make it a development build. */
async function serveBuilt(outDir: string): Promise<PreviewServer> {
  const ours = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await build({ configFile, logLevel: 'error', build: { outDir } });
    return await preview({ configFile, logLevel: 'error', build: { outDir }, preview: { port: 0 } });
  } finally {
    process.env['NODE_ENV'] = ours;
  }
}

function launch(binary: string, display: Display, userFolder: string, address: string): Promise<ElectronApplication> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return _electron.launch({
    executablePath: binary,
    args: [...sandboxSwitches(), `--user-data-dir=${userFolder}`, path.join(root, 'tests/renderer/gallery-window.cjs')],
    env: {
      ...Object.fromEntries(inherited),
      DISPLAY: display.name,
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      ELECTRON_DISABLE_SECURITY_WARNINGS: 'true',
      GALLERY_URL: address,
    },
  });
}

/** Runs in the page. */
function reportRefusals(): void {
  const tell = (globalThis as unknown as { tellRefused: (what: string) => void }).tellRefused;
  document.addEventListener('securitypolicyviolation', (event) => tell(`${event.violatedDirective} ${event.blockedURI}`));
}

async function load(page: Page, address: string, what: string, options: ShowOptions): Promise<void> {
  await page.setViewportSize(panels[options.orientation ?? 'portrait']);
  await page.goto('about:blank');
  await page.goto(`${address}${hashOf(what, options)}`);
  await untilDrawn(page, options);
}

async function show(page: Page, what: string, options: ShowOptions): Promise<void> {
  await page.setViewportSize(panels[options.orientation ?? 'portrait']);
  await page.evaluate((hash) => (location.hash = hash), hashOf(what, options));
  await untilDrawn(page, options);
}

function hashOf(
  what: string,
  { orientation = 'portrait', language = 'zh-CN', text = 'standard', contrast = 'standard' }: ShowOptions,
) {
  return `#/${what}?${new URLSearchParams({ language, text, contrast, orientation }).toString()}`;
}

async function untilDrawn(page: Page, { text = 'standard', contrast = 'standard' }: ShowOptions): Promise<void> {
  await page.waitForFunction(
    ([wantedText, wantedContrast]) =>
      document.documentElement.dataset['text'] === wantedText && document.documentElement.dataset['contrast'] === wantedContrast,
    [text, contrast],
  );
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

async function closeAll(app: ElectronApplication, server: PreviewServer, display: Display, folder: string): Promise<void> {
  await app.close();
  await server.close();
  await display.stop();
  await fs.rm(folder, { recursive: true, force: true });
}
