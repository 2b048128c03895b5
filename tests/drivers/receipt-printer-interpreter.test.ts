import { describe, expect, test } from 'vitest';
import { createInterpreter, EscPosError, interpret, textOf } from '#drivers/receipt-printer/interpreter.ts';
import { builtInFontHas } from '#drivers/receipt-printer/render.ts';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');

describe('strictness: what no printer would take throws', () => {
  test.each([
    ['an unknown command', '1b 00'],
    ['a carriage return', '0d 0a'],
    ['a tab', '09 0a'],
    ['an alignment that does not exist', '1b 61 07'],
    ['an alignment in mid-line', '41 1b 61 01'],
    ['a size out of range', '1d 21 88'],
    ['a cut in mid-line', '41 1d 56 00'],
    ['a cut of an unknown kind', '1d 56 07'],
    ['a raster wider than the paper', '1d 76 30 00 49 00 01 00'],
    ['a raster without rows', '1d 76 30 00 01 00 00 00'],
    ['a raster in mid-line', '41 1d 76 30 00 01 00 01 00 ff'],
    ['a code page that is not there', '1b 74 63'],
    ['a DLE EOT with a wrong parameter', '10 04 09'],
    ['half a Chinese character', '1c 26 bb 0a'],
    ['a byte that begins no character', '1c 26 ff 41'],
    ['bytes that end in a command', '1b'],
    ['bytes that end in a line', '41'],
  ])('%s', (_, hex) => {
    expect(() => interpret(bytes(hex))).toThrow(EscPosError);
  });
});

test('without Kanji mode Chinese bytes are code page characters, as on a real printer', () => {
  expect(interpret(bytes('bb d8 0a')).map(textOf)).toEqual(['╗╪']);
  expect(interpret(bytes('1c 26 bb d8 0a')).map(textOf)).toEqual(['回']);
  expect(interpret(bytes('1c 26 1c 2e bb d8 0a')).map(textOf)).toEqual(['╗╪']);
});

test('ESC @ drops a half line, ends Kanji mode and every style', () => {
  expect(interpret(bytes('1c 26 1b 45 01 41 1b 40 bb 0a')).map(textOf)).toEqual(['╗']);
});

test('status questions between commands print nothing', () => {
  expect(interpret(bytes('41 10 04 01 42 0a')).map(textOf)).toEqual(['AB']);
});

test('bytes may come one by one', () => {
  const interpreter = createInterpreter();
  const printed = [...bytes('1b40 1c26 1b6101 bbd8 d6b4 0a 1d763000 0100 0200 f00f 1d5601')].flatMap((byte) => [
    ...interpreter.push(Uint8Array.of(byte)),
  ]);
  expect(printed.map((item) => item.kind)).toEqual(['text', 'raster', 'cut']);
  expect(printed.map(textOf)).toEqual(['回执', '', '']);
  expect(interpreter.isIdle()).toBe(true);
});

describe('the font memory of a cheap printer', () => {
  const glyphOf = (char: string): Parameters<typeof builtInFontHas>[0] => {
    const [line] = interpret(Buffer.concat([bytes('1c26'), bytes(char), bytes('0a')]));
    if (line?.kind !== 'text' || !line.glyphs[0]) throw new Error('no glyph');
    return line.glyphs[0];
  };

  test.each([
    ['回', 'bbd8', true],
    ['陳', 'ea90', true],
    ['A', '41', true],
    ['䶮', 'fe9f', false],
    ['㛃', '8230b735', false],
  ])('%s (%s): %s', (_, code, has) => {
    expect(builtInFontHas(glyphOf(code))).toBe(has);
  });
});
