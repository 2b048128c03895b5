import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings } from './axe.ts';
import { focusFault, overflowFaults, targetFaults } from './gallery-checks.ts';
import { findElectron, openGallery, type OpenGallery, type ShowOptions } from './gallery.ts';
import { takePicture } from './picture.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pictures = path.join(root, 'out/gallery-pictures');
const electron = await findElectron();
const addresses = await exampleAddresses();

/**
 * Each set is asked for what it can break: names and roles do not depend on it, colours only on the contrast, room on the size and the language.
 * Some leave a picture too.
 */
const tokenSets: readonly {
  readonly name: string;
  readonly options: ShowOptions;
  readonly rules?: readonly string[];
  readonly picture?: true;
}[] = [
  { name: 'standard', options: {}, rules: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], picture: true },
  { name: 'high', options: { contrast: 'high' }, rules: ['color-contrast'], picture: true },
  { name: 'elder', options: { text: 'elder' }, picture: true },
  { name: 'en', options: { language: 'en' } },
  { name: 'elder-en', options: { text: 'elder', language: 'en' } },
];

/** Pages of the gallery: each component, and each example that needs the window for itself. */
async function exampleAddresses(): Promise<readonly string[]> {
  const folder = path.join(root, 'renderer/ui');
  const entries = await fs.readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    const examples = await fs.readFile(path.join(folder, name, 'examples.tsx'), 'utf8');
    const alone = [...examples.matchAll(/name: '([a-z-]+)',\s+alone: true/g)].map(([, example]) => `${name}/${example}`);
    found.push(...(alone.length > 0 ? alone : [name]));
  }
  return found;
}

describe.skipIf(electron.binary === undefined)(`components in the gallery (${electron.why})`, () => {
  let gallery: OpenGallery;

  beforeAll(async () => {
    await fs.mkdir(pictures, { recursive: true });
    gallery = await openGallery(electron.binary ?? '');
  }, 120_000);
  afterAll(() => gallery.close());

  describe.each(tokenSets)('$name', ({ name, options, rules, picture }) => {
    it.each(addresses)('%s', { timeout: 60_000 }, async (address) => {
      await gallery.show(address, options);
      expect(await gallery.page.evaluate(targetFaults)).toEqual([]);
      expect(await gallery.page.evaluate(overflowFaults)).toEqual([]);
      expect(await gallery.page.evaluate(() => document.getAnimations().length), 'motion that is not wanted').toBe(0);
      if (rules) expect(await axeFindings(gallery.page, { runOnly: [...rules] })).toEqual([]);
      if (picture) await takeWholePicture(gallery, address, name);
    });
  });

  describe('landscape', () => {
    it.each(addresses.filter((address) => address.includes('/')))('%s', { timeout: 60_000 }, async (address) => {
      for (const text of ['standard', 'elder'] as const) {
        await gallery.show(address, { orientation: 'landscape', text });
        expect(await gallery.page.evaluate(targetFaults)).toEqual([]);
        expect(await gallery.page.evaluate(overflowFaults)).toEqual([]);
        await takePicture(gallery.page, pictureOf(address, text === 'elder' ? 'landscape-elder' : 'landscape'));
      }
    });
  });

  it.each(addresses)('draws the focus on every stop of %s', { timeout: 60_000 }, async (address) => {
    await gallery.load(address);
    const stops = await gallery.page.locator('a, button, input').count();
    const faults: string[] = [];
    for (let stop = 0; stop < stops; stop += 1) {
      await gallery.page.keyboard.press('Tab');
      for (const contrast of ['standard', 'high']) {
        await gallery.page.evaluate((wanted) => void (document.documentElement.dataset['contrast'] = wanted), contrast);
        const fault = await gallery.page.evaluate(focusFault);
        if (fault !== undefined) faults.push(`${fault} (${contrast})`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('runs under the policy of the terminal and asks it for nothing', async () => {
    await gallery.load('button');
    const policy = await gallery.page.evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy'));
    expect(policy).toContain("style-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(gallery.refused).toEqual([]);
  });
});

async function takeWholePicture(gallery: OpenGallery, address: string, name: string): Promise<void> {
  const { page } = gallery;
  const high = await page.evaluate(() => document.querySelector('.gallery')?.scrollHeight);
  if (high !== undefined) await page.setViewportSize({ width: 1080, height: high });
  await takePicture(page, pictureOf(address, name));
}

function pictureOf(address: string, name: string): string {
  const base = address.replace('/', '-');
  return path.join(pictures, name === 'standard' ? `${base}.png` : `${base}.${name}.png`);
}
