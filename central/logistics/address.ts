import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { DistrictCode } from './regions.ts';
import { codes, districts, findDistrict, region } from './regions.ts';

/** Where a courier rings, and whom they ask for. Personal data: encrypted at rest, never in a log. */
export interface CourierContact {
  /** 1 to 40 characters: a person, or a unit and its counter. */
  readonly name: string;
  /** A mobile number of 11 digits, or a line `0532-` and 8 digits. */
  readonly phone: string;
  readonly district: DistrictCode;
  /** Street, number, building, door; without province, city and district. 5 to 100 characters. */
  readonly street: string;
}

/** As people type it or as another system has it. */
export interface ContactInput {
  readonly name: string;
  readonly phone: string;
  /** 山东省 or 山东; empty = this province. */
  readonly province: string;
  readonly city: string;
  /** Code or name. */
  readonly district: string;
  readonly street: string;
}

export const contactProblemTexts = {
  nameMissing: { 'zh-CN': '请填写收件人或寄件人的姓名。', en: 'Please give the name of the person the courier should ask for.' },
  nameTooLong: { 'zh-CN': '姓名太长，请不要超过 40 个字。', en: 'The name is too long. Please use at most 40 characters.' },
  phoneMissing: {
    'zh-CN': '请填写电话，快递员上门前会联系您。',
    en: 'Please give a phone number. The courier calls before coming.',
  },
  phoneNotPhone: {
    'zh-CN': '电话号码不对：手机是 11 位数字，固定电话写成 0532-12345678。',
    en: 'This is not a phone number: a mobile has 11 digits, a fixed line is written 0532-12345678.',
  },
  outsideProvince: { 'zh-CN': '免费快递目前只送山东省青岛市。', en: 'The free courier serves Qingdao, Shandong only.' },
  outsideCity: { 'zh-CN': '免费快递目前只送青岛市。', en: 'The free courier serves Qingdao only.' },
  districtMissing: { 'zh-CN': '请选择区或市。', en: 'Please choose a district.' },
  districtUnknown: { 'zh-CN': '没有这个区，请从列表里选择。', en: 'There is no such district. Please choose from the list.' },
  districtMismatch: {
    'zh-CN': '详细地址里写的区和选择的区不一样，请核对。',
    en: 'The street text names another district than the one chosen. Please check.',
  },
  streetTooShort: {
    'zh-CN': '详细地址太短，请写到街道、门牌号和房间。',
    en: 'The address is too short. Please give street, number and room.',
  },
  streetTooLong: {
    'zh-CN': '详细地址太长，请不要超过 100 个字。',
    en: 'The address is too long. Please use at most 100 characters.',
  },
  badCharacter: { 'zh-CN': '里面有不能使用的符号，请删去。', en: 'There is a character that cannot be used. Please remove it.' },
} as const satisfies Record<string, LocalizedText>;

export type ContactProblemCode = keyof typeof contactProblemTexts;
export interface ContactProblem {
  readonly field: keyof ContactInput;
  readonly code: ContactProblemCode;
}

const limits = { name: 40, streetMin: 5, streetMax: 100 } as const;
// oxlint-disable-next-line no-control-regex -- exactly the characters that no label of a courier may hold
const badCharacters = /[\u0000-\u001f\u007f<>\u2028\u2029\ufffd]/;
const mobile = /^1[3-9]\d{9}$/;
const fixedLine = /^0532-?[2-9]\d{7}$/;

/** Tidies what was typed and says everything that is wrong with it at once, in the order of the form. */
export function readContact(input: ContactInput): Result<CourierContact, readonly ContactProblem[]> {
  const name = input.name.trim();
  const phone = input.phone.replaceAll(/[\s\u3000]/g, '');
  const district = findDistrict(input.district.trim());
  const street = withoutRegion(input.street.trim(), district);
  const problems: ContactProblem[] = [];
  const blame = (field: keyof ContactInput, code: ContactProblemCode | undefined): void => {
    if (code !== undefined) problems.push({ field, code });
  };
  blame('name', nameProblem(name));
  blame('phone', phoneProblem(phone));
  blame('province', isNamed(input.province, region.province, '省') ? undefined : 'outsideProvince');
  blame('city', isNamed(input.city, region.city, '市') ? undefined : 'outsideCity');
  if (district === undefined) blame('district', input.district.trim() === '' ? 'districtMissing' : 'districtUnknown');
  blame('street', streetProblem(street, district));
  if (problems.length > 0 || district === undefined) return err(problems);
  return ok({ name, phone, district, street });
}

function nameProblem(name: string): ContactProblemCode | undefined {
  if (name === '') return 'nameMissing';
  if (Array.from(name).length > limits.name) return 'nameTooLong';
  return badCharacters.test(name) ? 'badCharacter' : undefined;
}

function phoneProblem(phone: string): ContactProblemCode | undefined {
  if (phone === '') return 'phoneMissing';
  return mobile.test(phone) || fixedLine.test(phone) ? undefined : 'phoneNotPhone';
}

/** Empty stands for the only one that there is. */
function isNamed(text: string, name: string, suffix: string): boolean {
  const typed = text.trim();
  return typed === '' || typed === name || `${typed}${suffix}` === name;
}

function streetProblem(street: string, district: DistrictCode | undefined): ContactProblemCode | undefined {
  if (badCharacters.test(street)) return 'badCharacter';
  const length = Array.from(street).length;
  if (length < limits.streetMin) return 'streetTooShort';
  if (length > limits.streetMax) return 'streetTooLong';
  const other = codes.find((code) => code !== district && street.startsWith(districts[code]['zh-CN']));
  return other !== undefined && district !== undefined ? 'districtMismatch' : undefined;
}

/** People write 山东省青岛市即墨区 again in front of the street; a label must not say it twice. */
function withoutRegion(street: string, district: DistrictCode | undefined): string {
  const own = district === undefined ? [] : [districts[district]['zh-CN']];
  let rest = street;
  for (const prefix of [region.province, region.city, ...own]) {
    if (rest.startsWith(prefix)) rest = rest.slice(prefix.length).trim();
  }
  return rest;
}
