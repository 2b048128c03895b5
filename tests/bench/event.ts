/**
 * `npm run bench -- event [--events N] [--parties N]`: from an event that the centre has accepted to a proposal that a terminal can read on its feed, over mutual
 * TLS, while the nightly run over 6,700 organisations is under way all the time in the same process of the centre. The event is a changed name
 * at a source system of its own; the centre pulls it, as in production.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { domainEvent, type DomainEvent, type SourceSystem } from '#contracts/approval/event.ts';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { feedReply } from '#contracts/sync/wire.ts';
import { entriesOf } from '#central/exchange/stand-ins/source/units.ts';
import { snapshotOf } from '#central/exchange/stand-ins/source/register.ts';
import { takeEvents } from '#central/parties/index.ts';
import { readDemoPeople } from '#central/stand-ins/demo-people.ts';
import { generatePopulation } from '#central/stand-ins/population/index.ts';
import { inTransaction } from '#central/store/index.ts';
import { ensureDevPki } from '#central/terminals/index.ts';
import { openLine, type Line } from '../central/harness/line.ts';
import { startProcess } from '../central/harness/processes.ts';
import { startSource } from '../central/harness/sources.ts';
import { goFirst, openCentreParts, startBenchPostgres, type CentreParts } from './approval-world.ts';
import { percentile, report } from './report.ts';

const { values } = parseArgs({
  options: { events: { type: 'string', default: '150' }, parties: { type: 'string', default: '6700' } },
});
const wantedEvents = Number(values.events);
const leastEvents = 100;
const organisations = Number(values.parties);
const persons = 1_000;
const seed = 1;
const eventsAtOnce = 1_000;
const betweenMs = { least: 100, most: 500 } as const;
const longestMs = 600_000;
const terminal = 'E0217';
const sources = ['market-regulation', 'construction', 'approval-bureau'] as const;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + longestMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what}: not in time`);
    await pause(100);
  }
}

/** As the sources' stand-ins have it. */
const population = generatePopulation({
  seed,
  organisations,
  persons,
  today: localDateOf(systemClock.now()),
  people: readDemoPeople(join(import.meta.dirname, '../../assets/demo/people.json')),
});

/** What the three sources would tell at first, taken in as their events are; the cursors are set behind it. */
async function fillRegisters({ parts, owner }: CentreParts, known: ReadonlyMap<SourceSystem, number>): Promise<void> {
  const at = instantOf(systemClock.now());
  for (const source of sources) {
    const events = entriesOf(source, population, at).map((entry, i): DomainEvent =>
      domainEvent.parse({ ...snapshotOf(entry), source, seq: i + 1 }),
    );
    if (events.length !== known.get(source)) throw new Error(`${source} tells ${known.get(source)} events, not ${events.length}`);
    for (let i = 0; i < events.length; i += eventsAtOnce)
      await inTransaction(parts.db, systemClock, (tx) => takeEvents(tx, parts, events.slice(i, i + eventsAtOnce)));
    await sql`INSERT INTO source_cursor VALUES (${source}, ${events.length}, now(), now(), 'ok', '')`.execute(parts.db);
  }
  await sql`ANALYZE`.execute(owner);
}

/** Follows the feed as a terminal does; when each proposal was first read, epoch ms. */
function followFeed(line: Line): {
  readonly seenAt: ReadonlyMap<string, number>;
  readonly polls: () => number;
  stop(): Promise<void>;
} {
  const seenAt = new Map<string, number>();
  let [after, polls, isOver] = [0, 0, false];
  const following = (async () => {
    while (!isOver) {
      const reply = await line.get(`/v1/feed/proposals?after=${after}${after > 0 ? '&wait=2' : ''}`);
      polls += 1;
      if (reply.status !== 200 && reply.status !== 304) throw new Error(`the feed answered ${reply.status}`);
      if (reply.status === 304) continue;
      const { entries, next } = feedReply.parse(JSON.parse(reply.text));
      for (const { key } of entries) {
        const [proposal = ''] = key.split(':');
        if (!seenAt.has(proposal)) seenAt.set(proposal, Date.now());
      }
      if (entries.length === 0) await pause(100);
      after = next;
    }
  })();
  following.catch(() => undefined); // told of when it is stopped
  return {
    seenAt,
    polls: () => polls,
    async stop() {
      isOver = true;
      await following;
    },
  };
}

