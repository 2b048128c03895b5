/**
 * 统一社会信用代码 (USCC, GB 32100-2015), 组织机构代码 (organisation code, GB 11714-1997) and 实施编码 (implementation code of an item):
 * their form and their check characters. Knowing that a code is well formed says nothing of whether it was given to anybody.
 */

/** The 31 characters of GB 32100; a character's place is its value. I, O, S, V and Z are not among them. */
const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** 3^(i-1) mod 31. */
const usccWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
/** GB 11714 counts on through all letters: A = 10 … Z = 35. */
const organisationAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2] as const;

function weightedSum(text: string, alphabet: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * alphabet.indexOf(text.charAt(i)), 0);
}

/** The 18th character for the first 17, all of the USCC's alphabet. A sum that 31 divides gives `0`. */
export function usccCheckCharacter(first17: string): string {
  return usccAlphabet.charAt((31 - (weightedSum(first17, usccAlphabet, usccWeights) % 31)) % 31);
}

/** The 9th character for the first 8, digits and capital letters: 10 is `X`, 11 is `0`. */
export function organisationCodeCheckCharacter(first8: string): string {
  return '0123456789X0'.charAt(11 - (weightedSum(first8, organisationAlphabet, organisationWeights) % 11));
}

/** @param code nine characters, with or without the hyphen before the last: `M000100Y-4`, `M000100Y4`. */
export function isValidOrganisationCode(code: string): boolean {
  const [, body, check] = /^([0-9A-Z]{8})-?([0-9X])$/.exec(code) ?? [];
  return body !== undefined && organisationCodeCheckCharacter(body) === check;
}

/** 18 characters: registering authority, kind, division (6 digits), organisation code (9), check; both check characters must fit. */
export function isValidUscc(code: string): boolean {
  if (!/^[1-9A-HJ-NPQRTUWXY][1-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return false;
  return usccCheckCharacter(code.slice(0, 17)) === code.charAt(17) && isValidOrganisationCode(code.slice(8, 17));
}

/** `511A0138000000-511602000000-000-115113010833722043-1-00` in its parts. */
export interface ImplementationCode {
  /** 基本编码, 14 characters. */
  readonly basicCode: string;
  /** GB/T 2260 division, the first six of twelve digits. */
  readonly district: string;
  /** USCC of the agency that carries the item out. */
  readonly agency: string;
}

/** Undefined when the form is wrong or the agency's USCC does not check. */
export function parseImplementationCode(code: string): ImplementationCode | undefined {
  const [, basicCode, district, agency] = /^([0-9A-Z]{14})-(\d{6})\d{6}-\d{3}-([0-9A-Z]{18})-\d-\d{2}$/.exec(code) ?? [];
  if (basicCode === undefined || district === undefined || agency === undefined || !isValidUscc(agency)) return undefined;
  return { basicCode, district, agency };
}
