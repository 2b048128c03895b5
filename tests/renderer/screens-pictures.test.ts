import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '#contracts/domain/localized.ts';
import type { KioskView, ViewSettings } from '#contracts/ipc/view.ts';
import { axeFindings } from './axe.ts';
import { layoutProblems, press, shownTexts } from './page-checks.ts';
import { takePicture } from './picture.ts';
import { findElectron, openPictureWindow, type PictureWindow } from './picture-window.ts';
import { fixtureData, viewFixtures, type ViewFixture } from './view-fixtures.ts';

/**
 * Every screen in every state, in the real Electron under the product's own content policy: nothing cut off, every target large
 * enough for a finger, no word of the other language, axe without a finding. Leaves a picture of each in `out/pictures`;
 * English, high contrast and landscape are pictured only with ESTATION_LONG=1, because eight hundred pictures take a minute.
 */

const pictures = path.resolve(import.meta.dirname, '../../out/pictures');
const portrait = { width: 1080, height: 1920 };
const landscape = { width: 1920, height: 1080 };

interface Variant {
  readonly name: string;
  readonly settings: ViewSettings;
  readonly size: { readonly width: number; readonly height: number };
  /** What axe is asked: names and roles depend on the language only, colours on the token set only. */
  readonly rules: 'all' | 'names' | 'colours' | 'none';
  readonly pictured: boolean;
}

const long = Boolean(process.env['ESTATION_LONG']);

const standard: ViewSettings = { language: 'zh-CN', textSize: 'standard', contrast: 'standard' };
const variants: readonly Variant[] = [
  { name: 'zh-standard', settings: standard, size: portrait, rules: 'all', pictured: true },
  { name: 'zh-elder', settings: { ...standard, textSize: 'elder' }, size: portrait, rules: 'none', pictured: true },
  { name: 'en-standard', settings: { ...standard, language: 'en' }, size: portrait, rules: 'names', pictured: long },
  { name: 'zh-high-contrast', settings: { ...standard, contrast: 'high' }, size: portrait, rules: 'colours', pictured: long },
  { name: 'zh-landscape', settings: standard, size: landscape, rules: 'none', pictured: long },
];

const electron = await findElectron();

describe.skipIf('missing' in electron)(`screens (${'missing' in electron ? electron.missing : 'Electron'})`, () => {
  let window: PictureWindow;
  beforeAll(async () => {
    window = await openPictureWindow('binary' in electron ? electron.binary : '');
  }, 120_000);
  afterAll(() => window?.close());

  it.each(variants)('are whole, touchable, accessible and of one language: $name', { timeout: 900_000 }, async (variant) => {
    const folder = path.join(pictures, variant.name);
    fs.rmSync(folder, { recursive: true, force: true }); // pictures of an earlier run say nothing of this one
    fs.mkdirSync(folder, { recursive: true });
    await window.page.setViewportSize(variant.size);
    const problems: Record<string, readonly string[]> = {};
    for (const fixture of viewFixtures) {
      await draw(window, fixture, variant.settings);
      if (variant.pictured) await takePicture(window.page, path.join(folder, `${fixture.name}.png`));
      const found = await problemsOf(window, variant);
      if (found.length > 0) problems[fixture.name] = found;
    }
    expect(problems).toEqual({});
    expect((await window.calls()).filter(([method]) => method === 'ui.report')).toEqual([]);
  });
});

/** By way of another screen, so that nothing of the last fixture is left. */
async function draw({ page, show }: PictureWindow, { view, press: presses }: ViewFixture, settings: ViewSettings): Promise<void> {
  const outOfTheWay: KioskView = { ...view, screen: { name: 'working', what: 'fetching', canCancel: false }, settings };
  const { overlay: _, ...between } = outOfTheWay;
  await show({ ...between, seq: nextSeq() });
  await show({ ...view, seq: nextSeq(), settings });
  await page.waitForFunction(
    ({ language, textSize, contrast }) => {
      const { lang, dataset } = document.documentElement;
      return lang === language && dataset['text'] === textSize && dataset['contrast'] === contrast;
    },
    { ...settings },
  );
  for (const words of presses ?? []) await press(page, words[settings.language], settings.language);
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    // A colour that is still fading in is not the colour that people see.
    const ending = document.getAnimations().filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

let seq = 1_000;
function nextSeq(): number {
  seq += 1;
  return seq;
}

const asked: Readonly<Record<Exclude<Variant['rules'], 'none'>, Parameters<typeof axeFindings>[1]>> = {
  all: {},
  names: { rules: { 'color-contrast': { enabled: false } } },
  colours: { runOnly: ['color-contrast'] },
};

async function problemsOf({ page }: PictureWindow, { settings, rules }: Variant): Promise<readonly string[]> {
  const findings = rules === 'none' ? [] : await axeFindings(page, asked[rules]);
  return [...(await layoutProblems(page)), ...findings, ...(await strangeWords(page, settings.language))];
}

const cjk = /[\u3400-\u9fff]/;
/** Names, numbers and codes of things that are the same in every language; `7K2M-9QXD` is a check code. */
const ofNoLanguage = /\b(E-?Station|E站|A4|QR|PIN|SMS|QD[\d ]+|[A-Z2-9]{4}-[A-Z2-9]{4})\b|QD[\d ]+|wang\S*/g;

async function strangeWords(page: PictureWindow['page'], language: Language): Promise<readonly string[]> {
  const texts = (await shownTexts(page)).map((text) => withoutData(text));
  const isStrange = language === 'en' ? (text: string) => cjk.test(text) : (text: string) => /[A-Za-z]{3,}/.test(text);
  return texts.filter(isStrange).map((text) => `not ${language}: ${text}`);
}

function withoutData(text: string): string {
  return [...fixtureData]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, value) => rest.replaceAll(value, ''), text)
    .replaceAll(ofNoLanguage, '');
}
