import { setImmediate } from 'node:timers/promises';
import type { Clock, LocalDate } from '#contracts/basics/clock.ts';
import { addDays, instantOf, localDateOf } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { DomainEvent } from '#contracts/approval/event.ts';
import type { Log } from '#contracts/log/events.ts';
import { lockParties } from '../parties/index.ts';
import type { JudgedRecord, SealedPerson } from '../parties/index.ts';
import type { Seals, Tx } from '../store/index.ts';
import { factsHash, judgeParty } from './judge.ts';
import type { ItemIndex, Judged } from './judge.ts';
import { planProposals } from './plan.ts';
import { closeProposals, insertJudgements, readKnownProposals, readUnderWay, upsertProposals } from './writes.ts';
import type { JudgementRow, KnownProposal, ProposalClosing, ProposalRow } from './writes.ts';

export interface RunParts {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly seals: Seals;
}

/** One look at some parties: at one event's, or at a page of all of them at night. */
export interface Look {
  readonly runId: string;
  readonly index: ItemIndex;
  readonly records: readonly JudgedRecord[];
  /** The newest event of a party, where events are the occasion. */
  readonly events: ReadonlyMap<string, Pick<DomainEvent, 'type' | 'changed' | 'at'>>;
  /** The last working day that is not after a day. */
  readonly workedOnOrBefore: (day: LocalDate) => LocalDate;
  /** The records were read under `lockParties` in this transaction. Otherwise those for which anything would change are read anew. */
  readonly isLocked: boolean;
}

export interface LookCounts {
  readonly parties: number;
  readonly evaluated: number;
  readonly proposed: number;
  readonly held: number;
}

export interface LookResult {
  readonly counts: LookCounts;
  /** New proposals to be told of; held ones are not among them. */
  readonly open: readonly Pick<ProposalRow, 'party_key' | 'id'>[];
  /** Proposals that are not offered any more. */
  readonly closed: readonly Pick<ProposalRow, 'party_key' | 'id'>[];
}

/** Judged without a pause: a few milliseconds. */
const partiesInOneGo = 10;

/** A proposal may still be confirmed for so long after its due day. */
const graceDays = 15;

/**
 * Judges parties and writes what is new, in the caller's transaction: a handful of statements for all of them. The second look at the same
 * facts writes nothing.
 */
export async function lookAt(tx: Tx, parts: RunParts, look: Look): Promise<LookResult> {
  const bases = await readBases(tx, parts, look.records);
  const first = await planAll(parts, look, bases);
  const plans = look.isLocked ? first : await planAgain(tx, parts, look, bases, first);
  const { judgements, proposals, closings } = plans;
  await closeProposals(tx, closings, instantOf(parts.clock.now()));
  await insertJudgements(tx, judgements);
  const written = await upsertProposals(tx, proposals);
  const open = written.filter(({ state }) => state === 'judged');
  return {
    counts: {
      parties: look.records.length,
      evaluated: first.evaluated,
      proposed: open.length,
      held: written.length - open.length,
    },
    open,
    closed: closings.map(({ party_key, id }) => ({ party_key, id })),
  };
}

interface Plans {
  readonly judgements: readonly JudgementRow[];
  readonly proposals: readonly ProposalRow[];
  readonly closings: readonly ProposalClosing[];
  readonly evaluated: number;
}

/** What the plan for one party rests on. */
interface Basis {
  readonly record: JudgedRecord;
  readonly known: readonly KnownProposal[];
  readonly underWay: ReadonlySet<string>;
  /** Opened seal of a person who was not forgotten. */
  readonly person?: SealedPerson;
}

async function readBases(tx: Tx, { seals }: RunParts, records: readonly JudgedRecord[]): Promise<Basis[]> {
  const keys = records.map(({ party }) => party.party_key);
  const people = records.filter(({ party }) => party.kind === 'person').map(({ party }) => party.party_key);
  const [known, underWay, opened] = [
    Map.groupBy(await readKnownProposals(tx, keys), ({ party_key }) => party_key),
    await readUnderWay(tx, keys),
    await seals.find(tx, people),
  ];
  return records.map((record) => {
    const { party_key: key, sealed } = record.party;
    const person = opened.get(key)?.open<SealedPerson>(sealed);
    return { record, known: known.get(key) ?? [], underWay: underWay.get(key) ?? new Set(), ...(person && { person }) };
  });
}

