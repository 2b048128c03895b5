import { describe, expect, test } from 'vitest';
import type { Facts } from '#central/inference/dmn/dmn.ts';
import { compiledModel, decided, decision, definitions, input, now, table, type TableText } from './models.ts';

async function tableModel(text: TableText, type?: string) {
  const names = [...new Set(text.inputs.map((one) => /^\w+/.exec(one)?.[0] ?? ''))];
  return compiledModel(definitions([...names.map((name) => input(name)), decision('x', table(text), names, type)]));
}

async function outcome(text: TableText, facts: Facts) {
  return decided(await tableModel(text), 'x', facts);
}

const overlapping = {
  inputs: ['n: number'],
  outputs: ['out: string | "high", "mid", "low"'],
  rules: [
    ['> 0', '"low"'],
    ['> 5', '"mid"'],
    ['> 8', '"high"'],
  ],
};
const numbers = {
  inputs: ['n: number'],
  outputs: ['out: number'],
  rules: [
    ['> 0', '1'],
    ['> 5', '5'],
    ['> 8', '8'],
  ],
};

describe('hit policies', () => {
  test.each([
    ['UNIQUE', undefined, 3, 'low'],
    ['UNIQUE', undefined, 9, null],
    ['UNIQUE', undefined, 0, null],
    ['ANY', undefined, 9, null],
    ['FIRST', undefined, 9, 'low'],
    ['PRIORITY', undefined, 9, 'high'],
    ['RULE ORDER', undefined, 9, ['low', 'mid', 'high']],
    ['OUTPUT ORDER', undefined, 9, ['high', 'mid', 'low']],
    ['COLLECT', undefined, 9, ['low', 'mid', 'high']],
    ['COLLECT', undefined, 0, []],
    ['RULE ORDER', undefined, 0, []],
    ['COLLECT', 'COUNT', 9, 3],
    ['COLLECT', 'COUNT', 0, 0],
  ])('%s %s of %d is %j', async (policy, aggregation, n, expected) => {
    expect(await outcome({ ...overlapping, policy, ...(aggregation && { aggregation }) }, { n })).toStrictEqual(expected);
  });

  test('an output that is not allowed is null, known before or not', async () => {
    const outputs = ['a: string | "in", "out"', 'b: string | "in", "out"'];
    const given = { inputs: ['n: number', 's'], outputs, rules: [['1', '-', '"up"', 's']] };
    expect(await outcome(given, { n: 1, s: 'up' })).toStrictEqual({ a: null, b: null });
    expect(await outcome(given, { n: 1, s: 'in' })).toStrictEqual({ a: null, b: 'in' });
  });

  test('the type of one output cell', async () => {
    const cell = '<outputEntry typeRef="number"><text>s</text></outputEntry>';
    const logic = `<decisionTable><output/><rule>${cell}</rule></decisionTable>`;
    const model = await compiledModel(definitions([input('s'), decision('x', logic, ['s'])]));
    expect([decided(model, 'x', { s: 4 }), decided(model, 'x', { s: 'four' })]).toStrictEqual([4, null]);
  });

  test.each([
    ['SUM', 9, 14],
    ['MIN', 9, 1],
    ['MAX', 9, 8],
    ['SUM', 0, null],
  ])('COLLECT %s of %d is %j', async (aggregation, n, expected) => {
    expect(await outcome({ ...numbers, policy: 'COLLECT', aggregation }, { n })).toBe(expected);
  });

  test('ANY takes rules that agree', async () => {
    const agreeing = {
      ...overlapping,
      policy: 'ANY',
      rules: [
        ['> 0', '"low"'],
        ['> 5', '"low"'],
      ],
    };
    expect(await outcome(agreeing, { n: 6 })).toBe('low');
  });

  test('defaults stand in where nothing matches', async () => {
    expect(await outcome({ ...overlapping, defaults: ['"low"'] }, { n: 0 })).toBe('low');
    expect(await outcome({ ...overlapping, policy: 'COLLECT', defaults: ['"low"'] }, { n: 0 })).toStrictEqual(['low']);
  });

  test('several outputs make a context', async () => {
    const text = { inputs: ['n: number'], outputs: ['a: string', 'b: number'], rules: [['1', '"x"', 'n + 1']] };
    expect(await outcome(text, { n: 1 })).toStrictEqual({ a: 'x', b: 2 });
  });
});

describe('cells', () => {
  const matches = async (cell: string, value: Facts[string], type = '') =>
    outcome({ inputs: [type ? `v: ${type}` : 'v', 'o'], outputs: ['out'], rules: [[cell, '-', 'true']] }, { v: value, o: 5 });

  test.each([
    ['"a"', 'a', true],
    ['"a","b"', 'b', true],
    ['not("a","b")', 'b', null],
    ['not("a")', 'c', true],
    ['not("a")', null, true],
    ['not(> 5)', null, null],
    ['-', null, true],
    ['null', null, true],
    ['not(null)', 1, true],
    ['1', 1, true],
    ['1.0', 1, true],
    ['0.3', 0.1 + 0.2, null],
    ['< 5', 5, null],
    ['<= 5', 5, true],
    ['>= o', 5, true],
    ['> o', 5, null],
    ['[1..5)', 5, null],
    [']1..5]', 1, null],
    ['(1..5]', 5, true],
    ['< 0, > 10', 11, true],
    ['? > 4 and ? < 6', 5, true],
    ['? = o', 5, true],
    ['o = 5', 'anything', true],
    ['true', true, true],
    ['false', false, true],
    ['true', false, null],
    ['o', 5, true],
    ['[1, 5]', 5, true],
    ['starts with(?, "ab")', 'abc', true],
    ['date("2020-01-01")', '2020-01-01', null],
    ['"a"', 1, null],
    ['> 1', 'a', null],
  ])('%s with %j is %j', async (cell, value, expected) => {
    expect(await matches(cell, value)).toBe(expected);
  });

  test('a column of dates reads ISO texts', async () => {
    expect(await matches('< date("2020-06-01")', '2020-01-01', 'date')).toBe(true);
    expect(await matches('[date("2020-01-01")..date("2020-02-01"))', '2020-02-01', 'date')).toBe(null);
    expect(await matches('<= @"P30D"', 'P1D', 'days and time duration')).toBe(true);
  });

  test('a value of another type is as if it were not there', async () => {
    expect(await matches('-', 'a', 'number')).toBe(true);
    expect(await matches('1', 'a', 'number')).toBe(null);
  });
});