/** One nightly run after the other, in the centre's process: it finds them among its jobs. @returns how many were over. */
function keepNightGoing({ parts }: CentreParts): () => Promise<number> {
  let isOver = false;
  const waiting = async (): Promise<boolean> => {
    const found =
      await sql`SELECT 1 FROM jobs.job WHERE name = 'inference.nightly' AND state IN ('created', 'retry', 'active')`.execute(
        parts.db,
      );
    return found.rows.length > 0;
  };
  const going = (async () => {
    while (!isOver) {
      if (!(await waiting())) await parts.jobs.enqueue(parts.db, 'inference.nightly', [{ data: {} }]);
      await pause(20);
    }
  })();
  going.catch(() => undefined); // told of when it is ended
  const startedAt = instantOf(systemClock.now());
  return async () => {
    isOver = true;
    await going;
    await until('the last night', async () => !(await waiting()));
    const found = await sql<{ runs: number }>`
      SELECT count(*) AS runs FROM judgement_run WHERE kind = 'nightly' AND parties >= ${organisations} AND started_at >= ${startedAt}`.execute(
      parts.db,
    );
    return found.rows[0]?.runs ?? 0;
  };
}

/** Organisations of the market register in good standing with a valid certificate that prints their name: a new one is a need. */
function whoMayChange(): string[] {
  const at = instantOf(systemClock.now());
  const registered = new Set(
    entriesOf('market-regulation', population, at).flatMap((entry) => ('organisation' in entry ? [entry.organisation.uscc] : [])),
  );
  return [...population.organisations()]
    .filter(({ record }) => registered.has(record.uscc) && record.status === 'normal')
    .filter(({ record }) => record.listedAbnormal === false && record.openCase === false)
    .filter(({ certificates }) =>
      certificates.some(({ status, version, fields }) => status === 'valid' && version === 1 && 'name' in fields),
    )
    .map(({ record }) => record.uscc);
}

interface Latency {
  /** From when it was stored, ms. */
  readonly sinceAccepted: number;
  /** From when the source had written it down, ms. */
  readonly sinceHappened: number;
  /** Its parts: until it was judged, and from there until it stood on the feed. */
  readonly judging: number;
  readonly publishing: number;
}

/** Of each event that led to a proposal, until the last of its proposals was read. */
async function latencies(
  { parts }: CentreParts,
  happenedAt: ReadonlyMap<number, number>,
  seenAt: ReadonlyMap<string, number>,
): Promise<Latency[]> {
  const found = await sql<{ seq: number; received_at: string; id: string; created_at: string; fed_at: string }>`
    SELECT e.seq, e.received_at, p.id, p.created_at, (SELECT min(f.at) FROM feed AS f WHERE f.stream = 'proposals' AND f.key LIKE p.id || ':%') AS fed_at
    FROM domain_event AS e JOIN proposal AS p ON p.party_key = e.party_key AND p.created_at >= e.received_at
    JOIN judgement AS j ON j.party_key = p.party_key AND j.id = p.judgement_id
    WHERE e.source = 'market-regulation' AND e.type = 'registrationChanged' AND j.facts ->> 'event.type' = 'registrationChanged' AND p.state <> 'held'
      AND EXISTS (SELECT 1 FROM proposal_offer AS o WHERE o.party_key = p.party_key AND o.proposal_id = p.id)`.execute(parts.db);
  return [...Map.groupBy(found.rows, ({ seq }) => seq)].map(([seq, rows]) => {
    const seen = rows.map(({ id }) => seenAt.get(id));
    const last = Math.max(...seen.map((at) => at ?? Number.POSITIVE_INFINITY));
    return {
      sinceAccepted: last - Date.parse(rows[0]?.received_at ?? ''),
      sinceHappened: last - (happenedAt.get(seq) ?? Number.NaN),
      judging: Math.max(...rows.map(({ received_at, created_at }) => Date.parse(created_at) - Date.parse(received_at))),
      publishing: Math.max(...rows.map(({ created_at, fed_at }) => Date.parse(fed_at) - Date.parse(created_at))),
    };
  });
}

async function publishQueue({ parts }: CentreParts): Promise<number> {
  const found = await sql<{ n: number }>`
    SELECT count(*) AS n FROM jobs.job WHERE name = 'proposal.publish' AND state IN ('created', 'retry', 'active')`.execute(
    parts.db,
  );
  return found.rows[0]?.n ?? 0;
}

