import fc from 'fast-check';
import { evaluate as feelin, unaryTest } from 'feelin';
import { expect, test } from 'vitest';
import { toJson } from '#central/inference/dmn/engine/adopt.ts';
import { evaluate } from './evaluate.ts';
import { compiledModel, decided, decision, definitions, input, table } from './models.ts';

/**
 * feelin as a second opinion, on expressions made at random from the part of FEEL in which it follows the standard: whole numbers, texts,
 * lists, three-valued logic over values of one kind. Where it does not (decimals, several temporal cases, regular expressions of XPath),
 * `expressions.tsv` says what the standard wants.
 */
const { number, truth, text, list } = fc.letrec<Record<'number' | 'truth' | 'text' | 'list', string>>((tie) => {
  const binary = (operators: readonly string[], of: fc.Arbitrary<string>) =>
    fc.tuple(of, fc.constantFrom(...operators), of).map(([a, op, b]) => `(${a} ${op} ${b})`);
  const call = (name: string, ...args: fc.Arbitrary<string>[]) =>
    fc.tuple(...args).map((given) => `${name}(${given.join(', ')})`);
  return {
    number: fc.oneof(
      { maxDepth: 4 },
      fc.integer({ min: 0, max: 20 }).map(String),
      fc.constantFrom('a', 'b'),
      binary(['+', '-', '*'], tie('number')),
      fc.tuple(tie('truth'), tie('number'), tie('number')).map(([c, x, y]) => `(if ${c} then ${x} else ${y})`),
      call('count', tie('list')),
      call('abs', tie('number')),
      call('string length', tie('text')),
      fc.tuple(tie('number'), tie('number')).map(([x, y]) => `[${x}, ${y}][2]`),
      fc.tuple(tie('number'), tie('number')).map(([x, y]) => `{p: ${x}, q: p + ${y}}.q`),
    ),
    truth: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('true', 'false'),
      binary(['<', '<=', '>', '>=', '=', '!='], tie('number')),
      binary(['<', '=', '!='], tie('text')),
      binary(['and', 'or'], tie('truth')),
      call('not', tie('truth')),
      call('contains', tie('text'), tie('text')),
      call('list contains', tie('list'), tie('number')),
      fc.tuple(tie('number'), fc.integer({ min: 0, max: 9 })).map(([x, y]) => `(${x} between ${y} and ${y + 5})`),
      fc.tuple(tie('number'), fc.integer({ min: 0, max: 9 })).map(([x, y]) => `(${x} in [${y}..${y + 5}))`),
      fc
        .tuple(fc.constantFrom('some', 'every'), tie('list'), tie('number'))
        .map(([k, l, n]) => `(${k} v in ${l} satisfies v > ${n})`),
    ),
    text: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('""', '"ab"', '"政务"', '"b c"', 't'),
      binary(['+'], tie('text')),
      call('upper case', tie('text')),
      call('substring after', tie('text'), tie('text')),
    ),
    list: fc.oneof(
      { maxDepth: 4 },
      fc.array(tie('number'), { minLength: 1, maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
      call('append', tie('list'), tie('number')),
      call('concatenate', tie('list'), tie('list')),
      call('reverse', tie('list')),
      fc.tuple(tie('list'), tie('number')).map(([l, n]) => `${l}[item > ${n}]`),
      fc.tuple(tie('list'), tie('number')).map(([l, n]) => `(for v in ${l} return v + ${n})`),
    ),
  };
});

const variables = { a: 3, b: -7, t: 'Ab' };

test('random expressions', () => {
  fc.assert(
    fc.property(fc.oneof(number, truth, text, list), (expression) => {
      const { value, problems } = evaluate(expression, variables);
      expect(problems).toStrictEqual([]);
      // Through JSON: feelin knows a zero below zero.
      expect(JSON.stringify(toJson(value)), expression).toBe(JSON.stringify(feelin(expression, variables).value));
    }),
    { numRuns: 500 },
  );
});

const whole = fc.integer({ min: -3, max: 12 });
const cell = fc.oneof(
  whole.map(String),
  fc.constant('-'),
  fc.tuple(fc.constantFrom('<', '<=', '>', '>='), whole).map(([op, n]) => `${op} ${n}`),
  fc
    .tuple(fc.constantFrom('[', '('), whole, whole, fc.constantFrom(']', ')'))
    .map(([s, a, b, e]) => `${s}${a}..${a + Math.abs(b)}${e}`),
  fc.array(whole, { minLength: 2, maxLength: 3 }).map((items) => items.join(', ')),
  fc.array(whole, { minLength: 1, maxLength: 3 }).map((items) => `not(${items.join(', ')})`),
);

test('random cells of a table', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 20 }), whole, async (cells, n) => {
      const rules = cells.map((text, i) => [text, `${i}`]);
      const logic = table({ policy: 'COLLECT', inputs: ['n'], outputs: [''], rules });
      const model = await compiledModel(definitions([input('n'), decision('x', logic, ['n'])]));
      const expected = cells.flatMap((text, i) => (text === '-' || unaryTest(text, { '?': n }).value === true ? [i] : []));
      expect(decided(model, 'x', { n })).toStrictEqual(expected);
    }),
    { numRuns: 150 },
  );
});
