import fc from 'fast-check';
import { create } from 'qrcode';
import { describe, expect, test } from 'vitest';
import type { ReceiptLine } from '#contracts/devices/printers.ts';
import { interpret, textOf, type Printed } from '#drivers/receipt-printer/interpreter.ts';
import { encodeReceipt } from '#drivers/receipt-printer/protocol.ts';
import { createRealTimeScanner } from '#drivers/receipt-printer/real-time.ts';

const bytesOf = (...lines: ReceiptLine[]): Buffer => Buffer.concat(encodeReceipt(lines).map(({ bytes }) => bytes));
const printedBy = (...lines: ReceiptLine[]): readonly Printed[] => interpret(bytesOf(...lines));
const hexOf = (...lines: ReceiptLine[]): string => bytesOf(...lines).toString('hex');

test('a receipt begins with ESC @ and Kanji mode', () => {
  expect(hexOf()).toBe('1b401c26');
});

test('Chinese goes as GB18030, bold and double size as ESC E and GS !', () => {
  const hex = hexOf({ kind: 'text', text: '回执', bold: true, scale: 2, align: 'center' });
  expect(hex).toContain('1b6101');
  expect(hex).toContain('1b4501');
  expect(hex).toContain('1d2111');
  expect(hex).toMatch(/bbd8d6b40a$/);
});

test('the style of a line does not leak into the next', () => {
  const [first, second] = printedBy(
    { kind: 'text', text: 'A', bold: true, scale: 2, align: 'right' },
    { kind: 'text', text: 'B' },
  );
  expect(first).toMatchObject({ kind: 'text', align: 'right', heightDots: 60, glyphs: [{ bold: true, wide: 2, high: 2 }] });
  expect(second).toMatchObject({ kind: 'text', align: 'left', heightDots: 34, glyphs: [{ bold: false, wide: 1, high: 1 }] });
});

test('spans change their weight within one line', () => {
  const [line] = printedBy({ kind: 'spans', spans: [{ text: 'No ' }, { text: '7', bold: true }] });
  expect(line?.kind === 'text' && line.glyphs.map(({ char, bold }) => `${char}${bold ? '!' : ''}`)).toEqual([
    'N',
    'o',
    ' ',
    '7!',
  ]);
});

test('48 half-width columns fit, the 49th wraps', () => {
  expect(printedBy({ kind: 'text', text: 'x'.repeat(48) })).toHaveLength(1);
  expect(printedBy({ kind: 'text', text: 'x'.repeat(49) }).map((line) => line.kind === 'text' && line.wrapped)).toEqual([
    true,
    false,
  ]);
  expect(printedBy({ kind: 'text', text: '回'.repeat(24) })).toHaveLength(1);
});

test('the cut comes after enough paper to bring the last line past the cutter', () => {
  expect(printedBy({ kind: 'cut' })).toEqual([
    { kind: 'feed', heightDots: 136 },
    { kind: 'cut', heightDots: 0, partial: true },
  ]);
});

describe('QR codes', () => {
  const rasters = printedBy({ kind: 'qr', data: 'https://e-station.example/v/QD2026112302170001', moduleDots: 6 });

  test('come as raster in bands that every printer takes, in the middle of the paper', () => {
    for (const raster of rasters) {
      expect(raster.kind).toBe('raster');
      expect(raster.heightDots).toBeLessThanOrEqual(128);
      expect(raster.kind === 'raster' && raster.widthDots).toBeLessThanOrEqual(576);
    }
  });

  test('come out module for module', () => {
    const { size, data } = create('https://e-station.example/v/QD2026112302170001', { errorCorrectionLevel: 'M' }).modules;
    const rows = rasters.flatMap((raster) => {
      if (raster.kind !== 'raster') return [];
      const stride = raster.widthDots / 8;
      return Array.from({ length: raster.heightDots }, (_, y) => raster.bits.subarray(y * stride, (y + 1) * stride));
    });
    const left = (576 - size * 6) / 2;
    const isBlack = (x: number, y: number): boolean => ((rows[y]?.[x >> 3] ?? 0) & (0x80 >> (x & 7))) !== 0;
    const read = Array.from({ length: size * size }, (_, i) => {
      return isBlack(left + (i % size) * 6 + 3, 24 + Math.floor(i / size) * 6 + 3) ? 1 : 0;
    });
    expect(read).toEqual(Array.from(data, Number));
  });

  test('shrink where they would not fit', () => {
    const huge = printedBy({ kind: 'qr', data: 'x'.repeat(1_200), moduleDots: 12 });
    expect(Math.max(...huge.map((raster) => (raster.kind === 'raster' ? raster.widthDots : 0)))).toBeLessThanOrEqual(576);
  });
});

describe('nothing in a receipt can be taken for a command', () => {
  test('control characters in a text become spaces', () => {
    const [line] = printedBy({ kind: 'text', text: 'a\u001b@b\u0010\u0004\u0001c\nd' });
    expect(line && textOf(line)).toBe('a @b   c d');
  });

  test('a lone surrogate becomes a question mark', () => {
    const [line] = printedBy({ kind: 'text', text: 'a\ud800b' });
    expect(line && textOf(line)).toBe('a?b');
  });

  test('a picture never holds DLE EOT, DLE ENQ or DLE DC4', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0x10, 0x04, 0x05, 0x14, 0x01, 0x02, 0xff), { minLength: 72, maxLength: 720 }),
        (dots) => {
          const rows = Math.floor(dots.length / 72);
          const bits = Uint8Array.from(dots.slice(0, rows * 72));
          const scan = createRealTimeScanner();
          expect(scan(bytesOf({ kind: 'raster', widthDots: 576, heightDots: rows, bits }))).toEqual([]);
        },
      ),
    );
  });

  test('a picture comes out dot for dot where it holds no command', () => {
    const bits = Uint8Array.from({ length: 72 * 300 }, (_, i) => (i * 37) & 0xef);
    const printed = printedBy({ kind: 'raster', widthDots: 576, heightDots: 300, bits });
    const out = Buffer.concat(printed.map((raster) => (raster.kind === 'raster' ? raster.bits : new Uint8Array())));
    expect(out.equals(bits)).toBe(true);
  });
});

test('a picture whose bits do not fill its size is a bug and throws before anything is sent', () => {
  expect(() => bytesOf({ kind: 'raster', widthDots: 16, heightDots: 2, bits: new Uint8Array(3) })).toThrow('all its rows');
  expect(() => bytesOf({ kind: 'raster', widthDots: 577, heightDots: 1, bits: new Uint8Array(73) })).toThrow(
    'as wide as the paper',
  );
});

// oxlint-disable-next-line no-control-regex -- what the encoder turns into spaces
const controlCharacters = /[\u0000-\u001f\u007f]/g;

test('any text is understood by the printer, whole, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.boolean(),
      fc.constantFrom(1 as const, 2 as const),
      (text, bold, scale) => {
        const printed = printedBy({ kind: 'text', text, bold, scale }, { kind: 'cut' });
        const wanted = text.toWellFormed().replace(controlCharacters, ' ').replaceAll('\ufffd', '?');
        expect(printed.map(textOf).join('')).toBe(wanted);
      },
    ),
  );
});
