/**
 * `npm run bench -- rejudge [--big]`: the nightly run, as in production, on an embedded PostgreSQL: 6,700 organisations against all live items, from
 * the registers to written judgements, proposals and jobs; first when everything is new, then when nothing is. Then ten times as many
 * parties (`--big`: a hundred times as well): a party must not take longer. The peer, in the same run: the same decisions by feelin's
 * unary tests, cell by cell, on a sample; it has to give the same answers.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { evaluate, unaryTest } from 'feelin';
import type { Facts } from '#contracts/approval/facts.ts';
import { localDateOf } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { findTable, readDmn, type DecisionTable } from '#central/inference/dmn/dmn.ts';
import { judgeParty, type DecisionAnswer, type ItemIndex, type JudgeItem } from '#central/inference/judge.ts';
import { readPartyPage } from '#central/parties/index.ts';
import { goFirst, loadOrganisations, openApprovalWorld, startBenchPostgres, type ApprovalWorld } from './approval-world.ts';
import { percentile, report } from './report.ts';

const { values: options } = parseArgs({ options: { big: { type: 'boolean', default: false } } });
const small = 6_700;
const large = 67_000;
const huge = 670_000;
const rounds = 7;
const largeRounds = 3;
/** Decisions that the peer is asked for; it takes about as long for one as we for a thousand. */
const sampleSize = 400;
const assets = join(import.meta.dirname, '../../assets/items');
const median = (values: readonly number[]): number => percentile(values, 0.5);

async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly value: T; readonly seconds: number }> {
  const startedAt = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - startedAt) / 1000 };
}

/** As before the first night. */
async function forget({ owner }: ApprovalWorld): Promise<void> {
  await sql`TRUNCATE proposal, judgement, judgement_run, jobs.job`.execute(owner);
}

interface Night {
  readonly parties: number;
  readonly proposals: number;
  readonly held: number;
  readonly firstSeconds: number;
  readonly secondSeconds: number;
}

/** One night on which everything is new, and one on which nothing is; both checked in the tables. */
async function twoNights(world: ApprovalWorld): Promise<Night> {
  await forget(world);
  const first = await timed(() => world.inference.judgeAll());
  const second = await timed(() => world.inference.judgeAll());
  const found = await sql<{ proposals: number; judgements: number; jobs: number }>`
    SELECT (SELECT count(*) FROM proposal) AS proposals, (SELECT count(*) FROM judgement) AS judgements,
      (SELECT count(*) FROM jobs.job WHERE name = 'proposal.publish') AS jobs`.execute(world.owner);
  const { proposed, held, parties } = first.value;
  const row = found.rows[0];
  if (row?.proposals !== proposed + held || row.judgements !== row.proposals || row.jobs !== proposed)
    throw new Error(`${proposed} proposals and ${held} held were said, the tables have ${JSON.stringify(row)}`);
  if (second.value.proposed + second.value.held > 0) throw new Error('the second night wrote proposals');
  return { parties, proposals: proposed, held, firstSeconds: first.seconds, secondSeconds: second.seconds };
}

/** A decision that was asked for, with our answer. */
interface Asked {
  readonly item: JudgeItem;
  readonly facts: Facts;
  readonly answer: DecisionAnswer;
}

/** The decisions of a night, all of them. */
async function askedOf(world: ApprovalWorld): Promise<Asked[]> {
  const asked: Asked[] = [];
  const listening = (item: JudgeItem): JudgeItem => ({
    ...item,
    decide(facts) {
      const given = item.decide(facts);
      if (given.ok) asked.push({ item, facts, answer: given.value });
      return given;
    },
  });
  const index = await world.items();
  const heard: ItemIndex = {
    ...index,
    byCertificate: new Map([...index.byCertificate].map(([type, items]) => [type, items.map(listening)])),
    grants: index.grants.map(listening),
  };
  const today = localDateOf(systemClock.now());
  for (const record of await readPartyPage(world.parts.db, '', small))
    judgeParty(heard, record, { today, underWay: new Set() }, () => {
      throw new Error('a rule failed');
    });
  return asked;
}

async function tableOf(id: string): Promise<DecisionTable> {
  const read = await readDmn(readFileSync(join(assets, id, 'decision.dmn'), 'utf8'));
  const table = read.ok ? findTable(read.value) : undefined;
  if (!table) throw new Error(`no table in ${id}`);
  return table;
}

/** First hit, as a program that has feelin and no table engine would look for it. */
function decideByFeelin(table: DecisionTable, facts: Facts): unknown {
  const context: Record<string, Record<string, unknown>> = { event: {}, party: {}, certificate: {} };
  for (const [name, value] of Object.entries(facts)) {
    const [head = '', tail] = name.split('.');
    if (tail !== undefined) (context[head] ??= {})[tail] = value;
  }
  const inputs = table.inputs.map(({ expression }) => evaluate(expression, context).value as unknown);
  const hit = table.rules.find((rule) =>
    rule.inputs.every((cell, i) => cell === '-' || unaryTest(cell, { ...context, '?': inputs[i] }).value === true),
  );
  return hit && evaluate(hit.outputs[0] ?? '', context).value;
}

