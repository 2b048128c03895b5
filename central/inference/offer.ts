import type { Selectable } from 'kysely';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { ProposalId, ProposalOffer } from '#contracts/approval/proposal.ts';
import { languages } from '#contracts/domain/localized.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import { fillIn } from '#contracts/domain/placeholders.ts';
import { districts, isDistrictCode } from '../logistics/index.ts';
import type { AgentRow, CertificateRow, PartyRow, SealedAgent, SealedFields, SealedPerson } from '../parties/index.ts';
import { markedFields } from '../parties/index.ts';
import type { Vocabulary } from '../process/index.ts';
import type { Tables } from '../store/index.ts';

/** All that an offer is made of, seals opened. */
export interface OfferSources {
  readonly proposal: Selectable<Tables['proposal']>;
  readonly item: ApprovalItem;
  readonly reason: string;
  readonly party: PartyRow;
  readonly person?: SealedPerson;
  readonly certificate?: CertificateRow;
  /** What the certificate prints of people. */
  readonly printed: SealedFields;
  /** To whom it is offered, and who represents the party now. */
  readonly agent: AgentRow;
  readonly agentPerson: SealedAgent;
  readonly representative?: SealedAgent;
  readonly phone?: string;
  readonly faceConsentAt?: string;
  readonly vocabulary: Vocabulary;
}

type Change = ProposalOffer['changes'][number];

/** A proposal as the person reads it. Pure; nothing in it that its sources do not say. */
export function buildOffer(sources: OfferSources): ProposalOffer {
  const { proposal, item, party, certificate, agent, vocabulary } = sources;
  const changes = changesOf(sources);
  const params = paramsOf(sources, changes);
  const why = fill(item.reasons[sources.reason] ?? item.summary, params);
  const template = item.templates.find(({ code }) => code === 'proposal');
  const type = vocabulary.certificateTypes.get(item.certificateType);
  const address = courierAddress(sources);
  return {
    id: proposal.id as ProposalId,
    itemId: item.id,
    itemVersion: item.version,
    title: item.title,
    what: fill(template?.body ?? item.summary, params),
    why,
    party: { name: partyName(sources), kind: party.kind },
    role: agent.role,
    ...(certificate && {
      certificate: { number: certificate.number, title: type?.title ?? item.title, version: certificate.version },
    }),
    changes,
    known: knownOf(sources, changes),
    waived: item.materials
      .filter(({ waived }) => waived)
      .map(({ code, source }) => ({
        title: vocabulary.materials.get(code) ?? both(code),
        source: vocabulary.sources.get(source ?? '') ?? both(source ?? ''),
      })),
    facts: factsOf(sources),
    dueOn: proposal.due_on,
    promisedDays: item.promisedDays,
    costFen: 0,
    handover: item.handover,
    ...(address && item.handover !== 'electronicOnly' && { address }),
    assurance: item.assurance,
    ...(sources.faceConsentAt !== undefined && { faceConsentAt: sources.faceConsentAt }),
    offeredAt: proposal.created_at,
    expiresAt: proposal.expires_at,
  };
}

const fieldLabels: Readonly<Record<(typeof markedFields)[number], LocalizedText>> = {
  name: { 'zh-CN': '名称', en: 'Name' },
  legalRepresentative: { 'zh-CN': '法定代表人', en: 'Legal representative' },
  address: { 'zh-CN': '住所', en: 'Registered address' },
  capital: { 'zh-CN': '注册资本', en: 'Registered capital' },
};
const validToLabel: LocalizedText = { 'zh-CN': '有效期至', en: 'Valid until' };

/** Old → new: what the certificate prints against what the register says; of a renewal, the last valid day. */
export function changesOf(sources: OfferSources): Change[] {
  const { item, party, certificate, vocabulary } = sources;
  if (!certificate) return [];
  if (item.type === 'renewal') {
    const years = vocabulary.certificateTypes.get(item.certificateType)?.usualYears;
    if (certificate.valid_to === null || years === undefined) return [];
    return [{ label: validToLabel, before: certificate.valid_to, after: yearsLater(certificate.valid_to, years) }];
  }
  return markedFields
    .filter((field) => certificate.marks[field] !== undefined && certificate.marks[field] !== party.marks[field])
    .map((field) => ({
      label: fieldLabels[field],
      before: printedValue(sources, field),
      after: registeredValue(sources, field),
    }));
}

function printedValue({ certificate, printed }: OfferSources, field: string): string {
  return certificate?.fields[field] ?? printed[field] ?? '';
}

function registeredValue({ party, person, representative }: OfferSources, field: string): string {
  if (field === 'legalRepresentative') return representative?.name ?? '';
  if (person && (field === 'name' || field === 'address')) return person[field];
  return party.facts[field] ?? '';
}

