import type { Clock, LocalDate } from '#contracts/basics/clock.ts';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { DomainEvent } from '#contracts/approval/event.ts';
import type { Log } from '#contracts/log/events.ts';
import type { PartyRecord, SealedPerson } from '../parties/index.ts';
import type { Seals, Tx } from '../store/index.ts';
import { factsHash, judgeParty } from './judge.ts';
import type { ItemIndex, Judged } from './judge.ts';
import { planProposals } from './plan.ts';
import { closeProposals, insertJudgements, readKnownProposals, readUnderWay, upsertProposals } from './writes.ts';
import type { JudgementRow, ProposalRow } from './writes.ts';

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
  readonly records: readonly PartyRecord[];
  /** The newest event of a party, where events are the occasion. */
  readonly events: ReadonlyMap<string, Pick<DomainEvent, 'type' | 'changed' | 'at'>>;
  /** The last working day that is not after a day. */
  readonly workedOnOrBefore: (day: LocalDate) => LocalDate;
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

/** A proposal may still be confirmed for so long after its due day. */
const graceDays = 15;

/**
 * Judges parties and writes what is new, in the caller's transaction: a handful of statements for all of them. The second look at the same
 * facts writes nothing.
 */
export async function lookAt(tx: Tx, parts: RunParts, look: Look): Promise<LookResult> {
  const { clock, seals } = parts;
  const keys = look.records.map(({ party }) => party.party_key);
  const people = look.records.filter(({ party }) => party.kind === 'person').map(({ party }) => party.party_key);
  const [known, underWay, opened] = [
    await readKnownProposals(tx, keys),
    await readUnderWay(tx, keys),
    await seals.find(tx, people),
  ];
  const knownOf = Map.groupBy(known, ({ party_key }) => party_key);
  const today = localDateOf(clock.now());
  const judgements: JudgementRow[] = [];
  const proposals: ProposalRow[] = [];
  const closings = [];
  let evaluated = 0;
  for (const record of look.records) {
    const { party } = record;
    const event = look.events.get(party.party_key);
    const person = opened.get(party.party_key)?.open<SealedPerson>(party.sealed);
    const faulted = new Set<string>();
    const judged = judgeParty(
      look.index,
      record,
      { today, underWay: underWay.get(party.party_key) ?? new Set(), ...(event && { event }), ...(person && { person }) },
      (item, fault) => {
        faulted.add(item.item.id);
        parts.log('inference.rule-failed', { item: item.item.id, version: item.item.version, code: fault.code });
      },
    );
    evaluated += judged.length;
    const asked = new Set([...look.index.ids].filter((id) => !faulted.has(id)));
    const plan = planProposals(judged, knownOf.get(party.party_key) ?? [], asked);
    closings.push(...plan.closings);
    for (const one of plan.fresh) {
      const judgement = judgementRow(parts, look, one);
      judgements.push(judgement);
      proposals.push(proposalRow(parts, look, one, judgement.id, today));
    }
  }
  await closeProposals(tx, closings, instantOf(clock.now()));
  await insertJudgements(tx, judgements);
  const written = await upsertProposals(tx, proposals);
  const open = written.filter(({ state }) => state === 'judged');
  return {
    counts: { parties: keys.length, evaluated, proposed: open.length, held: written.length - open.length },
    open,
    closed: closings.map(({ party_key, id }) => ({ party_key, id })),
  };
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

export function addDays(day: string, days: number): LocalDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10) as LocalDate;
}
