import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isValidOrganisationCode,
  isValidUscc,
  organisationCodeCheckCharacter,
  parseImplementationCode,
  usccCheckCharacter,
} from '#contracts/basics/uscc.ts';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const character = fc.constantFrom(...Array.from(alphabet));
const digit = fc.constantFrom(...Array.from('0123456789'));
/** The organisation code's own check character may be any digit or X, so that it always fits into a USCC. */
const usccs = fc
  .tuple(fc.array(digit, { minLength: 6, maxLength: 6 }), fc.array(character, { minLength: 8, maxLength: 8 }))
  .map(([division, body]) => {
    const organisation = body.join('');
    const first = `91${division.join('')}${organisation}${organisationCodeCheckCharacter(organisation)}`;
    return first + usccCheckCharacter(first);
  });

describe('USCC (GB 32100-2015)', () => {
  test('the sum of the example in the standard leaves 28, its check character is 3', () => {
    expect(usccCheckCharacter('91350100M000100Y4')).toBe('3');
  });

  test.each(['91350100M000100Y43', '11511301008778183N', '115113010833722043'])('%s is good', (code) => {
    expect(isValidUscc(code)).toBe(true);
  });

  test.each([
    ['wrong check character, not of the alphabet', '91350100M000100Y4Z'],
    ['published as an example, computes to 7', '91310115MA1H8R7C6D'],
    ['published as an example, computes to 7', '91310115MA1G4L1WXK'],
    ['lower case', '91350100m000100y43'],
    ['too short', '91350100M000100Y4'],
    ['too long', '91350100M000100Y430'],
    ['a letter in the division', '9135010XM000100Y43'],
    ['a space', '91350100M000100Y43 '],
    ['empty', ''],
  ])('%s: %s is refused', (_why, code) => expect(isValidUscc(code)).toBe(false));

  test('the published bad ones compute to 7', () => {
    expect(usccCheckCharacter('91310115MA1H8R7C6')).toBe('7');
    expect(usccCheckCharacter('91310115MA1G4L1WX')).toBe('7');
  });

  test('a sum that 31 divides gives 0, not a character past the end', () => {
    expect(usccCheckCharacter('00000000000000000')).toBe('0');
    fc.assert(
      fc.property(fc.array(character, { minLength: 17, maxLength: 17 }), (first) =>
        alphabet.includes(usccCheckCharacter(first.join(''))),
      ),
    );
  });

  test('a right outer check does not excuse a wrong organisation code inside', () => {
    const first = '91350100M000100Y5';
    expect(isValidUscc(first + usccCheckCharacter(first))).toBe(false);
  });

  test('a single wrong character and two neighbours exchanged are always found', () => {
    fc.assert(
      fc.property(usccs, fc.nat(17), character, (code, at, other) => {
        expect(isValidUscc(code)).toBe(true);
        const changed = code.slice(0, at) + other + code.slice(at + 1);
        expect(isValidUscc(changed)).toBe(changed === code);
        const swapped = code.slice(0, at) + code.slice(at + 1, at + 2) + code.charAt(at) + code.slice(at + 2);
        if (swapped !== code && swapped.length === 18) expect(isValidUscc(swapped)).toBe(false);
      }),
    );
  });
});

describe('organisation code (GB 11714)', () => {
  test.each(['M000100Y-4', '00877818-3', '08337220-4', 'D2143569-X', 'D2143569X'])('%s is good', (code) => {
    expect(isValidOrganisationCode(code)).toBe(true);
  });

  test.each(['M000100Y-5', '00877818-X', 'D2143569-0', 'D2143569x', 'D214356-9X', '', 'D2143569-'])('%s is refused', (code) => {
    expect(isValidOrganisationCode(code)).toBe(false);
  });

  test('eleven is written 0', () => {
    expect(organisationCodeCheckCharacter('00000000')).toBe('0');
  });
});

describe('implementation code of an item', () => {
  const good = '511A0138000000-511602000000-000-115113010833722043-1-00';

  test('is taken apart', () => {
    expect(parseImplementationCode(good)).toEqual({
      basicCode: '511A0138000000',
      district: '511602',
      agency: '115113010833722043',
    });
  });

  test.each([
    good.replace('115113010833722043', '115113010833722044'),
    good.replace('-511602000000-', '-511602-'),
    good.replace('511A', '511a'),
    `${good}-`,
    '',
  ])('%s is refused', (code) => expect(parseImplementationCode(code)).toBeUndefined());
});
