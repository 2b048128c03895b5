import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import type { ItemIndex, JudgeItem, Judged, Occasion } from '../../inference/judge.ts';
import { baseKey, indexItems, judgeParty } from '../../inference/judge.ts';
import type { PartyRecord, SealedPerson } from '../../parties/index.ts';
import type { Db, Pseudonyms, Seals } from '../../store/index.ts';
import { openedOr, readPastEvents, readPartiesOfClasses, readUnderWayOf } from './back-test-rows.ts';
import type { PastEvent } from './back-test-rows.ts';

/** Who would have been proposed or held, and how that differs from what the live version says. No names, keys or numbers of anybody. */
export interface BackTest {
  readonly sha256: string;
  readonly at: string;
  readonly days: number;
  /** Version that was live; absent for a new item. */
  readonly against?: number;
  /** Parties for whom the candidate's table could not be asked. */
  readonly faults: number;
  readonly faultCodes: readonly string[];
  readonly events: BackTestPart;
  readonly nightly: BackTestPart;
}

/** `events`: each stored event of the last days as it came; `nightly`: every party as it stands today. */
export interface BackTestPart {
  readonly looked: number;
  readonly proposed: number;
  readonly held: number;
  readonly byDistrict: Readonly<Record<string, { readonly proposed: number; readonly held: number }>>;
  readonly byReason: Readonly<Record<string, number>>;
  readonly diff: { readonly fresh: number; readonly gone: number; readonly changed: number; readonly same: number };
  readonly samples: readonly BackTestSample[];
}

export interface BackTestSample {
  readonly is: 'fresh' | 'gone' | 'changed';
  readonly district: string;
  readonly partyClass: string;
  readonly action: string;
  readonly reason: string;
  /** The rule in its author's words, and what it is about, without the party's own values. */
  readonly rule: string;
  readonly dueInDays: number;
  readonly missing: readonly string[];
  /** What the live version says where both say something. */
  readonly before?: { readonly action: string; readonly reason: string; readonly dueInDays: number };
}

export interface BackTestParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly seals: Seals;
  readonly pseudonyms: Pseudonyms;
}

/** A page is judged in one go: small enough that a centre that serves people does not notice. */
const limits = { samples: 12, page: 250 } as const;

/** @param days how far back events are taken, local days. */
export async function runBackTest(
  parts: BackTestParts,
  candidate: JudgeItem,
  live: JudgeItem | undefined,
  days: number,
): Promise<BackTest> {
  const now = parts.clock.now();
  const faults = new Faults();
  const pair: Pair = {
    items: [candidate, ...(live ? [live] : [])],
    candidate: indexItems([candidate]),
    live: live && indexItems([live]),
    faults,
  };
  const events = await overEvents(parts, pair, instantOf(now - days * 86_400_000));
  const nightly = await overParties(parts, pair, localDateOf(now));
  return {
    sha256: candidate.sha256,
    at: instantOf(now),
    days,
    ...(live && { against: live.item.version }),
    faults: faults.count,
    faultCodes: [...faults.codes].toSorted(),
    events,
    nightly,
  };
}

interface Pair {
  readonly items: readonly JudgeItem[];
  readonly candidate: ItemIndex;
  readonly live: ItemIndex | undefined;
  readonly faults: Faults;
}

class Faults {
  count = 0;
  readonly codes = new Set<string>();
}

async function overEvents(parts: BackTestParts, pair: Pair, since: string): Promise<BackTestPart> {
  const tally = new Tally();
  let after: Pick<PastEvent, 'source' | 'seq'> = { source: '', seq: 0 };
  for (;;) {
    const page = await readPastEvents(parts, since, after, limits.page);
    const last = page.events.at(-1);
    if (page.read === undefined) return tally.result();
    after = page.read;
    if (!last) continue;
    for (const past of page.events) {
      const today = localDateOf(Date.parse(past.receivedAt));
      judgeBoth(tally, pair, past.record, {
        today,
        underWay: new Set(),
        event: past.event,
        ...(past.person && { person: past.person }),
      });
    }
  }
}