/**
 * What was read before this transaction may be older than what events have brought since: it is nobody's last facts. Where anything is to change,
 * the parties are locked and looked at anew; nearly always nothing has come in between, and the plan stands.
 */
async function planAgain(tx: Tx, parts: RunParts, look: Look, bases: readonly Basis[], first: Plans): Promise<Plans> {
  const keys = new Set([...first.proposals, ...first.closings].map(({ party_key }) => party_key));
  const locked = await readBases(tx, parts, await lockParties(tx, [...keys]));
  const before = bases.filter(({ record }) => keys.has(record.party.party_key));
  return textOf(before) === textOf(locked) ? first : planAll({ ...parts, log: () => undefined }, look, locked);
}

function textOf(bases: readonly Basis[]): string {
  return JSON.stringify(bases.map(({ record, known, underWay }) => [record, known, [...underWay].sort()]));
}

async function planAll(parts: RunParts, look: Look, bases: readonly Basis[]): Promise<Plans> {
  const today = localDateOf(parts.clock.now());
  const judgements: JudgementRow[] = [];
  const proposals: ProposalRow[] = [];
  const closings: ProposalClosing[] = [];
  let evaluated = 0;
  for (const [i, { record, known, underWay, person }] of bases.entries()) {
    // A night is long: whoever waits for an answer of this process comes in between.
    if (i % partiesInOneGo === partiesInOneGo - 1) await setImmediate();
    const event = look.events.get(record.party.party_key);
    const faulted = new Set<string>();
    const judged = judgeParty(
      look.index,
      record,
      { today, underWay, ...(event && { event }), ...(person && { person }) },
      (item, fault) => {
        faulted.add(item.item.id);
        parts.log('inference.rule-failed', { item: item.item.id, version: item.item.version, code: fault.code });
      },
    );
    evaluated += judged.length;
    const plan = planProposals(judged, known, (id) => look.index.ids.has(id) && !faulted.has(id));
    closings.push(...plan.closings);
    for (const one of plan.fresh) {
      const judgement = judgementRow(parts, look, one);
      judgements.push(judgement);
      proposals.push(proposalRow(parts, look, one, judgement.id, today));
    }
  }
  return { judgements, proposals, closings, evaluated };
}

function judgementRow({ clock, random }: RunParts, look: Look, judged: Judged): JudgementRow {
  const { item, party, certificate, facts, answer } = judged;
  return {
    party_key: party.party_key,
    id: makeUuidV7(clock.now(), random),
    run_id: look.runId,
    item_id: item.item.id,
    item_version: item.item.version,
    certificate: certificate?.number ?? '',
    facts,
    facts_hash: factsHash(facts),
    hits: answer.hits,
    action: answer.action,
    reason: answer.reason,
    missing: [...answer.missing],
    due_in_days: answer.action === 'propose' ? answer.dueInDays : null,
    at: instantOf(clock.now()),
  };
}

function proposalRow(
  { clock, random }: RunParts,
  look: Look,
  judged: Judged,
  judgementId: string,
  today: LocalDate,
): ProposalRow {
  const { item, party, certificate, answer, district, dedupKey } = judged;
  const now = instantOf(clock.now());
  const wanted = look.workedOnOrBefore(addDays(today, answer.dueInDays));
  const dueOn = wanted < today ? today : wanted;
  return {
    party_key: party.party_key,
    id: makeUuidV7(clock.now(), random),
    item_id: item.item.id,
    item_version: item.item.version,
    district,
    judgement_id: judgementId,
    certificate: certificate?.number ?? '',
    base_version: certificate?.version ?? 0,
    dedup_key: dedupKey,
    sealed: '',
    due_on: dueOn,
    expires_at: instantOf(Date.parse(`${addDays(dueOn, graceDays)}T15:59:59.999Z`)),
    state: answer.action === 'hold' ? 'held' : 'judged',
    detail: answer.action === 'hold' ? answer.reason : '',
    interactions: 0,
    score: 0,
    created_at: now,
    changed_at: now,
  };
}
