import { expect, test } from 'vitest';
import { languages } from '#contracts/domain/localized.ts';
import { fillIn, loadCertificateTexts, loadReceiptTexts } from '#electron/printing/texts.ts';

const holesOf = (value: unknown): string[] => (JSON.stringify(value).match(/\{\{\w+\}\}/g) ?? []).toSorted();

test.each(languages)('the texts of %s are complete', (language) => {
  expect(() => loadReceiptTexts(language)).not.toThrow();
  expect(() => loadCertificateTexts(language)).not.toThrow();
});

test('every language fills in the same values', () => {
  expect(holesOf(loadReceiptTexts('en'))).toEqual(holesOf(loadReceiptTexts('zh-CN')));
  expect(holesOf(loadCertificateTexts('en').statement)).toEqual(holesOf(loadCertificateTexts('zh-CN').statement));
});

test('a sentence with a hole never reaches paper', () => {
  expect(fillIn('{{a}} and {{b}}', { a: '1', b: '2' })).toBe('1 and 2');
  expect(() => fillIn('{{a}} and {{b}}', { a: '1' })).toThrow('no value for {{b}}');
});
