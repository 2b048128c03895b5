/**
 * `npm run bench -- rules`: a decision table of 200 rules, first hit: evaluations per second of our engine, with the trace of the row that
 * matched, against @gorules/zen-engine (the better of one after the other and 64 in flight, without a trace) and json-rules-engine. All
 * take turns within a round on the same cases, and first have to agree on every answer.
 */
import { constants, setPriority } from 'node:os';
import { ZenEngine } from '@gorules/zen-engine';
import { Engine, type ConditionProperties } from 'json-rules-engine';
import type { Instant } from '#contracts/basics/clock.ts';
import { compile, readDmn, validateDecision, writeDmn, type DecisionTable } from '#central/inference/dmn/dmn.ts';
import { percentile, report } from './report.ts';

const rounds = 15;
const ruleCount = 200;
const inFlight = 64;
const now = '2026-01-01T00:00:00.000Z' as Instant;

interface Case {
  readonly event: string;
  readonly certificate: string;
  readonly days: number;
  readonly place: string;
}

interface Rule {
  readonly id: string;
  readonly event: string | undefined;
  readonly certificate: string;
  readonly from: number;
  readonly below: number;
  readonly places: readonly string[];
  readonly item: string;
}

/** The same numbers in every run: mulberry32. */
function generator(start: number): (below: number) => number {
  let seed = start;
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const random = generator(20_201_228);
const events = ['licence.name', 'licence.legal', 'licence.address', 'licence.capital', 'expiry'];
const places = ['370200', '370283', '370285'];
const pick = <T>(list: readonly T[]): T => {
  const found = list[random(list.length)];
  if (found === undefined) throw new Error('an empty list');
  return found;
};

const rules = Array.from({ length: ruleCount }, (_, i): Rule => {
  const from = 10 * random(20);
  return {
    id: `r${i + 1}`,
    event: random(5) === 0 ? undefined : pick(events),
    certificate: `C${random(40)}`,
    from,
    below: from + 60,
    places: random(2) === 0 ? places.slice(0, 2) : [pick(places)],
    item: `item-${i + 1}`,
  };
});
/** Two thirds are made for a rule, so that there is something to trace. */
const cases = Array.from({ length: 500 }, (): Case => {
  const rule = pick(rules);
  if (random(3) === 0) return { event: pick(events), certificate: `C${random(44)}`, days: random(300), place: pick(places) };
  return {
    event: rule.event ?? pick(events),
    certificate: rule.certificate,
    days: rule.from + random(60),
    place: pick(rule.places),
  };
});

function expected(one: Case): string | undefined {
  return rules.find(
    ({ event, certificate, from, below, places }) =>
      (event === undefined || event === one.event) &&
      certificate === one.certificate &&
      one.days >= from &&
      one.days < below &&
      places.includes(one.place),
  )?.item;
}

const quoted = (texts: readonly string[]) => texts.map((text) => `"${text}"`).join(', ');
const columns = ['event', 'certificate', 'days', 'place'] as const;
const cellsOf = ({ event, certificate, from, below, places }: Rule) => [
  event === undefined ? '-' : quoted([event]),
  quoted([certificate]),
  `[${from}..${below})`,
  quoted(places),
];

interface Contender {
  readonly name: string;
  /** The items that the cases lead to. */
  run(cases: readonly Case[]): Promise<(string | undefined)[]>;
}

async function ours(): Promise<Contender> {
  const table: DecisionTable = {
    id: 'needs',
    name: 'needs',
    hitPolicy: 'FIRST',
    inputs: columns.map((name) => ({
      id: `in_${name}`,
      label: name,
      expression: name,
      type: name === 'days' ? 'number' : 'string',
    })),
    outputs: [{ id: 'out_item', name: 'item', type: 'string' }],
    rules: rules.map((rule) => ({
      id: rule.id,
      annotation: `because of ${rule.id}`,
      inputs: cellsOf(rule),
      outputs: [quoted([rule.item])],
    })),
  };
  const model = await readDmn(await writeDmn(table));
  if (!model.ok) throw new Error('the table cannot be read');
  const errors = validateDecision(model.value).filter(({ severity }) => severity === 'error');
  const compiled = compile(model.value);
  if (!compiled.ok || errors.length > 0) throw new Error('the table is not valid');
  return {
    name: 'ours, with trace',
    run: (some) =>
      Promise.resolve(
        some.map((one) => {
          const judged = compiled.value.decide('needs', { ...one }, { now });
          if (!judged.ok) throw new Error(judged.error.text);
          const { value, hits } = judged.value;
          // The trace has to be there: it is what the judgement is for.
          if ((value === null) !== (hits.length === 0)) throw new Error('a hit without a trace');
          return typeof value === 'string' ? value : undefined;
        }),
      ),
  };
}

function zen(mode: 'sequential' | 'in flight' | 'trace'): Contender {
  const content = {
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in', position: { x: 0, y: 0 } },
      {
        id: 'table',
        type: 'decisionTableNode',
        name: 'table',
        position: { x: 0, y: 0 },
        content: {
          hitPolicy: 'first',
          inputs: columns.map((name) => ({ id: `in_${name}`, name, field: name })),
          outputs: [{ id: 'out_item', name: 'item', field: 'item' }],
          rules: rules.map((rule) => ({
            _id: rule.id,
            ...Object.fromEntries(cellsOf(rule).map((cell, i) => [`in_${columns[i]}`, cell === '-' ? '' : cell])),
            out_item: quoted([rule.item]),
          })),
        },
      },
      { id: 'out', type: 'outputNode', name: 'out', position: { x: 0, y: 0 } },
    ],
    edges: [
      { id: 'e1', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'e2', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  };
  const decision = new ZenEngine().createDecision(content);
  const itemOf = async (one: Case) => {
    const { result } = (await decision.evaluate({ ...one }, { trace: mode === 'trace' })) as { result: { item?: string } | null };
    return result?.item;
  };
  return {
    name: `zen, ${mode}`,
    async run(some) {
      const items: (string | undefined)[] = [];
      const width = mode === 'in flight' ? inFlight : 1;
      for (let i = 0; i < some.length; i += width) items.push(...(await Promise.all(some.slice(i, i + width).map(itemOf))));
      return items;
    },
  };
}

function jsonRules(): Contender {
  const engine = new Engine([], { allowUndefinedFacts: true });
  const all = ({ event, certificate, from, below, places }: Rule): ConditionProperties[] => [
    ...(event === undefined ? [] : [{ fact: 'event', operator: 'equal', value: event }]),
    { fact: 'certificate', operator: 'equal', value: certificate },
    { fact: 'days', operator: 'greaterThanInclusive', value: from },
    { fact: 'days', operator: 'lessThan', value: below },
    { fact: 'place', operator: 'in', value: [...places] },
  ];
  for (const [i, rule] of rules.entries()) {
    // Rules run by priority, each alone in its group; the first that holds ends the run.
    engine.addRule({
      conditions: { all: all(rule) },
      event: { type: rule.item },
      priority: ruleCount - i,
      onSuccess: () => void engine.stop(),
    });
  }
  return {
    name: 'json-rules-engine',
    async run(some) {
      const items: (string | undefined)[] = [];
      for (const one of some) items.push((await engine.run({ ...one })).events[0]?.type);
      return items;
    },
  };
}

/** Cases per contender and round: enough for a clock, few enough for the slow one. */
const shares: Readonly<Record<string, number>> = { 'ours, with trace': 200, 'json-rules-engine': 0.08 };

async function perSecond(contender: Contender): Promise<number> {
  const share = shares[contender.name] ?? 2;
  const some = share < 1 ? cases.slice(0, Math.ceil(cases.length * share)) : cases;
  const times = Math.max(1, Math.floor(share));
  const startedAt = performance.now();
  for (let i = 0; i < times; i++) await contender.run(some);
  return (some.length * times * 1000) / (performance.now() - startedAt);
}

/** Before other work on this machine, where that is allowed: it would be measured along otherwise. */
function goFirst(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGHEST);
  } catch {
    console.log('note     not allowed to go before other work on this machine');
  }
}

