import type { CertificateRecord, OrganisationRecord, SourceSystem } from '#contracts/approval/event.ts';
import type { Population } from '../../../stand-ins/population/index.ts';
import type { Entry } from './register.ts';

/** Certificates of the province's register of construction qualifications; all others are the city's. */
const constructionTypes: ReadonlySet<string> = new Set([
  'construction-qualification',
  'design-qualification',
  'survey-qualification',
  'supervision-qualification',
  'quality-testing-qualification',
  'construction-safety-permit',
  'real-estate-developer-qualification',
  'real-estate-appraisal-filing',
]);

/** Units that no business licence is given to: the bureau itself registers them. */
const registeredByBureau: ReadonlySet<string> = new Set(['private-non-enterprise', 'social-organisation']);

/**
 * What one of the three systems keeps of a population, in the order in which its log begins: organisations, persons, certificates, each
 * by index. @param at ISO instant of the snapshots.
 */
export function entriesOf(source: SourceSystem, population: Population, at: string): Entry[] {
  const entries: Entry[] = [];
  const held: CertificateRecord[] = [];
  for (const { record, handlers, reach, certificates } of population.organisations()) {
    const contacts = reach.flatMap((one) => one.contacts);
    if (registrarOf(record) === source)
      entries.push({ organisation: record, contacts, handlers: [...handlers], recordVersion: 1, at });
    held.push(...certificates);
  }
  if (source === 'approval-bureau') {
    for (const { record, reach, certificates } of population.persons()) {
      entries.push({ person: record, contacts: [...reach.contacts], recordVersion: 1, at });
      held.push(...certificates);
    }
  }
  for (const certificate of held) {
    if (keeperOf(certificate) === source) entries.push({ certificate, recordVersion: certificate.version, at });
  }
  return entries;
}

function registrarOf(organisation: OrganisationRecord): SourceSystem {
  return registeredByBureau.has(organisation.class) ? 'approval-bureau' : 'market-regulation';
}

function keeperOf({ type }: CertificateRecord): SourceSystem {
  return constructionTypes.has(type) ? 'construction' : 'approval-bureau';
}
