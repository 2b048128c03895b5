import type { LocalizedText } from '#contracts/domain/localized.ts';

/** 青岛市 and its ten districts with their codes (GB/T 2260). Free couriers run inside the city. */
export const region = { province: '山东省', city: '青岛市' } as const;

export const districts = {
  '370202': { 'zh-CN': '市南区', en: 'Shinan District' },
  '370203': { 'zh-CN': '市北区', en: 'Shibei District' },
  '370211': { 'zh-CN': '黄岛区', en: 'Huangdao District' },
  '370212': { 'zh-CN': '崂山区', en: 'Laoshan District' },
  '370213': { 'zh-CN': '李沧区', en: 'Licang District' },
  '370214': { 'zh-CN': '城阳区', en: 'Chengyang District' },
  '370215': { 'zh-CN': '即墨区', en: 'Jimo District' },
  '370281': { 'zh-CN': '胶州市', en: 'Jiaozhou City' },
  '370283': { 'zh-CN': '平度市', en: 'Pingdu City' },
  '370285': { 'zh-CN': '莱西市', en: 'Laixi City' },
} as const satisfies Record<string, LocalizedText>;

/** `370215`. */
export type DistrictCode = keyof typeof districts;

export function isDistrictCode(code: string): code is DistrictCode {
  return Object.hasOwn(districts, code);
}

/** A district by its code or by its Chinese name, with or without 区/市: `370215`, `即墨区`, `即墨`. */
export function findDistrict(text: string): DistrictCode | undefined {
  if (isDistrictCode(text)) return text;
  return codes.find((code) => districts[code]['zh-CN'] === text || shortName(code) === text);
}

/** `即墨` for 370215. */
export function shortName(code: DistrictCode): string {
  return districts[code]['zh-CN'].slice(0, -1);
}

export const codes = Object.keys(districts).filter(isDistrictCode);
