import { localDateOf } from '#contracts/basics/clock.ts';
import type { DomainEvent } from '#contracts/approval/event.ts';
import type { FactValue, Facts } from '#contracts/approval/facts.ts';
import type { JudgedCertificate, JudgedParty, MarkedField, SealedPerson } from '../parties/index.ts';

/** What a party, one of its certificates and (where one is the cause) an event come to for a decision table. */
export interface FactSources {
  readonly party: JudgedParty;
  /** Opened seal of a person; absent for organisations, and for a person who was forgotten. */
  readonly person?: SealedPerson;
  readonly certificate?: JudgedCertificate;
  readonly event?: Pick<DomainEvent, 'type' | 'changed' | 'at'>;
  /** Local day, `YYYY-MM-DD`. */
  readonly today: string;
  readonly underWay: boolean;
}

const matchFacts: readonly (readonly [MarkedField, keyof Facts])[] = [
  ['name', 'certificate.nameMatches'],
  ['legalRepresentative', 'certificate.legalRepresentativeMatches'],
  ['address', 'certificate.addressMatches'],
  ['capital', 'certificate.capitalMatches'],
];

/** Pure. A fact that its source has not given is absent. */
export function buildFacts(sources: FactSources): Facts {
  const { party, event, today } = sources;
  const facts: Record<string, FactValue> = {
    today,
    'event.type': event?.type ?? 'none',
    'event.changed': event?.changed ?? [],
    'event.ageDays': event ? daysBetween(localDateOf(Date.parse(event.at)), today) : 0,
    'party.status': party.status,
    'party.class': party.class,
    'party.district': party.district,
  };
  if (party.listed_abnormal !== null) facts['party.listedAbnormal'] = party.listed_abnormal;
  if (party.open_case !== null) facts['party.openCase'] = party.open_case;
  if (party.facts['resident'] !== undefined) facts['party.resident'] = party.facts['resident'] === 'true';
  if (sources.person) facts['party.age'] = ageOn(sources.person.birth, today);
  if (sources.certificate) addCertificate(facts, party, sources.certificate, today);
  facts['certificate.underWay'] = sources.underWay;
  return facts;
}

function addCertificate(
  facts: Record<string, FactValue>,
  party: JudgedParty,
  certificate: JudgedCertificate,
  today: string,
): void {
  facts['certificate.type'] = certificate.type;
  facts['certificate.status'] = certificate.status;
  facts['certificate.district'] = certificate.district;
  if (certificate.valid_to !== null) facts['certificate.daysToExpiry'] = daysBetween(today, certificate.valid_to);
  for (const [field, fact] of matchFacts) {
    const [printed, registered] = [certificate.marks[field], party.marks[field]];
    // What the certificate does not print cannot differ; what it prints and the register has not given is not known.
    if (printed === undefined) facts[fact] = true;
    else if (registered !== undefined) facts[fact] = printed === registered;
  }
}

/** Whole days from one local day to another; negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return (midnightOf(to) - midnightOf(from)) / 86_400_000;
}

function midnightOf(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
}

/** Completed years. A person who was born on 29 February is a year older on 1 March of other years. */
export function ageOn(birth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}