function partyName({ party, person }: OfferSources): string {
  return person?.name ?? party.facts['name'] ?? '';
}

/** Where each `from` of an item's field is found. */
function valueFrom(sources: OfferSources, from: string, changes: readonly Change[]): string | undefined {
  const { party, person, certificate, representative, agentPerson, phone } = sources;
  const [where = '', what = ''] = from.split('.');
  switch (where) {
    case 'party':
      if (what === 'uscc') return party.uscc ?? undefined;
      if (what === 'district') return party.district;
      if (what === 'legalRepresentative') return representative?.name;
      if (what === 'legalRepresentativeId') return representative?.idNumber;
      return person ? { ...person, ...party.facts }[what] : party.facts[what];
    case 'certificate':
      return certificate && { ...certificate.fields, ...sources.printed, ...certificateFacts(certificate) }[what];
    case 'change':
      return changes.map((change) => (what === 'before' ? change.before : change.after)).join('；') || undefined;
    case 'agent':
      return { name: agentPerson.name, idNumber: agentPerson.idNumber, phone, address: courierStreet(sources) }[what];
    default:
      return undefined;
  }
}

function certificateFacts(certificate: CertificateRow): Record<string, string> {
  return {
    number: certificate.number,
    issuer: certificate.issuer,
    issuedOn: certificate.issued_on,
    validFrom: certificate.valid_from,
    ...(certificate.valid_to !== null && { validTo: certificate.valid_to }),
  };
}

function knownOf(sources: OfferSources, changes: readonly Change[]): ProposalOffer['known'] {
  const { party, certificate, item } = sources;
  const ofParty = { system: party.source, at: party.source_at, version: String(party.record_version) };
  const ofCertificate = certificate && {
    system: certificate.source,
    at: certificate.source_at,
    version: String(certificate.version),
  };
  return item.fields.flatMap(({ pointer, label, from, masked = false }) => {
    const value = from === undefined ? undefined : valueFrom(sources, from, changes);
    if (value === undefined || value === '') return [];
    const source = from?.startsWith('certificate.') ? (ofCertificate ?? ofParty) : ofParty;
    return [{ pointer, label, value: value.slice(0, 200), source, masked }];
  });
}

function factsOf({ party, certificate }: OfferSources): ProposalOffer['facts'] {
  return [
    { system: party.source, at: party.source_at, version: String(party.record_version) },
    ...(certificate ? [{ system: certificate.source, at: certificate.source_at, version: String(certificate.version) }] : []),
  ];
}

function courierStreet({ party, person }: OfferSources): string | undefined {
  return person?.address ?? party.facts['address'];
}

/** Filled in where name, phone and address are known; the person may choose another way. */
function courierAddress(sources: OfferSources): ProposalOffer['address'] {
  const { agentPerson, phone, party } = sources;
  const street = courierStreet(sources);
  if (street === undefined || street.length < 2 || phone === undefined || !/^1[3-9]\d{9}$/.test(phone)) return undefined;
  const district = districtIn(street) ?? party.district;
  return isDistrictCode(district)
    ? { name: agentPerson.name.slice(0, 60), phone, district, street: street.slice(0, 100) }
    : undefined;
}

/** An address names its district in words; whose register it is in does not say where it lies. */
function districtIn(street: string): string | undefined {
  return Object.entries(districts).find(([, name]) => street.includes(name['zh-CN']))?.[0];
}

type Params = Readonly<Record<string, LocalizedText>>;

function paramsOf(sources: OfferSources, changes: readonly Change[]): Params {
  const { item, certificate, proposal, vocabulary, party } = sources;
  const type = vocabulary.certificateTypes.get(item.certificateType);
  return {
    party: both(partyName(sources)),
    item: item.title,
    before: both(changes.map(({ before }) => before).join('，')),
    after: both(changes.map(({ after }) => after).join('，')),
    certificate: type?.title ?? item.title,
    due: both(proposal.due_on),
    validTo: both(certificate?.valid_to ?? ''),
    source: vocabulary.sources.get(party.source) ?? both(party.source),
    case: both(''),
  };
}

export function fill(text: LocalizedText, params: Params): LocalizedText {
  const filled = languages.map((language) => [
    language,
    fillIn(text[language], (name) => params[name]?.[language] ?? `{${name}}`).slice(0, 400),
  ]);
  return Object.fromEntries(filled) as LocalizedText;
}

function both(text: string): LocalizedText {
  return { 'zh-CN': text, en: text };
}

/** 29 February becomes 28 February where the year has none. */
function yearsLater(day: string, years: number): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const last = new Date(Date.UTC(Number(year) + years, Number(month), 0)).getUTCDate();
  return `${Number(year) + years}-${month}-${String(Math.min(Number(date), last)).padStart(2, '0')}`;
}
