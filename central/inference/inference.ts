import { instantOf, type LocalDate } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import { lockParties, partyKeyOf, readParties, readPartyPage, takeEvents } from '../parties/index.ts';
import type { JudgedRecord } from '../parties/index.ts';
import type { Db, Jobs, Pseudonyms, Tx } from '../store/index.ts';
import { inTransaction, isTransient } from '../store/index.ts';
import type { ReadableEvent, WaitingEvent } from './events.ts';
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
/** Few enough that events and requests come in between. */
const partiesAtOnce = 500;

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
        if (judged > 0) parts.jobs.wake('proposal.publish');
        if (judged < eventsAtOnce) return done;
      }
    },

    async judgeAll() {
      const index = await parts.items();
      const runId = makeUuidV7(clock.now(), parts.random);
      const startedAt = instantOf(clock.now());
      let sum: LookCounts = { parties: 0, evaluated: 0, proposed: 0, held: 0 };
      const pages = pagesOf(db);
      // One page is judged while the database writes the other.
      const lane = async (): Promise<void> => {
        for (let records = await pages(); records.length > 0; records = await pages()) {
          const page = { index, runId, records, events: new Map(), isLocked: false };
          const { counts } = await inTransaction(db, clock, (tx) => look(tx, parts, page));
          sum = add(sum, counts);
        }
      };
      await Promise.all([lane(), lane()]);
      await keepRun(db, { id: runId, kind: 'nightly', startedAt, endedAt: instantOf(clock.now()), counts: sum });
      log('inference.ran', { kind: 'nightly', ...sum });
      return sum;
    },
  };
}

/** The next page of all parties at each call; empty when there is none any more. */
function pagesOf(db: Db): () => Promise<JudgedRecord[]> {
  let last: Promise<string | undefined> = Promise.resolve('');
  return () => {
    const page = last.then((after) => (after === undefined ? [] : readPartyPage(db, after, partiesAtOnce)));
    last = page.then((records) => records.at(-1)?.party.party_key);
    last.catch(() => undefined); // whoever waits for the page is told
    return page;
  };
}

async function judgeEvents(tx: Tx, parts: InferenceParts, index: ItemIndex, taken: readonly WaitingEvent[]): Promise<void> {
  const now = instantOf(parts.clock.now());
  const waiting = taken.filter((one): one is ReadableEvent => one.event !== undefined);
  const lost = taken.filter(({ event }) => event === undefined);
  await settleEvents(
    tx,
    lost.map(({ source, seq }) => ({ source, seq, state: 'aside' as const, detail: 'sealed' })),
    now,
  );
  if (waiting.length === 0) return;
  const keyOf = ({ event }: ReadableEvent): string => partyKeyOf(parts.pseudonyms, event);
  // Whoever else judges one of these parties, of another of its events or at night, waits: each sees what the one before has written.
  await lockParties(tx, [...new Set(waiting.map(keyOf))]);
  const changed = await takeEvents(
    tx,
    parts,
    waiting.map(({ event }) => event),
  );
  // Birthdays and other days change nothing in a register and are an occasion all the same.
  const occasions = new Set([...changed, ...waiting.filter(({ event }) => event.type === 'birthday').map(keyOf)]);
  const newest = new Map(
    waiting.toSorted((a, b) => a.event.recordVersion - b.event.recordVersion).map((one) => [keyOf(one), one.event] as const),
  );
  const events = new Map([...newest].filter(([key, event]) => occasions.has(key) && event.type !== 'snapshot'));
  const records = await readParties(tx, [...occasions].toSorted());
  const runId = makeUuidV7(parts.clock.now(), parts.random);
  const result = await look(tx, parts, { index, runId, records, events, isLocked: true });
  await publishStanding(tx, parts, [...changed]);
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

/** Whoever may act for a party now is offered what is open; whoever may not any more is not. */
async function publishStanding(tx: Tx, { jobs }: InferenceParts, keys: readonly string[]): Promise<void> {
  const offered = await tx
    .selectFrom('proposal_offer')
    .select(['party_key', 'proposal_id'])
    .distinct()
    .where('party_key', 'in', keys.length > 0 ? keys : [''])
    .execute();
  await jobs.enqueue(
    tx,
    'proposal.publish',
    offered.map(({ party_key, proposal_id }) => ({ data: { partyKey: party_key, proposalId: proposal_id } })),
  );
}

type BareLook = Omit<Parameters<typeof lookAt>[2], 'workedOnOrBefore'>;

/** Judges, and puts to work what follows, in one transaction. */
async function look(tx: Tx, parts: InferenceParts, bare: BareLook): Promise<LookResult> {
  const result = await lookAt(tx, parts, { ...bare, workedOnOrBefore: parts.workedOnOrBefore });
  // What has just happened does not wait behind what a night has found.
  const priority = bare.events.size > 0 ? 1 : 0;
  await parts.jobs.enqueue(tx, 'proposal.publish', [
    ...result.open.map(({ party_key, id }) => ({ data: { partyKey: party_key, proposalId: id, tell: 1 }, priority })),
    ...result.closed.map(({ party_key, id }) => ({ data: { partyKey: party_key, proposalId: id }, priority })),
  ]);
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
