import { findDemoOrganisation, findDemoPerson } from './demo.ts';
import type { OrganisationEntry } from './organisations.ts';
import { organisationAt } from './organisations.ts';
import type { PersonEntry } from './persons.ts';
import { personAt } from './persons.ts';
import type { PopulationOptions } from './world.ts';
import { openWorld } from './world.ts';

export type { OrganisationEntry } from './organisations.ts';
export type { PersonEntry } from './persons.ts';
export type { PopulationOptions } from './world.ts';

/**
 * A population that nobody belongs to: numbers that pass their checks and were given to no one (`numbers.ts`), names by chance. Nothing
 * is kept: any entry is computed when it is asked for, so that 670,000 parties need no more memory than one.
 */
export interface Population {
  /** Every call begins anew. */
  organisations(): Iterable<OrganisationEntry>;
  persons(): Iterable<PersonEntry>;
  /** Any index from 0, also past the size. @throws on other numbers. */
  organisationAt(index: number): OrganisationEntry;
  personAt(index: number): PersonEntry;
}

/**
 * Organisations of the 16 classes over the ten districts with their certificates, representatives and handlers, and persons with theirs.
 * Pure: the same options give the same entries. Representatives and handlers are persons of the population.
 */
export function generatePopulation(options: PopulationOptions): Population {
  const world = openWorld(options);
  const people = options.people ?? [];
  const organisation = (index: number): OrganisationEntry =>
    findDemoOrganisation(people, options, index) ?? organisationAt(world, index);
  const person = (index: number): PersonEntry => findDemoPerson(people, options.today, index) ?? personAt(world, index);
  return {
    organisations: () => each(options.organisations, organisation),
    persons: () => each(options.persons, person),
    organisationAt: organisation,
    personAt: person,
  };
}

function* each<T>(count: number, at: (index: number) => T): Generator<T> {
  for (let index = 0; index < count; index++) yield at(index);
}