goFirst();
const postgres = await startBenchPostgres();
const keys = join(postgres.folder, 'keys');
const ends: (() => Promise<unknown>)[] = [() => postgres.stop()];
try {
  const started: Awaited<ReturnType<typeof startSource>>[] = [];
  for (const name of sources)
    started.push(
      await startSource(name, keys, [
        '--population',
        String(seed),
        '--organisations',
        String(organisations),
        '--persons',
        String(persons),
      ]),
    );
  for (const source of started) ends.unshift(() => source.end());
  const [market] = started;
  if (!market) throw new Error('no source');
  const known = new Map<SourceSystem, number>();
  for (const source of started) known.set(source.name, (await source.state()).last);
  const world = await openCentreParts(postgres.folder, postgres.urls);
  ends.unshift(() => world.close());
  await fillRegisters(world, known);

  const pkiFolder = join(postgres.folder, 'pki');
  const pki = await ensureDevPki(pkiFolder, [terminal]);
  const urlOf = (i: number): string => started[i]?.url ?? '';
  const centre = await startProcess(
    'central/main.ts',
    ['--data', join(postgres.folder, 'centre'), '--keys', keys, '--pki', pkiFolder, '--port', '0', '--demo'],
    {
      DATABASE_URL: postgres.urls.app,
      DATABASE_OWNER_URL: postgres.urls.owner,
      MARKET_REGULATION_URL: urlOf(0),
      CONSTRUCTION_URL: urlOf(1),
      APPROVAL_BUREAU_URL: urlOf(2),
    },
  );
  ends.unshift(() => centre.end());

  // The first night finds a need for every fourth party; it and its offers are over before anything is timed.
  const firstNight = performance.now();
  await world.parts.jobs.enqueue(world.parts.db, 'inference.nightly', [{ data: {} }]);
  await until('the first night', async () => {
    const found = await sql`SELECT 1 FROM judgement_run WHERE kind = 'nightly'`.execute(world.parts.db);
    return found.rows.length > 0;
  });
  const firstNightS = (performance.now() - firstNight) / 1000;
  await until('the offers of the first night', async () => (await publishQueue(world)) === 0);
  const firstOffersS = (performance.now() - firstNight) / 1000;
  const endNight = keepNightGoing(world);
  ends.unshift(endNight);

  const line = openLine(centre.port, pki, terminal);
  ends.unshift(() => Promise.resolve(line.close()));
  const feed = followFeed(line);
  const happenedAt = new Map<number, number>();
  const changing = whoMayChange();
  const step = Math.max(1, Math.floor(changing.length / wantedEvents));
  for (let i = 0; i < wantedEvents; i++) {
    const uscc = changing[i * step];
    if (uscc === undefined) break;
    const { seq } = await market.tell('/change', { uscc, name: `合成更名${i}有限公司` });
    happenedAt.set(seq, Date.now());
    await pause(betweenMs.least + ((i * 97) % (betweenMs.most - betweenMs.least)));
  }
  await until('the last event', async () => {
    const found = await sql`SELECT 1 FROM domain_event WHERE state = 'received'`.execute(world.parts.db);
    const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM domain_event WHERE type = 'registrationChanged'`.execute(
      world.parts.db,
    );
    return found.rows.length === 0 && (rows[0]?.n ?? 0) >= happenedAt.size && (await publishQueue(world)) === 0;
  });
  await pause(3_000); // an entry that comes late is an entry that comes late
  await feed.stop();
  const nights = await endNight();
  const found = await latencies(world, happenedAt, feed.seenAt);
  if (found.length < leastEvents) throw new Error(`only ${found.length} events led to a proposal`);

  const of = (key: keyof Latency, share: number): number =>
    percentile(
      found.map((one) => one[key]),
      share,
    );
  report('event', {
    figures: {
      events: happenedAt.size,
      eventsWithProposals: found.length,
      nightsMeanwhile: nights,
      firstNightS,
      firstNightWithOffersS: firstOffersS,
      acceptedToFeedP50Ms: of('sinceAccepted', 0.5),
      acceptedToFeedP99Ms: of('sinceAccepted', 0.99),
      slowestMs: of('sinceAccepted', 1),
      acceptedToJudgedP50Ms: of('judging', 0.5),
      judgedToPublishedP50Ms: of('publishing', 0.5),
      happenedToFeedP50Ms: of('sinceHappened', 0.5),
      happenedToFeedP99Ms: of('sinceHappened', 0.99),
    },
    ratios: { 'p99/goal': of('sinceAccepted', 0.99) / 2000 },
    goals: {
      acceptedToFeedP99Ms: { value: of('sinceAccepted', 0.99), atMost: 2000 },
      nightsMeanwhile: { value: nights, atLeast: 2 },
    },
  });
} finally {
  for (const end of ends) await end().catch((error: unknown) => console.error(error));
}
