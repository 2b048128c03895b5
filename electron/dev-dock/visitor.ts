import { mkdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Intent, KioskBridge } from '#contracts/ipc/api.ts';
import type { KioskView, ScreenName, ScreenOf } from '#contracts/ipc/view.ts';
import type { Language } from '#contracts/domain/localized.ts';
import { root } from './children.ts';

/**
 * A person before the terminal: sees the screen, touches what is written on it, and keeps a picture of each page. Everything
 * goes through real input events on the real page; what the view says is read through the page's own bridge.
 */
export interface Visitor {
  view(): Promise<KioskView>;
  /** Waits until this screen is there (and, where given, satisfies `when`). Fails with what is there instead. */
  sees<N extends ScreenName>(name: N, when?: (screen: ScreenOf<N>) => boolean, timeoutMs?: number): Promise<ScreenOf<N>>;
  /** Waits until the whole view satisfies `when`. */
  seesView(what: string, when: (view: KioskView) => boolean, timeoutMs?: number): Promise<KioskView>;
  /** Touches the control with this text of the locale files, `screens:consent.buttonAgree`, in the language of the moment. */
  touches(key: string, values?: Readonly<Record<string, string>>): Promise<void>;
  /** Touches the control that carries this very text. */
  touchesText(text: string | RegExp): Promise<void>;
  signs(): Promise<void>;
  /** Full-size picture of the page: `01-attract.png`, `02-…`. */
  picture(name: string): Promise<void>;
  /** Keeps a picture that was taken elsewhere: of a page on somebody's phone. */
  keep(name: string, png: Uint8Array): Promise<void>;
  readonly pictures: readonly string[];
  readonly page: Page;
}

const pollMs = 50;

export function createVisitor(page: Page, folder: string, language: Language = 'zh-CN'): Visitor {
  mkdirSync(folder, { recursive: true });
  const pictures: string[] = [];
  const visitor: Visitor = {
    page,
    pictures,
    view: () => readView(page),
    async sees(name, when = () => true, timeoutMs = 20_000) {
      const view = await visitor.seesView(name, ({ screen }) => screen.name === name && when(screen as never), timeoutMs);
      return view.screen as never;
    },
    async seesView(what, when, timeoutMs = 20_000) {
      const until = performance.now() + timeoutMs;
      let view: KioskView | undefined;
      while (performance.now() < until) {
        view = await readView(page).catch(() => undefined);
        if (view && when(view)) return view;
        await page.waitForTimeout(pollMs).catch(() => {});
      }
      throw new Error(
        `waited for ${what}, but the screen is ${JSON.stringify({ screen: view?.screen, overlay: view?.overlay, devices: view?.devices }).slice(0, 900)}`,
      );
    },
    touches: (key, values = {}) => visitor.touchesText(textOf(language, key, values)),
    async touchesText(text) {
      // A radio's own box lies hidden below its label, which takes the touch.
      const radio = page.getByRole('radio', { name: text });
      const named = page.getByRole('button', { name: text }).or(radio).first();
      await named.waitFor({ state: 'attached', timeout: 10_000 });
      await named.click({ timeout: 10_000, force: (await radio.count()) > 0 });
    },
    async signs() {
      const box = await page.locator('canvas').first().boundingBox();
      if (!box) throw new Error('there is no signature pad');
      for (const stroke of signatureStrokes) {
        const points = stroke.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const);
        const [first, ...rest] = points;
        if (!first) continue;
        await page.mouse.move(...first);
        await page.mouse.down();
        for (const point of rest) await page.mouse.move(...point, { steps: 6 });
        await page.mouse.up();
      }
    },
    async keep(name, png) {
      const file = `${String(pictures.length + 1).padStart(2, '0')}-${name}.png`;
      await writeFile(path.join(folder, file), png);
      pictures.push(file);
    },
    async picture(name) {
      const file = `${String(pictures.length + 1).padStart(2, '0')}-${name}.png`;
      // Two frames: what was decided is painted then.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      await page.screenshot({ path: path.join(folder, file) });
      pictures.push(file);
    },
  };
  return visitor;
}

/** What the terminal shows at this moment, through the page's own bridge. Throws while no host answers. */
export async function readView(page: Page): Promise<KioskView> {
  const answer = await page.evaluate(() => {
    const { kiosk } = globalThis as unknown as { kiosk: KioskBridge };
    return kiosk.call('view.get', {});
  });
  if (!answer.ok) throw new Error(`no view: ${answer.error.code}`);
  return answer.value;
}

/** Sends an intent past the screen: for tests of what the gate and the machine do with it. */
export async function intend(page: Page, intent: Intent): Promise<unknown> {
  return page.evaluate((wanted) => {
    const { kiosk } = globalThis as unknown as { kiosk: KioskBridge };
    return kiosk.call('session.intend', wanted);
  }, intent);
}

/** 王, roughly, as a finger would. */
const signatureStrokes: readonly (readonly (readonly [number, number])[])[] = [
  [
    [0.3, 0.25],
    [0.5, 0.23],
  ],
  [
    [0.31, 0.48],
    [0.49, 0.46],
  ],
  [
    [0.4, 0.24],
    [0.4, 0.48],
    [0.4, 0.74],
  ],
  [
    [0.26, 0.76],
    [0.55, 0.73],
  ],
  [
    [0.6, 0.3],
    [0.72, 0.5],
    [0.62, 0.7],
  ],
];

/** A text of the locale files by its key, `<file>:<path>`; `{{name}}` is filled in. */
export function textOf(language: Language, key: string, values: Readonly<Record<string, string>> = {}): string {
  const [file = '', dotted = ''] = key.split(':');
  const bundle: unknown = JSON.parse(readFileSync(path.join(root, 'assets/locales', language, `${file}.json`), 'utf8'));
  const text = dotted.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], bundle);
  if (typeof text !== 'string') throw new Error(`no text ${key} in ${language}`);
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}
