import { describe, expect, test } from 'vitest';
import type { ContactInput, ContactProblemCode } from '#central/logistics/address.ts';
import { contactProblemTexts, readContact } from '#central/logistics/address.ts';
import { codes, districts } from '#central/logistics/regions.ts';

const good: ContactInput = {
  name: '王秀梅',
  phone: '13912346027',
  province: '山东省',
  city: '青岛市',
  district: '即墨区',
  street: '蓝村街道城南社区12号楼2单元301户',
};

function problemsOf(changes: Partial<ContactInput>): readonly { field: string; code: ContactProblemCode }[] {
  const read = readContact({ ...good, ...changes });
  return read.ok ? [] : read.error;
}

describe('an address for the courier', () => {
  test('ten districts, by code or by name', () => {
    expect(codes).toHaveLength(10);
    for (const code of codes) {
      for (const district of [code, districts[code]['zh-CN'], districts[code]['zh-CN'].slice(0, -1)])
        expect(readContact({ ...good, district })).toMatchObject({ ok: true, value: { district: code } });
    }
  });

  test('is tidied: spaces in the phone, the region written twice', () => {
    expect(
      readContact({
        ...good,
        phone: ' 139 1234 6027 ',
        street: '山东省青岛市即墨区蓝村街道城南社区12号楼',
        city: '青岛',
        province: '',
      }),
    ).toEqual({
      ok: true,
      value: { name: '王秀梅', phone: '13912346027', district: '370215', street: '蓝村街道城南社区12号楼' },
    });
  });

  test.each<[Partial<ContactInput>, string, ContactProblemCode]>([
    [{ name: ' ' }, 'name', 'nameMissing'],
    [{ name: '长'.repeat(41) }, 'name', 'nameTooLong'],
    [{ name: '王<b>' }, 'name', 'badCharacter'],
    [{ phone: '' }, 'phone', 'phoneMissing'],
    [{ phone: '12912346027' }, 'phone', 'phoneNotPhone'],
    [{ phone: '010-12345678' }, 'phone', 'phoneNotPhone'],
    [{ province: '江苏省' }, 'province', 'outsideProvince'],
    [{ city: '烟台市' }, 'city', 'outsideCity'],
    [{ district: '' }, 'district', 'districtMissing'],
    [{ district: '370201' }, 'district', 'districtUnknown'],
    [{ district: 'constructor' }, 'district', 'districtUnknown'],
    [{ street: '3号' }, 'street', 'streetTooShort'],
    [{ street: '青岛市即墨区' }, 'street', 'streetTooShort'],
    [{ street: '路'.repeat(101) }, 'street', 'streetTooLong'],
    [{ street: '崂山区香港东路100号' }, 'street', 'districtMismatch'],
    [{ street: '城南社区\u000012号楼' }, 'street', 'badCharacter'],
  ])('%j: %s is %s', (changes, field, code) => {
    expect(problemsOf(changes)).toEqual([{ field, code }]);
  });

  test('a fixed line is a phone, and a rare character counts as one', () => {
    expect(problemsOf({ phone: '0532-85911234' })).toEqual([]);
    expect(problemsOf({ name: '𠮷'.repeat(40) })).toEqual([]);
  });

  test('everything that is wrong is said at once, in words without what was typed', () => {
    const problems = problemsOf({ name: '', phone: '1', province: '北京市', city: '北京市', district: '海淀区', street: '' });
    expect(problems.map(({ field }) => field)).toEqual(['name', 'phone', 'province', 'city', 'district', 'street']);
    for (const { code } of problems) {
      expect(contactProblemTexts[code]['zh-CN']).toBeTruthy();
      expect(contactProblemTexts[code].en).toBeTruthy();
    }
  });
});
