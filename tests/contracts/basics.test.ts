import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { Json } from '#contracts/basics/canonical-json.ts';
import { instantOf, localDateOf, localMinuteOf } from '#contracts/basics/clock.ts';
import { idNumberCheckCharacter, isValidIdNumber } from '#contracts/basics/id-number.ts';
import { groupedCaseNumber, isUuidV7, makeUuidV7 } from '#contracts/basics/ids.ts';
import { maskIdNumber, maskName, maskPhone } from '#contracts/basics/mask.ts';
import { fen, yuanText } from '#contracts/basics/money.ts';

const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(0xab);

describe('ids', () => {
  test('a UUIDv7 carries its moment and sorts by it', () => {
    const at = Date.parse('2026-11-23T06:26:00Z');
    const id = makeUuidV7(at, bytes);
    expect(isUuidV7(id)).toBe(true);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at);
    expect(makeUuidV7(at + 1, bytes) > id).toBe(true);
  });

  test('what is no UUIDv7 is refused', () => {
    expect(isUuidV7('019aaf3a-1111-4111-8111-111111111111')).toBe(false);
    expect(isUuidV7('019AAF3A-1111-7111-8111-111111111111')).toBe(false);
  });

  test('a case number is shown in groups of four', () => {
    expect(groupedCaseNumber('QD2026112304267715')).toBe('QD2026 1123 0426 7715');
  });
});

describe('days and moments', () => {
  test('the legal day is the one in Shanghai', () => {
    const lateInUtc = Date.parse('2026-11-22T16:00:00Z');
    expect(localDateOf(lateInUtc)).toBe('2026-11-23');
    expect(localMinuteOf(lateInUtc)).toBe('2026-11-23 00:00');
    expect(instantOf(lateInUtc)).toBe('2026-11-22T16:00:00.000Z');
  });
});

describe('masks', () => {
  test.each([
    ['王秀梅', '王*梅'],
    ['王梅', '王*'],
    ['欧阳修远', '欧**远'],
    ['𬀩', '𬀩'],
    ['陈𬀩', '陈*'],
    ['刘某䶮', '刘*䶮'],
    ['', ''],
  ])('%s → %s', (name, masked) => expect(maskName(name)).toBe(masked));

  test('numbers keep their ends only', () => {
    expect(maskIdNumber('370202196803120027')).toBe('3702**********0027');
    expect(maskIdNumber('1234')).toBe('****');
    expect(maskPhone('13912346027')).toBe('139****6027');
  });

  test('nothing of the middle is ever shown', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{9,18}$/), (number) => {
        expect(maskIdNumber(number).slice(4, -4)).toMatch(/^\**$/);
        expect(maskIdNumber(number)).toHaveLength(number.length);
      }),
    );
  });
});

describe('id number (GB 11643)', () => {
  test('known good and bad ones', () => {
    expect(isValidIdNumber('11010519491231002X')).toBe(true);
    expect(isValidIdNumber('110105194912310021')).toBe(false);
    expect(isValidIdNumber('11010519490231002X')).toBe(false);
    expect(isValidIdNumber('11010519491231002x')).toBe(false);
  });

  test('a single wrong digit is always found', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{17}$/), fc.nat(16), fc.integer({ min: 1, max: 9 }), (first, at, by) => {
        const changed = first.slice(0, at) + ((Number(first[at]) + by) % 10) + first.slice(at + 1);
        expect(idNumberCheckCharacter(changed)).not.toBe(idNumberCheckCharacter(first));
      }),
    );
  });
});

describe('canonical JSON', () => {
  test('one text per value, whatever the order of members', () => {
    expect(canonicalJson({ b: 1, a: [true, null, '王'], c: undefined })).toBe('{"a":[true,null,"王"],"b":1}');
  });

  test('parses back to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value as Json);
        expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
      }),
    );
  });
});

test('money is whole fen', () => {
  expect(yuanText(fen(90_464))).toBe('904.64');
  expect(yuanText(fen(-5))).toBe('-0.05');
  expect(() => fen(1.5)).toThrow('integer');
});
