import type { LocalDate } from '#contracts/basics/clock.ts';
import type { DemoPerson } from '../demo-people.ts';
import { organisationClasses } from './classes.ts';
import type { OrganisationClass } from './classes.ts';
import { drawsOf, shuffle } from './draws.ts';

export interface PopulationOptions {
  /** The same seed, day and sizes give the same population, byte for byte. */
  readonly seed: number;
  readonly organisations: number;
  readonly persons: number;
  /** Ages and days to expiry are counted from here. */
  readonly today: LocalDate;
  /** Persons of `assets/demo/people.json`; with them the first persons and organisations are the demonstration's. */
  readonly people?: readonly DemoPerson[];
}

/** A place in the pattern of a thousand: which value, and the how-manieth with this value it is. */
export interface Slot<T> {
  readonly value: T;
  readonly ordinal: number;
  /** How many of a thousand have this value. */
  readonly of: number;
}

/** What all things of one population share: patterns of a thousand, repeated for ever, so that any index can be asked about. */
export interface World {
  readonly options: PopulationOptions;
  readonly classes: readonly Slot<OrganisationClass>[];
  readonly ages: readonly Slot<number>[];
  /** Places in `ages` of people who may represent an organisation. */
  readonly adults: readonly number[];
}

export const patternSize = 1_000;
/** The first persons and organisations are kept for the demonstration. */
export const reserved = 16;

/** First age, last age, share of a thousand: as in a city that grows old. */
const ageBands = [
  [0, 5, 50],
  [6, 14, 95],
  [15, 17, 30],
  [18, 24, 65],
  [25, 34, 140],
  [35, 44, 155],
  [45, 54, 160],
  [55, 64, 140],
  [65, 74, 105],
  [75, 84, 46],
  [85, 94, 12],
  [95, 99, 2],
] as const;

export function openWorld(options: PopulationOptions): World {
  const draw = (what: string) => drawsOf(options.seed, what, 0);
  const ages = ageBands.flatMap(([from, to, share]) =>
    Array.from({ length: share }, (_, i) => from + Math.floor((i * (to - from + 1)) / share)),
  );
  const classes = organisationClasses.flatMap((one) => Array.from({ length: one.share }, () => one));
  const ageSlots = slotsOf(shuffle(ages, draw('ages')));
  return {
    options,
    classes: slotsOf(shuffle(classes, draw('classes'))),
    ages: ageSlots,
    adults: ageSlots.flatMap(({ value }, place) => (place >= reserved && value >= 24 && value <= 68 ? [place] : [])),
  };
}

function slotsOf<T>(pattern: readonly T[]): Slot<T>[] {
  const counts = new Map<T, number>();
  const ordinals = pattern.map((value) => {
    const ordinal = counts.get(value) ?? 0;
    counts.set(value, ordinal + 1);
    return ordinal;
  });
  return pattern.map((value, i) => ({ value, ordinal: ordinals[i] ?? 0, of: counts.get(value) ?? 0 }));
}

/** The slot of any index, with the how-manieth of its value it is in the whole population. */
export function slotAt<T>(slots: readonly Slot<T>[], index: number): { readonly value: T; readonly nth: number } {
  const slot = slots[index % patternSize];
  if (!slot || index < 0 || !Number.isInteger(index)) throw new Error('an index is a whole number from 0');
  return { value: slot.value, nth: Math.floor(index / patternSize) * slot.of + slot.ordinal };
}

/** The person (an index) who is the `nth` of those who may represent an organisation; they begin anew when all have been taken. */
export function adultAt({ options, adults }: World, nth: number): number {
  const blocks = Math.max(1, Math.floor(options.persons / patternSize));
  const wrapped = nth % (blocks * adults.length);
  const place = adults[wrapped % adults.length] ?? 0;
  return Math.floor(wrapped / adults.length) * patternSize + place;
}
