import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as Keys from '#renderer/ui/keyboard/keys.ts';
import { uiModule } from './ui-module.ts';

type KeyboardLayout = Keys.KeyboardLayout;
const { layouts, neighbour } = await uiModule<typeof Keys>('keyboard/keys.ts');

const names = Object.keys(layouts) as KeyboardLayout[];
const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;

function texts(layout: KeyboardLayout): string[] {
  return layouts[layout].rows.flatMap((row) => row.keys.flatMap((key) => (key.type === 'text' ? [key.text] : [])));
}

describe('key layouts', () => {
  it.each(names)('%s fills its columns and never more', (name) => {
    const { columns, rows } = layouts[name];
    for (const row of rows) {
      const width = row.indent + row.keys.reduce((sum, key) => sum + key.span, 0);
      expect(width).toBeLessThanOrEqual(columns);
      expect(columns - width).toBeLessThanOrEqual(1);
    }
  });

  it('types every digit, and every letter with every digit', () => {
    expect(texts('digits').sort()).toEqual(Array.from('0123456789'));
    expect(texts('phone').sort()).toEqual(Array.from('0123456789'));
    expect(texts('letters')).toEqual(expect.arrayContaining(Array.from('0123456789abcdefghijklmnopqrstuvwxyz')));
  });

  it.each(names)('%s can take back what it typed', (name) => {
    const actions = layouts[name].rows.flatMap((row) => row.keys.map((key) => key.type));
    expect(actions).toContain('delete');
    expect(actions).toContain('clear');
  });
});

describe('walking over the keys', () => {
  it.each(names)('%s: arrows reach every key and never leave the keyboard', (name) => {
    const { rows } = layouts[name];
    const seen = new Set<string>(['0-0']);
    const open: (readonly [number, number])[] = [[0, 0]];
    for (let at = open.pop(); at; at = open.pop()) {
      for (const arrow of arrows) {
        const next = neighbour(rows, at, arrow);
        expect(rows[next[0]]?.keys[next[1]]).toBeDefined();
        if (seen.has(next.join('-'))) continue;
        seen.add(next.join('-'));
        open.push(next);
      }
    }
    expect(seen.size).toBe(rows.reduce((sum, row) => sum + row.keys.length, 0));
  });

  it('goes straight up and down between rows of different keys', () => {
    const { rows } = layouts.letters;
    const keyAt = ([row, key]: readonly [number, number]): unknown => {
      const found = rows[row]?.keys[key];
      return found?.type === 'text' ? found.text : found?.type;
    };
    expect(keyAt(neighbour(rows, [1, 4], 'ArrowUp'))).toBe('5');
    expect(keyAt(neighbour(rows, [2, 8], 'ArrowDown'))).toBe('delete');
    expect(keyAt(neighbour(rows, [4, 2], 'ArrowUp'))).toBe('v');
  });

  it('any walk ends on a key', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(fc.constantFrom(...arrows), { maxLength: 60 }), (name, steps) => {
        const { rows } = layouts[name];
        const end = steps.reduce<readonly [number, number]>((at, arrow) => neighbour(rows, at, arrow), [0, 0]);
        return rows[end[0]]?.keys[end[1]] !== undefined;
      }),
    );
  });
});
