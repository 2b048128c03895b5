import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf } from '#electron/printing/rare-characters.ts';
import { charactersOf, noBreakSpace, printableText, wrapText } from '#electron/printing/text-layout.ts';

const wrap = (text: string, width: number): string[] => wrapText(text, width, columnsOf);

test.each([
  ['不用再来。三天没有消息', 10, ['不用再来。', '三天没有消', '息']],
  ['没有消息，请拨 12345。', 14, ['没有消息，请拨', '12345。']],
  ['Please call 12345 now', 12, ['Please call', '12345 now']],
  ['一二三四（五六）', 10, ['一二三四', '（五六）']],
  ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
  ['', 10, ['']],
])('%s in %i columns', (text, width, lines) => {
  expect(wrap(text, width)).toEqual(lines);
});

test('a no-break space holds a date together and comes out as a space', () => {
  expect(wrap(`数据时间 2026${noBreakSpace}年${noBreakSpace}11 月`, 16)).toEqual(['数据时间', '2026 年 11 月']);
});

test('a wide indent at the beginning stays', () => {
  expect(wrap('\u3000\u3000兹证明', 20)).toEqual(['\u3000\u3000兹证明']);
});

const anyText = fc.string({ unit: 'grapheme', maxLength: 80 }).map(printableText);

test('no line is wider than the paper, and no character is lost', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 2, max: 48 }), (text, width) => {
      const lines = wrap(text, width);
      for (const line of lines) {
        // A mark that may not begin a line can make one character too much for a very narrow one.
        expect(columnsOf(line) <= width || charactersOf(line).length === 1).toBe(true);
      }
      const inked = (from: string): string => from.replace(/[ \u00a0]/g, '');
      expect(inked(lines.join(''))).toBe(inked(text));
    }),
  );
});

test('what no paper can take is taken out, rare forms stay', () => {
  expect(printableText('a\u202eb\u200bc\nd\te\u2003f')).toBe('abc d e f');
  expect(printableText('葛\u{e0100}')).toBe('葛\u{e0100}');
  expect(printableText('e\u0301')).toBe('é');
});