goFirst();
const us = await ours();
const peers = [zen('sequential'), zen('in flight'), zen('trace'), jsonRules()];
const contenders = [us, ...peers];
const wanted = cases.map(expected);
for (const contender of contenders) {
  const items = await contender.run(cases);
  const wrong = cases.findIndex((_, i) => items[i] !== wanted[i]);
  if (wrong >= 0)
    throw new Error(`${contender.name} says ${items[wrong]} instead of ${wanted[wrong]} for ${JSON.stringify(cases[wrong])}`);
}
console.log(`note     ${cases.length} cases, ${wanted.filter(Boolean).length} with a hit: all engines agree`);

const measured = new Map(contenders.map((contender) => [contender, [] as number[]]));
for (const contender of contenders) await perSecond(contender);
for (let round = 0; round < rounds; round++) {
  for (const contender of contenders) measured.get(contender)?.push(await perSecond(contender));
}

const median = (contender: Contender) => percentile(measured.get(contender) ?? [], 0.5);
/** Median over the rounds of ours against the better of some peers in the same round. */
const ahead = (some: readonly Contender[]) =>
  percentile(
    (measured.get(us) ?? []).map((speed, round) => speed / Math.max(...some.map((peer) => measured.get(peer)?.[round] ?? 0))),
    0.5,
  );
const best = ahead(peers);
report('rules', {
  figures: Object.fromEntries(contenders.map((contender) => [`${contender.name} per s`, median(contender)])),
  ratios: {
    'ours/best peer': best,
    'ours/zen with trace': ahead(peers.filter(({ name }) => name === 'zen, trace')),
    'ours/json-rules-engine': ahead(peers.filter(({ name }) => name === 'json-rules-engine')),
  },
  goals: { 'ours/best peer': { value: best, atLeast: 10 } },
});