/** Decisions per second of both on the same sample, and whether they agree. */
async function againstFeelin(asked: readonly Asked[]): Promise<{ readonly ours: number; readonly feelin: number }> {
  const whole = asked.filter(({ answer }) => answer.missing.length === 0); // it has no word for "hold, this is not known"
  const sample = Array.from({ length: sampleSize }, (_, i) => whole[Math.floor((i * whole.length) / sampleSize)]).filter(
    (one) => one !== undefined,
  );
  const tables = new Map<string, DecisionTable>();
  for (const { item } of sample) tables.set(item.item.id, tables.get(item.item.id) ?? (await tableOf(item.item.id)));
  const ratesOf = async () => {
    const theirs = await timed(() =>
      sample.map(({ item, facts }) => {
        const table = tables.get(item.item.id);
        return table && decideByFeelin(table, facts);
      }),
    );
    const ours = await timed(() => sample.map(({ item, facts }) => item.decide(facts)));
    return { theirs, ours: sample.length / ours.seconds, feelin: sample.length / theirs.seconds };
  };
  const found = [await ratesOf(), await ratesOf(), await ratesOf()];
  const differing = found[0]?.theirs.value.filter((action, i) => action !== sample[i]?.answer.action).length ?? 0;
  if (differing > 0) throw new Error(`feelin answers ${differing} of ${sample.length} otherwise`);
  return { ours: median(found.map(({ ours }) => ours)), feelin: median(found.map(({ feelin }) => feelin)) };
}

/** Loads more parties into `world` and holds the time per party against the small world's, in turns. */
async function growth(world: ApprovalWorld, from: number, to: number, beside: ApprovalWorld, times: number) {
  const load = await timed(() => loadOrganisations(world, from, to));
  console.log(`loaded   ${to - from} parties in ${load.seconds.toFixed(0)} s`);
  await sql`VACUUM ANALYZE party`.execute(world.owner);
  await sql`VACUUM ANALYZE party_certificate`.execute(world.owner);
  const per = ({ parties, firstSeconds, secondSeconds }: Night) => [firstSeconds / parties, secondSeconds / parties] as const;
  const found = [];
  for (let round = 0; round < times; round++) {
    const before = [await twoNights(beside), await twoNights(beside)];
    const many = await twoNights(world);
    const few = [...before, await twoNights(beside), await twoNights(beside)];
    if (many.parties !== to) throw new Error(`${many.parties} of ${to} parties were judged`);
    const [first, second] = per(many);
    found.push({
      first: first / median(few.map((night) => per(night)[0])),
      second: second / median(few.map((night) => per(night)[1])),
      seconds: many.firstSeconds,
      proposals: many.proposals,
    });
  }
  return {
    seconds: median(found.map(({ seconds }) => seconds)),
    proposals: found[0]?.proposals ?? 0,
    first: median(found.map(({ first }) => first)),
    second: median(found.map(({ second }) => second)),
  };
}

goFirst();
const postgres = await startBenchPostgres();
try {
  const seeding = await openApprovalWorld(postgres.folder, postgres.urls);
  await loadOrganisations(seeding, 0, small);
  await seeding.close();
  const copy = await postgres.copy('many');
  const world = await openApprovalWorld(postgres.folder, postgres.urls);
  const many = await openApprovalWorld(postgres.folder, copy);
  await sql`VACUUM ANALYZE`.execute(world.owner);
  await twoNights(world); // not counted: code and database get warm
  const nights: Night[] = [];
  for (let round = 0; round < rounds; round++) nights.push(await twoNights(world));
  const asked = await askedOf(world);
  const rates = await againstFeelin(asked);
  const tenfold = await growth(many, small, large, world, largeRounds);
  const hundredfold = options.big ? await growth(many, large, huge, world, 1) : undefined;
  const items = (await world.items()).ids.size;
  await Promise.all([world.close(), many.close()]);

  const firstRunS = median(nights.map(({ firstSeconds }) => firstSeconds));
  const feelinRunS = asked.length / rates.feelin;
  report('rejudge', {
    figures: {
      parties: small,
      items,
      decisions: asked.length,
      proposals: nights[0]?.proposals ?? 0,
      held: nights[0]?.held ?? 0,
      firstRunS,
      fastestFirstRunS: Math.min(...nights.map(({ firstSeconds }) => firstSeconds)),
      secondRunS: median(nights.map(({ secondSeconds }) => secondSeconds)),
      secondRunProposals: 0,
      decisionsPerS: rates.ours,
      feelinDecisionsPerS: rates.feelin,
      feelinDecidingOnlyS: feelinRunS,
      tenfoldFirstRunS: tenfold.seconds,
      tenfoldProposals: tenfold.proposals,
      ...(hundredfold && { hundredfoldFirstRunS: hundredfold.seconds, hundredfoldProposals: hundredfold.proposals }),
    },
    ratios: {
      'ours/feelin decisions': rates.ours / rates.feelin,
      'feelin deciding/our whole run': feelinRunS / firstRunS,
      'per party 67,000/6,700': tenfold.first,
      'per party 67,000/6,700, nothing new': tenfold.second,
      ...(hundredfold && {
        'per party 670,000/6,700': hundredfold.first,
        'per party 670,000/6,700, nothing new': hundredfold.second,
      }),
    },
    goals: {
      items: { value: items, atLeast: 70 },
      firstRunS: { value: firstRunS, atMost: 1 },
      'per party 67,000/6,700': { value: tenfold.first, atMost: 1.3 },
      ...(hundredfold && { 'per party 670,000/6,700': { value: hundredfold.first, atMost: 1.3 } }),
    },
  });
} finally {
  await postgres.stop();
}