async function overParties({ db, seals }: BackTestParts, pair: Pair, today: string): Promise<BackTestPart> {
  const tally = new Tally();
  const classes = [...new Set(pair.items.flatMap(({ item }) => item.partyClasses))];
  const servesPersons = pair.items.some(({ item }) => item.serves === 'person');
  for (let after = ''; ;) {
    const records = await readPartiesOfClasses(db, classes, after, limits.page);
    const last = records.at(-1);
    if (!last) return tally.result();
    after = last.party.party_key;
    const keys = records.map(({ party }) => party.party_key);
    const opened = servesPersons ? await seals.find(db, keys) : new Map<string, never>();
    const underWay = await readUnderWayOf(db, keys);
    for (const record of records) {
      const { party_key, sealed } = record.party;
      const person = openedOr<SealedPerson>(opened.get(party_key), sealed);
      judgeBoth(tally, pair, record, { today, underWay: underWay.get(party_key) ?? new Set(), ...(person && { person }) });
    }
  }
}

function judgeBoth(tally: Tally, { candidate, live, faults }: Pair, record: PartyRecord, occasion: Occasion): void {
  const now = judgeParty(candidate, record, occasion, (_item, fault) => {
    faults.count += 1;
    faults.codes.add(fault.code);
  });
  const before = live ? judgeParty(live, record, occasion, () => undefined) : [];
  tally.add(now, before);
}

/** Counts verdicts and how they differ; keeps a few of each kind as samples. */
class Tally {
  #looked = 0;
  #proposed = 0;
  #held = 0;
  readonly #byDistrict: Record<string, { proposed: number; held: number }> = {};
  readonly #byReason: Record<string, number> = {};
  readonly #diff = { fresh: 0, gone: 0, changed: 0, same: 0 };
  readonly #samples: BackTestSample[] = [];

  add(now: readonly Judged[], before: readonly Judged[]): void {
    this.#looked += 1;
    const old = new Map(before.map((judged) => [subjectOf(judged), judged]));
    for (const judged of now) {
      this.#count(judged);
      const was = old.get(subjectOf(judged));
      old.delete(subjectOf(judged));
      if (!was) this.#differ('fresh', judged);
      else if (saysTheSame(was, judged)) this.#diff.same += 1;
      else this.#differ('changed', judged, was);
    }
    for (const was of old.values()) this.#differ('gone', was);
  }

  #count({ district, answer }: Judged): void {
    const counts = (this.#byDistrict[district] ??= { proposed: 0, held: 0 });
    this.#byReason[answer.reason] = (this.#byReason[answer.reason] ?? 0) + 1;
    if (answer.action === 'propose') {
      counts.proposed += 1;
      this.#proposed += 1;
    } else {
      counts.held += 1;
      this.#held += 1;
    }
  }

  #differ(is: BackTestSample['is'], judged: Judged, was?: Judged): void {
    this.#diff[is] += 1;
    if (this.#samples.filter((sample) => sample.is === is).length < limits.samples / 3)
      this.#samples.push(sampleOf(is, judged, was));
  }

  result(): BackTestPart {
    return {
      looked: this.#looked,
      proposed: this.#proposed,
      held: this.#held,
      byDistrict: this.#byDistrict,
      byReason: this.#byReason,
      diff: this.#diff,
      samples: this.#samples,
    };
  }
}

/** Versions of one item speak of the same thing when it is about the same certificate. */
function subjectOf({ item, certificate }: Judged): string {
  return baseKey(item.item.id, certificate);
}

function saysTheSame(a: Judged, b: Judged): boolean {
  return a.answer.action === b.answer.action && a.answer.dueInDays === b.answer.dueInDays && a.answer.reason === b.answer.reason;
}

function sampleOf(is: BackTestSample['is'], { district, party, answer }: Judged, was?: Judged): BackTestSample {
  const { action, reason, dueInDays, missing, hits } = answer;
  const rule = hits.map(({ row, note }) => `${row}: ${note}`).join('; ');
  const before = was && { action: was.answer.action, reason: was.answer.reason, dueInDays: was.answer.dueInDays };
  return {
    is,
    district,
    partyClass: party.class,
    action,
    reason,
    rule,
    dueInDays,
    missing: [...missing],
    ...(before && { before }),
  };
}
