import { createHash } from 'node:crypto';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err } from '#contracts/basics/result.ts';
import type { DomainEvent } from '#contracts/approval/event.ts';
import type { Facts } from '#contracts/approval/facts.ts';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { JudgedCertificate, JudgedParty, JudgedRecord, SealedPerson } from '../parties/index.ts';
import { markedFields } from '../parties/index.ts';
import { buildFacts } from './facts.ts';

/** One row of a decision table that met the facts: what staff and the person are shown as the reason. */
export interface RuleHit {
  readonly row: number;
  readonly note: string;
  readonly cells: readonly { readonly input: string; readonly test: string; readonly value: string }[];
}

export interface DecisionAnswer {
  readonly action: 'propose' | 'hold' | 'ignore';
  readonly dueInDays: number;
  readonly reason: string;
  readonly hits: readonly RuleHit[];
  /** Facts that the table asked for and that no source has given. */
  readonly missing: readonly string[];
}

/** A rule that went wrong stops alone: the item is left out, and staff see which row and why. */
export interface DecisionFault {
  readonly code: string;
  readonly text: string;
}

/** An item's live version with its compiled decision table. */
export interface JudgeItem {
  readonly item: ApprovalItem;
  readonly sha256: string;
  readonly decide: (facts: Facts) => Result<DecisionAnswer, DecisionFault>;
}

/** What came of one item for one party and certificate. `ignore` is not recorded: it is what nearly always comes out. */
export interface Judged {
  readonly item: JudgeItem;
  readonly party: JudgedParty;
  readonly certificate?: JudgedCertificate;
  readonly facts: Facts;
  readonly answer: DecisionAnswer;
  readonly district: string;
  /** One proposal per (party, item, trigger). */
  readonly dedupKey: string;
}

export interface Occasion {
  readonly event?: Pick<DomainEvent, 'type' | 'changed' | 'at'>;
  readonly today: string;
  readonly person?: SealedPerson;
  /** `<item>|<certificate number>` of what is under way already. */
  readonly underWay: ReadonlySet<string>;
}

/** Items by what they are about, so that a party is held against those only that can concern it. */
export interface ItemIndex {
  readonly byCertificate: ReadonlyMap<string, readonly JudgeItem[]>;
  readonly grants: readonly JudgeItem[];
  readonly ids: ReadonlySet<string>;
}

export function indexItems(items: readonly JudgeItem[]): ItemIndex {
  return {
    byCertificate: Map.groupBy(
      items.filter(({ item }) => item.type !== 'grant'),
      ({ item }) => item.certificateType,
    ),
    grants: items.filter(({ item }) => item.type === 'grant'),
    ids: new Set(items.map(({ item }) => item.id)),
  };
}

/** Pure: the same items, record and occasion give the same verdicts, whenever they are asked. @param onFault told of rules that fail. */
export function judgeParty(
  index: ItemIndex,
  { party, certificates }: JudgedRecord,
  occasion: Occasion,
  onFault: (item: JudgeItem, fault: DecisionFault) => void,
): Judged[] {
  const found: Judged[] = [];
  const { today, event, person, underWay } = occasion;
  const ask = (item: JudgeItem, known: Facts, certificate?: JudgedCertificate): void => {
    if (item.item.serves !== party.kind || !item.item.partyClasses.includes(party.class)) return;
    const district = placeFor(item.item, certificate?.district ?? party.district, today);
    if (district === undefined) return;
    const isUnderWay = underWay.size > 0 && underWay.has(baseKey(item.item.id, certificate));
    const facts = isUnderWay ? { ...known, 'certificate.underWay': true } : known;
    const answer = decideSafely(item, facts);
    if (!answer.ok) return onFault(item, answer.error);
    if (answer.value.action === 'ignore') return;
    const dedupKey = dedupKeyOf(item, party, certificate, answer.value, facts);
    found.push({ item, party, facts, answer: answer.value, district, dedupKey, ...(certificate && { certificate }) });
  };
  const sources = { party, today, underWay: false, ...(event && { event }), ...(person && { person }) };
  for (const certificate of certificates) {
    const items = index.byCertificate.get(certificate.type);
    if (!items) continue;
    const facts = buildFacts({ ...sources, certificate });
    for (const item of items) ask(item, facts, certificate);
  }
  const grants = index.grants.filter(({ item }) => item.serves === party.kind);
  if (grants.length > 0) {
    const facts = buildFacts(sources);
    for (const item of grants) ask(item, facts);
  }
  return found;
}

/** A table that throws is a bug, in it or in the engine: it stops this item as every other fault does, and no other. */
function decideSafely(item: JudgeItem, facts: Facts): Result<DecisionAnswer, DecisionFault> {
  try {
    return item.decide(facts);
  } catch (error) {
    return err({ code: 'thrown', text: error instanceof Error ? error.name : 'unknown' });
  }
}

/** County-level cities decide for themselves; the city's bureau decides for its urban districts. */
const countyCities = new Set(['370281', '370283', '370285']);
const city = '370200';

/** The place that decides about a certificate of `district`, on a day. Undefined = the item is not offered there. */
export function placeFor(item: ApprovalItem, district: string, today: string): string | undefined {
  const open = item.places.filter((place) => place.from <= today && (place.to === undefined || place.to >= today));
  if (open.some((place) => place.district === district)) return district;
  if (countyCities.has(district)) return undefined;
  return open.some((place) => place.district === city) ? city : undefined;
}

/** What a proposal is about, whatever caused it. */
export function baseKey(itemId: string, certificate?: Pick<JudgedCertificate, 'number'>): string {
  return `${itemId}|${certificate?.number ?? ''}`;
}

function dedupKeyOf(
  { item }: JudgeItem,
  party: JudgedParty,
  certificate: JudgedCertificate | undefined,
  answer: DecisionAnswer,
  facts: Facts,
): string {
  const base = `${baseKey(item.id, certificate)}@${certificate?.version ?? 0}`;
  return answer.action === 'hold'
    ? `${base}|hold:${answer.reason}:${answer.missing.join(',')}`
    : `${base}|${triggerOf(item, party, certificate, facts)}`;
}

/** What is new since the certificate was made: the values it would have to show, the day it ends, or the age that was reached. */
function triggerOf(item: ApprovalItem, party: JudgedParty, certificate: JudgedCertificate | undefined, facts: Facts): string {
  switch (item.type) {
    case 'change': {
      const changed = markedFields.filter(
        (field) => certificate?.marks[field] !== undefined && certificate.marks[field] !== party.marks[field],
      );
      return sha256(changed.map((field) => `${field}=${party.marks[field] ?? ''}`).join('\n')).slice(0, 16);
    }
    case 'renewal':
      return certificate?.valid_to ?? 'never';
    case 'grant':
      return `age-${String(facts['party.age'] ?? '')}`;
  }
}

/** What replay holds a stored judgement against. */
export function factsHash(facts: Facts): string {
  return sha256(canonicalJson(facts as never));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
