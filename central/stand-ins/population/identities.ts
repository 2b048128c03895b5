import { drawsOf, pick } from './draws.ts';
import type { Draw } from './draws.ts';
import { plusDays, plusYears } from './days.ts';
import { birthSlot, idNumberFor, phoneFor } from './numbers.ts';
import { doubleSurnames, givenMen, givenWomen, surnames } from './words.ts';
import type { World } from './world.ts';
import { slotAt } from './world.ts';

/** Who somebody is, before any register has written anything down. */
export interface Identity {
  readonly name: string;
  readonly idNumber: string;
  readonly birth: string;
  readonly age: number;
  readonly sex: 'male' | 'female';
  readonly phone: string;
}

/** The `index`-th person. Identity numbers and phones never meet. */
export function identityAt(world: World, index: number): Identity {
  const { seed, today } = world.options;
  const draw = drawsOf(seed, 'person', index);
  const { value: age, nth } = slotAt(world.ages, index);
  const offset = Math.floor(drawsOf(seed, 'births', age)('offset') * 300_000);
  const { day, serial } = birthSlot(nth, offset);
  const birth = plusDays(plusYears(today, -age), -day);
  const sex = serial % 2 === 1 ? 'male' : 'female';
  const phoneOffset = Math.floor(drawsOf(seed, 'phones', 0)('offset') * 90_000_000);
  return { name: nameOf(draw, sex), idNumber: idNumberFor(birth, serial), birth, age, sex, phone: phoneFor(index, phoneOffset) };
}

/** A name that nobody in particular has. @param part tells several names of one thing apart. */
export function nameOf(draw: Draw, sex: Identity['sex'], part = 'name'): string {
  const surname = draw(`${part} double`) < 0.01 ? pick(doubleSurnames, draw(`${part} 1`)) : pick(surnames, draw(`${part} 1`));
  const given = sex === 'male' ? givenMen : givenWomen;
  const second = draw(`${part} long`) < 0.8 ? pick(given, draw(`${part} 3`)) : '';
  return `${surname}${pick(given, draw(`${part} 2`))}${second}`;
}
