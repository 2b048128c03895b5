import { idNumberCheckCharacter } from '#contracts/basics/id-number.ts';
import { organisationCodeCheckCharacter, usccCheckCharacter } from '#contracts/basics/uscc.ts';
import { permute } from './draws.ts';

/**
 * Numbers that pass their own checks and mean nobody:
 * - identity numbers begin with 370299, a code that no place has (GB/T 2260 ends the city's districts at 370285);
 * - organisation codes begin with W, where registers begin with digits or M;
 * - phones begin with 160, a block that is not in service.
 */
const idArea = '370299';
const phoneBlock = '160';

const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const bodySize = usccAlphabet.length ** 7;
const seqSize = 998;

/** How many different birthdays-with-serial there are for one year of age. */
export const birthSlots = 365 * seqSize;

/**
 * The `n`-th person of one year of age: how many days before the birthday-that-was the person was born, and the serial of that day. No
 * two `n` below `birthSlots` get the same.
 */
export function birthSlot(n: number, offset: number): { readonly day: number; readonly serial: number } {
  const slot = permute(n, birthSlots, 7919, offset);
  return { day: slot % 365, serial: 1 + Math.floor(slot / 365) };
}

/** GB 11643. An odd serial is a man's, an even one a woman's. */
export function idNumberFor(birth: string, serial: number): string {
  const first17 = `${idArea}${birth.replaceAll('-', '')}${String(serial).padStart(3, '0')}`;
  return first17 + idNumberCheckCharacter(first17);
}

/** GB 32100. @param prefix registering authority and kind: `91` enterprise, `92` sole trader, `51` social organisation, `52` private non-enterprise. */
export function usccFor(prefix: string, district: string, index: number, offset: number): string {
  let rest = permute(index, bodySize, 1_000_003, offset);
  let body = '';
  for (let i = 0; i < 7; i++) {
    body += usccAlphabet.charAt(rest % usccAlphabet.length);
    rest = Math.floor(rest / usccAlphabet.length);
  }
  const organisation = `W${body}`;
  const first17 = `${prefix}${district}${organisation}${organisationCodeCheckCharacter(organisation)}`;
  return first17 + usccCheckCharacter(first17);
}

/** Eleven digits; every person has another one. */
export function phoneFor(index: number, offset: number): string {
  return phoneBlock + String(permute(index, 100_000_000, 61_681, offset)).padStart(8, '0');
}
