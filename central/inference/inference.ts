import { instantOf, type LocalDate } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import { partyKeyOf, readParties, readPartyPage, takeEvents } from '../parties/index.ts';
import type { Db, Jobs, Pseudonyms, Tx } from '../store/index.ts';
import { inTransaction, isTransient } from '../store/index.ts';
import type { WaitingEvent } from './events.ts';
import { settleEvents, takeWaiting } from './events.ts';
import type { ItemIndex } from './judge.ts';
import { lookAt } from './run.ts';
import type { LookCounts, LookResult, RunParts } from './run.ts';

export interface InferenceParts extends RunParts {
  readonly db: Db;
  readonly jobs: Jobs;
  readonly pseudonyms: Pseudonyms;
  /** The live items of this moment. */
  readonly items: () => Promise<ItemIndex>;
  readonly workedOnOrBefore: (day: LocalDate) => LocalDate;
}

const eventsAtOnce = 100;
const partiesAtOnce = 2_000;

/** 智能研判中心: judges what events and the calendar bring. Any number of processes may do so on one database. */
export interface Inference {
  /** Judges waiting events until there are none. @returns how many. */
  judgeWaiting(): Promise<number>;
  /** Every party against every live item. */
  judgeAll(): Promise<LookCounts>;
}

export function openInference(parts: InferenceParts): Inference {
  const { db, clock, log } = parts;

  async function judgeBatch(limit: number): Promise<number> {
    const index = await parts.items();
    return inTransaction(db, clock, async (tx) => {
      const waiting = await takeWaiting(tx, parts.seals, limit);
      if (waiting.length > 0) await judgeEvents(tx, parts, index, waiting);
      return waiting.length;
    });
  }

  /** An event that makes its batch fail is found by going one by one, and set aside; the others go on. */
  async function judgeOneByOne(): Promise<number> {
    let done = 0;
    for (;;) {
      try {
        const judged = await judgeBatch(1);
        if (judged === 0) return done;
        done += judged;
      } catch (error) {
        if (isTransient(error)) throw error;
        const aside = await setFirstAside(error);
        if (!aside) throw error;
      }
    }
  }

  async function setFirstAside(cause: unknown): Promise<boolean> {
    return inTransaction(db, clock, async (tx) => {
      const [first] = await takeWaiting(tx, parts.seals, 1);
      if (!first) return false;
      const detail = cause instanceof Error ? cause.name : 'unknown';
      await settleEvents(tx, [{ source: first.source, seq: first.seq, state: 'aside', detail }], instantOf(clock.now()));
      log('exchange.event-aside', { source: first.source, seq: first.seq, error: detail });
      return true;
    });
  }

  return {
    async judgeWaiting() {
      for (let done = 0; ;) {
        let judged: number;
        try {
          judged = await judgeBatch(eventsAtOnce);
        } catch (error) {
          if (isTransient(error)) throw error;
          judged = await judgeOneByOne();
        }
        done += judged;
        if (judged < eventsAtOnce) return done;
      }
    },

    async judgeAll() {
      const index = await parts.items();
      const runId = makeUuidV7(clock.now(), parts.random);
      const startedAt = instantOf(clock.now());
      let sum: LookCounts = { parties: 0, evaluated: 0, proposed: 0, held: 0 };
      for (let after = ''; ;) {
        const records = await readPartyPage(db, after, partiesAtOnce);
        const last = records.at(-1);
        if (!last) break;
        after = last.party.party_key;
        const result = await inTransaction(db, clock, (tx) => look(tx, parts, { index, runId, records, events: new Map() }));
        sum = add(sum, result.counts);
      }
      await keepRun(db, { id: runId, kind: 'nightly', startedAt, endedAt: instantOf(clock.now()), counts: sum });
      log('inference.ran', { kind: 'nightly', ...sum });
      return sum;
    },
  };
}

async function judgeEvents(tx: Tx, parts: InferenceParts, index: ItemIndex, waiting: readonly WaitingEvent[]): Promise<void> {
  const now = instantOf(parts.clock.now());
  const changed = await takeEvents(
    tx,
    parts,
    waiting.map(({ event }) => event),
  );
  const keyOf = ({ event }: WaitingEvent): string => partyKeyOf(parts.pseudonyms, event);
  // Birthdays and other days change nothing in a register and are an occasion all the same.
  const occasions = new Set([...changed, ...waiting.filter(({ event }) => event.type === 'birthday').map(keyOf)]);
  const newest = new Map(
    waiting.toSorted((a, b) => a.event.recordVersion - b.event.recordVersion).map((one) => [keyOf(one), one.event] as const),
  );
  const events = new Map([...newest].filter(([key, event]) => occasions.has(key) && event.type !== 'snapshot'));
  const records = await readParties(tx, [...occasions].toSorted());
  const runId = makeUuidV7(parts.clock.now(), parts.random);
  const result = await look(tx, parts, { index, runId, records, events });
  await settleEvents(
    tx,
    waiting.map((one) => ({
      source: one.source,
      seq: one.seq,
      state: occasions.has(keyOf(one)) ? ('judged' as const) : ('stale' as const),
    })),
    now,
  );
  if (records.length > 0) await keepRun(tx, { id: runId, kind: 'event', startedAt: now, endedAt: now, counts: result.counts });
}

type BareLook = Omit<Parameters<typeof lookAt>[2], 'workedOnOrBefore'>;

/** Judges, and puts to work what follows, in one transaction. */
async function look(tx: Tx, parts: InferenceParts, bare: BareLook): Promise<LookResult> {
  const result = await lookAt(tx, parts, { ...bare, workedOnOrBefore: parts.workedOnOrBefore });
  const fresh = result.open.map(({ party_key, id }) => ({ data: { partyKey: party_key, proposalId: id } }));
  await parts.jobs.enqueue(tx, 'proposal.publish', [
    ...fresh,
    ...result.closed.map(({ party_key, id }) => ({ data: { partyKey: party_key, proposalId: id } })),
  ]);
  await parts.jobs.enqueue(tx, 'proposal.message', fresh);
  return result;
}

interface FinishedRun {
  readonly id: string;
  readonly kind: 'event' | 'nightly';
  readonly startedAt: string;
  readonly endedAt: string;
  readonly counts: LookCounts;
}

async function keepRun(db: Db, { id, kind, startedAt, endedAt, counts }: FinishedRun): Promise<void> {
  await db
    .insertInto('judgement_run')
    .values({ id, kind, started_at: startedAt, ended_at: endedAt, ...counts })
    .execute();
}

function add(a: LookCounts, b: LookCounts): LookCounts {
  return {
    parties: a.parties + b.parties,
    evaluated: a.evaluated + b.evaluated,
    proposed: a.proposed + b.proposed,
    held: a.held + b.held,
  };
}