describe('the trace', () => {
  test('tells row, rule, annotation, and each cell with the value that met it', async () => {
    const model = await tableModel({
      policy: 'FIRST',
      inputs: ['event: string', 'days: number', 'place'],
      outputs: ['action: string', 'lead: number'],
      rules: [
        ['"expiry"', '< 10', '-', '"ignore"', '0'],
        ['"expiry"', '[10..90]', '-', '"propose"', 'days - 10'],
      ],
    });
    const result = model.decide('x', { event: 'expiry', days: 60, place: '370200' }, { now });
    expect(result.ok && result.value).toStrictEqual({
      value: { action: 'propose', lead: 50 },
      hits: [
        {
          decision: 'x',
          row: 2,
          ruleId: 'r2',
          annotation: 'reason 2',
          cells: [
            { input: 'event', text: '"expiry"', value: 'expiry' },
            { input: 'days', text: '[10..90]', value: 60 },
          ],
          outputs: { action: 'propose', lead: 50 },
        },
      ],
      missing: [],
      notes: [],
    });
  });

  test('names all rows that should not have matched together', async () => {
    const result = (await tableModel(overlapping)).decide('x', { n: 6 }, { now });
    expect(result.ok && result.value.hits.map(({ ruleId }) => ruleId)).toStrictEqual(['r1', 'r2']);
    expect(result.ok && result.value.notes).toMatchObject([{ code: 'overlap', decision: 'x' }]);
  });

  test('a value that is not allowed gives null and a note', async () => {
    const model = await tableModel({ inputs: ['c: string | "a", "b"'], outputs: ['out'], rules: [['-', '1']] });
    const result = model.decide('x', { c: 'z' }, { now });
    expect(result.ok && [result.value.value, result.value.notes[0]?.code]).toStrictEqual([null, 'not-allowed-value']);
  });

  test('a value that is not allowed is null for the rows that ask for null', async () => {
    const rules = [
      ['null', '"none"'],
      ['"a"', '"first"'],
    ];
    const given = { inputs: ['c: string | "a", "b"'], outputs: ['out'], rules };
    expect([await outcome(given, { c: 'z' }), await outcome(given, { c: 'a' })]).toStrictEqual(['none', 'first']);
  });
});

describe('missing facts', () => {
  test('are told by name and by path, and null is not missing', async () => {
    const model = await tableModel({
      inputs: ['event.type: string', 'event.diff.name: boolean', 'days: number', 'place: string'],
      outputs: ['out'],
      rules: [['-', '-', '-', '-', '1']],
    });
    const result = model.decide('x', { event: { type: 'x', diff: {} }, place: null }, { now });
    expect(result.ok && result.value.missing).toStrictEqual(['days', 'event.diff.name']);
  });

  test('only facts that were asked for are missing', async () => {
    const model = await compiledModel(
      definitions([
        input('a'),
        input('b'),
        decision('x', '<literalExpression><text>if a then 1 else b</text></literalExpression>', ['a', 'b']),
      ]),
    );
    const ask = (facts: Facts) => {
      const result = model.decide('x', facts, { now });
      return result.ok && result.value.missing;
    };
    expect(ask({ a: true })).toStrictEqual([]);
    expect(ask({ a: false })).toStrictEqual(['b']);
  });
});

describe('the index', () => {
  test('finds what a walk over all rows finds', async () => {
    const values = ['"a"', '"b"', '"c"', '"a", "c"', '-', 'not("a")', 'lower case("B")', '"d"', '"e"', '"f"'];
    const rules = Array.from({ length: 60 }, (_, i) => [
      values[i % values.length] ?? '-',
      ['1', '2', '> 1', '-'][i % 4] ?? '-',
      `${i}`,
    ]);
    const indexed = await tableModel({ policy: 'COLLECT', inputs: ['s', 'n'], outputs: ['out'], rules });
    for (const s of ['a', 'b', 'c', 'd', 'z', null, 1]) {
      for (const n of [1, 2, 3, null]) {
        const one = async (rule: (typeof rules)[number]) =>
          outcome({ inputs: ['s', 'n'], outputs: ['out'], rules: [rule] }, { s, n });
        const walked = (await Promise.all(rules.map(one))).filter((value) => value !== null);
        expect(decided(indexed, 'x', { s, n }), `${s} ${n}`).toStrictEqual(walked);
      }
    }
  });
});
