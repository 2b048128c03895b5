import { describe, expect, test } from 'vitest';
import { columnsOf, printerHas, withoutRareCharacters } from '#electron/printing/rare-characters.ts';

describe('what a printer can be trusted with', () => {
  test.each(['A', '~', '王', '秀', '梅', '陳', '嘉', '，', '·', '￥', '①', '女'])('%s', (character) => {
    expect(printerHas(character)).toBe(true);
  });
  test.each(['䶮', '㛃', '𬀩', '𰻝', '€', '¥', '🙂', 'é\u0302', '葛\u{e0100}', '\u0007', '\ue000'])('not %s', (character) => {
    expect(printerHas(character)).toBe(false);
  });
});

test('columns count what a person sees', () => {
  expect(columnsOf('王a𬀩')).toBe(5);
  expect(columnsOf('葛\u{e0100}')).toBe(2);
});

describe('a line with a rare character', () => {
  test('stays text when the printer has all of it', () => {
    const line = { kind: 'text', text: '王秀梅' } as const;
    expect(withoutRareCharacters(line)).toBe(line);
  });

  test.each(['刘䶮', '陈𬀩㛃'])('%s becomes a picture of the whole line', (text) => {
    const drawn = withoutRareCharacters({ kind: 'text', text });
    expect(drawn).toMatchObject({ kind: 'raster', widthDots: 576, heightDots: 34 });
    expect(drawn.kind === 'raster' && drawn.bits.length).toBe(72 * 34);
  });

  test('the rare character has ink of its own: no box, no gap', () => {
    const inkOf = (text: string): string => {
      const drawn = withoutRareCharacters({ kind: 'text', text: `𬀩${text}` });
      return drawn.kind === 'raster' ? Buffer.from(drawn.bits).toString('hex') : '';
    };
    const pictures = ['䶮', '㛃', '𰻝', '𪚥', ' '].map(inkOf);
    expect(new Set(pictures).size).toBe(pictures.length);
  });

  test('at double size it is twice as high, centred lines are centred', () => {
    const drawn = withoutRareCharacters({ kind: 'text', text: '䶮', scale: 2, align: 'center' });
    expect(drawn).toMatchObject({ heightDots: 68 });
    if (drawn.kind !== 'raster') throw new Error('not drawn');
    const columns = [...drawn.bits].flatMap((byte, i) => (byte === 0 ? [] : [i % 72]));
    expect(Math.min(...columns)).toBeGreaterThanOrEqual(32);
    expect(Math.max(...columns)).toBeLessThanOrEqual(39);
  });
});
