import fs from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = fs.readFileSync(new URL('../../renderer/ui/tokens.css', import.meta.url), 'utf8');

/** The custom properties of one rule of tokens.css. */
function tokensOf(selector: string): ReadonlyMap<string, string> {
  const start = css.indexOf(`${selector} {`);
  const body = css.slice(start, css.indexOf('\n}', start));
  return new Map([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]));
}

const light = tokensOf(':root');
const sets = {
  light,
  high: new Map([...light, ...tokensOf("[data-contrast='high']")]),
};

function colour(tokens: ReadonlyMap<string, string>, name: string): string {
  const value = tokens.get(name);
  if (value === undefined) throw new Error(`no token ${name}`);
  const reference = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  return reference === undefined ? value : colour(tokens, reference);
}

/** Contrast of two colours by WCAG 2.2, 1..21. */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const parts = /^#(..)(..)(..)$/.exec(hex)?.slice(1);
  if (!parts) throw new Error(`${hex} is not #rrggbb`);
  const [r = 0, g = 0, b = 0] = parts.map((part) => {
    const share = Number.parseInt(part, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Every ink with every ground that it is written on. */
const inks: readonly (readonly [ink: string, grounds: readonly string[]])[] = [
  [
    '--ink',
    ['--ground', '--ground-deep', '--paper', '--paper-sunk', '--structure-soft', '--ok-soft', '--wait-soft', '--stop-soft'],
  ],
  ['--ink-soft', ['--ground', '--ground-deep', '--paper', '--structure-soft']],
  ['--structure', ['--paper', '--structure-soft', '--ground', '--ground-deep']],
  ['--structure-deep', ['--hero-sky']],
  ['--on-structure', ['--structure']],
  ['--on-structure-soft', ['--structure']],
  ['--on-next', ['--next']],
  ['--ok', ['--ok-soft', '--paper']],
  ['--wait', ['--wait-soft', '--paper']],
  ['--stop', ['--stop-soft', '--paper', '--ground']],
  ['--on-state', ['--ok', '--wait', '--stop', '--structure']],
  ['--top-ink', ['--top-ground']],
  ['--top-wait', ['--top-ground']],
];
const pairs = inks.flatMap(([ink, grounds]) => grounds.map((ground) => [ink, ground] as const));

describe.each([
  ['light', sets.light, 4.5],
  ['high', sets.high, 7],
] as const)('token set %s', (_name, tokens, least) => {
  it.each(pairs)(`%s on %s has a contrast of at least ${least} : 1`, (ink, ground) => {
    expect(contrast(colour(tokens, ink), colour(tokens, ground))).toBeGreaterThanOrEqual(least);
  });

  it('one of the two focus rings is seen at 3 : 1 on every ground', () => {
    for (const ground of ['--ground', '--ground-deep', '--paper', '--structure', '--top-ground', '--next', '--hero-sky']) {
      const best = Math.max(
        ...['--focus-inner', '--focus-outer'].map((ring) => contrast(colour(tokens, ring), colour(tokens, ground))),
      );
      expect(best, ground).toBeGreaterThanOrEqual(3);
    }
  });

  it('borders of what can be pressed or typed into are seen at 3 : 1', () => {
    for (const ground of ['--paper', '--ground']) {
      expect(contrast(colour(tokens, '--line-strong'), colour(tokens, ground)), ground).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('elder type', () => {
  const elder = tokensOf("[data-text='elder']");
  const px = (tokens: ReadonlyMap<string, string>, name: string): number => Number.parseFloat(tokens.get(name) ?? '');

  it.each(['--t-body', '--t-note', '--t-head', '--t-title'])('%s is half as large again', (name) => {
    expect(px(elder, name)).toBe(px(light, name) * 1.5);
  });

  it('never makes a target smaller', () => {
    expect(px(elder, '--target')).toBeGreaterThanOrEqual(px(light, '--target'));
  });
});

describe('sizes', () => {
  it.each([
    ['--target', 72],
    ['--target-key', 84],
    ['--target-tool', 112],
    ['--target-main', 112],
    ['--t-note', 26],
    ['--t-body', 32],
  ])('%s is at least %i px', (name, least) => {
    expect(Number.parseFloat(light.get(name) ?? '')).toBeGreaterThanOrEqual(least);
  });
});
