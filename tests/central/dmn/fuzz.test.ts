import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDmn, validateDecision } from '#central/inference/dmn/dmn.ts';
import { BudgetExceeded } from '#central/inference/dmn/feel/runtime.ts';
import { FeelSyntaxError } from '#central/inference/dmn/feel/scanner.ts';
import { builtIns } from '#central/inference/dmn/builtins/all.ts';
import { compiledModel, decision, definitions, input, literal, modelOf, now, table } from './models.ts';
import { evaluate } from './evaluate.ts';

const values = [
  'null',
  'true',
  '0',
  '1',
  '-1',
  '2.5',
  '1e30',
  '1e-30',
  '9007199254740993',
  '""',
  '"a"',
  '"2020-01-01"',
  '"P1D"',
  '"[1..2]"',
  '"(a+)+"',
  '"im"',
  '@"2020-02-29"',
  '@"10:00:00Z"',
  '@"10:00:00"',
  '@"2020-01-01T10:00:00@Europe/Paris"',
  '@"999999999-12-31"',
  '@"P1Y"',
  '@"-PT5H"',
  '[]',
  '[1, 2, 3]',
  '[null]',
  '[[1], "a"]',
  '{}',
  '{a: 1}',
  '{key: "k", value: 1}',
  '[1..5)',
  '["a".."b"]',
  '(< 5)',
  '(>= @"P1D")',
  'function(a, b) a < b',
  'function(n: number) n',
];
const value = fc.constantFrom(...values);

/** Whatever comes in, what comes out is a value, or one of two refusals. */
function settled(text: string): void {
  try {
    evaluate(text, { a: 1, 'b c': [1, { d: 2 }] }, 100_000);
  } catch (error) {
    if (!(error instanceof FeelSyntaxError) && !(error instanceof BudgetExceeded)) throw new Error(text, { cause: error });
  }
}

test('every built-in function with anything', () => {
  const call = fc
    .tuple(fc.constantFrom(...builtIns.keys()), fc.array(value, { maxLength: 4 }))
    .map(([name, args]) => `${name}(${args.join(', ')})`);
  fc.assert(fc.property(call, settled), { numRuns: 5_000 });
});

test('every operator with anything', () => {
  const operators = ['+', '-', '*', '/', '**', '=', '!=', '<', '<=', '>', '>=', 'and', 'or', 'in'];
  const binary = fc.tuple(value, fc.constantFrom(...operators), value).map((parts) => parts.join(' '));
  const other = fc.oneof(
    fc.tuple(value, value, value).map(([x, y, z]) => `${x} between ${y} and ${z}`),
    fc.tuple(value, value).map(([x, y]) => `(${x})[${y}]`),
    fc.tuple(value, value).map(([x, y]) => `for i in ${x} return ${y}`),
    fc.tuple(value, value).map(([x, y]) => `for i in ${x}..${y} return i`),
    fc.tuple(value, value).map(([x, y]) => `some i in ${x} satisfies ${y}`),
    fc.tuple(value, fc.constantFrom('year', 'time offset', 'start', 'a', 'seconds', 'timezone')).map(([x, y]) => `(${x}).${y}`),
    fc
      .tuple(value, fc.constantFrom('list<number>', 'range<Any>', 'context<a: number>', 'function<Any, Any> -> Any', 'date'))
      .map(([x, y]) => `(${x}) instance of ${y}`),
    value.map((x) => `-(${x})`),
  );
  fc.assert(fc.property(fc.oneof(binary, other), settled), { numRuns: 5_000 });
});

test('any row of FEEL’s words', () => {
  const words = [
    ...'if then else for in return some every satisfies function external and or not between instance of null true a b c . .. , : ( ) [ ] { } < <= = - + * ** / @ " ? item // /*'.split(
      ' ',
    ),
    'list<',
    '>',
    '1',
    '"x"',
    'date and time(',
    'b c',
    '\n',
    '政',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((parts) => parts.join(' ')),
      settled,
    ),
    { numRuns: 5_000 },
  );
});

test('any text in a cell is a test or a problem', async () => {
  const text = fc.oneof(
    value,
    fc
      .array(fc.constantFrom('not(', ')', '<', '5', '..', '[', ']', ',', '"a"', '-', '?', 'n', 'date("x")'), { maxLength: 8 })
      .map((parts) => parts.join(' ')),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 }), fc.jsonValue(), async (rows, n) => {
      const logic = table({ policy: 'COLLECT', inputs: ['n'], outputs: ['out'], rules: rows.map(([a, b]) => [a, b]) });
      const xml = definitions([input('n'), decision('x', logic, ['n'])]);
      for (const problem of validateDecision(await modelOf(xml), { n: 'Any' })) expect(problem.text).not.toBe('');
      const model = await compiledModel(xml, { onProblem: 'null' });
      const [one, other] = [1, 2].map(() => model.decide('x', { n: n as never }, { now }));
      expect(one).toStrictEqual(other);
      expect(one?.ok).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('any XML is a model or a refusal', async () => {
  const whole = definitions([
    input('n', 'number'),
    decision('x', table({ inputs: ['n'], outputs: ['o'], rules: [['1', '2']] }), ['n']),
    decision('y', literal('x + 1'), ['decision:x']),
  ]);
  const cut = fc.tuple(fc.integer({ min: 0, max: whole.length }), fc.integer({ min: 0, max: 60 }), fc.string({ maxLength: 5 }));
  await fc.assert(
    fc.asyncProperty(cut, async ([at, count, put]) => {
      const read = await readDmn(whole.slice(0, at) + put + whole.slice(at + count));
      if (read.ok) validateDecision(read.value);
      else expect(read.error.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});
