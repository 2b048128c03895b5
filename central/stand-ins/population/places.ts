import type { Draw } from './draws.ts';
import { pick } from './draws.ts';
import type { District } from './words.ts';
import { districts } from './words.ts';

const shares = districts.reduce((sum, { share }) => sum + share, 0);

/** One of the ten, as often as parties live there. */
export function districtFor(draw: number): District {
  let left = draw * shares;
  for (const district of districts) {
    if (left < district.share) return district;
    left -= district.share;
  }
  return pick(districts, draw);
}

/** @throws when the code is none of the ten. */
export function districtOf(code: string): District {
  const found = districts.find((district) => district.code === code);
  if (!found) throw new Error(`no district ${code}`);
  return found;
}

/** A street, a number, a floor. @param part tells several addresses of one thing apart. */
export function addressIn(district: District, draw: Draw, part: string): string {
  const street = pick(district.streets, draw(`${part} street`));
  const number = 1 + Math.floor(draw(`${part} number`) * 399);
  const room = 100 * (1 + Math.floor(draw(`${part} floor`) * 18)) + 1 + Math.floor(draw(`${part} room`) * 12);
  return `${district.prefix}${street}${number}号${room}室`;
}

/** Where a person lives: town or sub-district, house, flat. */
export function homeIn(district: District, draw: Draw): string {
  const town = pick(district.towns, draw('town'));
  const house = 1 + Math.floor(draw('house') * 60);
  const flat = 100 * (1 + Math.floor(draw('storey') * 11)) + 1 + Math.floor(draw('door') * 2);
  return `${district.prefix}${town}${house}号楼${1 + Math.floor(draw('entrance') * 4)}单元${flat}户`;
}
