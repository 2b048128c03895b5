import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languages } from '#contracts/domain/localized.ts';
import type { ReceiptLine } from '#contracts/devices/printers.ts';
import { interpret, textOf, type Printed } from '#drivers/receipt-printer/interpreter.ts';
import { encodeReceipt } from '#drivers/receipt-printer/protocol.ts';
import { builtInFontHas } from '#drivers/receipt-printer/render.ts';
import { composeReceipt, type ReceiptContent } from '#electron/printing/receipt.ts';
import { loadReceiptTexts } from '#electron/printing/texts.ts';
import { sampleReceipt } from './people.ts';

const compose = (content: ReceiptContent): ReceiptLine[] => composeReceipt(content, loadReceiptTexts(content.language));
const print = (content: ReceiptContent): readonly Printed[] =>
  interpret(Buffer.concat(encodeReceipt(compose(content)).map(({ bytes }) => bytes)));
const linesOf = (content: ReceiptContent): string[] => print(content).map(textOf);

describe('the receipt of the sample', () => {
  const lines = linesOf(sampleReceipt);

  test('says all that a person needs, in its order', () => {
    const wanted = [
      '登记回执',
      '政务自助E站 · 即墨蓝村',
      '事项        灵活就业人员参保登记',
      '申请人      王*梅',
      '受理号      QD2026 1123 0426 7715',
      '时间        2026-11-23 14:26',
      '现在的状态',
      '已登记，等联网后提交。',
      '您还要做什么',
      '扫码核对真伪与进度',
      '终端 E0217 · 回执 0001 · 请妥善保管',
    ];
    const places = wanted.map((line) => lines.indexOf(line));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('ends with a cut and has its QR code', () => {
    expect(print(sampleReceipt).at(-1)?.kind).toBe('cut');
    expect(compose(sampleReceipt)).toContainEqual({ kind: 'qr', data: sampleReceipt.qr, moduleDots: 6 });
  });

  test('values are bold where they matter, labels are not', () => {
    const row = print(sampleReceipt).find((line) => textOf(line).startsWith('受理号'));
    const glyphs = row?.kind === 'text' ? row.glyphs : [];
    expect(glyphs.find((glyph) => glyph.char === '受')?.bold).toBe(false);
    expect(glyphs.find((glyph) => glyph.char === 'Q')?.bold).toBe(true);
  });

  test('nothing left to do leaves the part out', () => {
    expect(linesOf({ ...sampleReceipt, todoLines: [] })).not.toContain('您还要做什么');
  });
});

test('English words are not torn apart by wide quotation marks', () => {
  const lines = linesOf({ ...sampleReceipt, language: 'en', todoLines: ['You don’t have to come back – “never”.'] });
  expect(lines).toContain('You don\'t have to come back - "never".');
});

test('a long value hangs behind its label', () => {
  const lines = linesOf({ ...sampleReceipt, itemTitle: '企业职工基本养老保险关系跨省转移接续申请及参保缴费凭证打印' });
  const at = lines.findIndex((line) => line.startsWith('事项'));
  expect(lines[at + 1]).toMatch(/^ {12}\S/);
});

const language = fc.constantFrom(...languages);
const titleKind = fc.constantFrom('done', 'accepted', 'queued', 'refused' as const);

/** What GB 2312 and ASCII have, and a few marks that may not begin a line. */
const common = fc.stringMatching(/^[A-Za-z0-9 王秀梅青岛社会保险证明，。（）、]{1,90}$/);

test('any common text appears whole, and no line runs over the paper', () => {
  fc.assert(
    fc.property(language, titleKind, common, common, common, (tongue, kind, site, item, sentence) => {
      const content = {
        ...sampleReceipt,
        language: tongue,
        titleKind: kind,
        siteName: site,
        itemTitle: item,
        statusLines: [sentence],
      };
      const printed = print(content);
      const text = printed.map(textOf).join('').replaceAll(' ', '');
      for (const wanted of [site, item, sentence]) expect(text).toContain(wanted.replaceAll(' ', ''));
      expect(printed.some((line) => line.kind === 'text' && line.wrapped)).toBe(false);
    }),
    { numRuns: 150 },
  );
});

test('any text at all is understood by the printer, without a box', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 40 });
  fc.assert(
    fc.property(language, titleKind, anything, anything, anything, (tongue, kind, site, item, name) => {
      const content = {
        ...sampleReceipt,
        language: tongue,
        titleKind: kind,
        siteName: site,
        itemTitle: item,
        applicantMasked: name,
      };
      const glyphs = print(content).flatMap((line) => (line.kind === 'text' ? line.glyphs : []));
      expect(glyphs.filter((glyph) => !builtInFontHas(glyph))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
