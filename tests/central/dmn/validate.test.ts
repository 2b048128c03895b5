import { describe, expect, test } from 'vitest';
import { validateDecision, type KnownFacts } from '#central/inference/dmn/dmn.ts';
import { decision, definitions, input, knowledge, literal, modelOf, table, type TableText } from './models.ts';

const known: KnownFacts = { 'event.type': 'string', 'event.diff.name': 'boolean', days: 'number', place: 'string', from: 'date' };

async function problemsOf(content: readonly string[], facts?: KnownFacts) {
  return validateDecision(await modelOf(definitions(content)), facts);
}

async function tableProblems(text: TableText, facts: KnownFacts | undefined = known) {
  const names = [...new Set(text.inputs.map((one) => /^\w+/.exec(one)?.[0] ?? ''))];
  return problemsOf([...names.map((name) => input(name)), decision('x', table(text), names)], facts);
}

describe('a sound table', () => {
  test('has no problems', async () => {
    const text: TableText = {
      inputs: ['event.type: string | "change", "expiry"', 'days: number'],
      outputs: ['action: string'],
      rules: [
        ['"change"', '-', '"propose"'],
        ['"expiry"', '< 90', '"propose"'],
        ['"expiry"', '>= 90', '"ignore"'],
      ],
    };
    expect(await tableProblems(text)).toStrictEqual([]);
  });
});

describe('names', () => {
  test('of nothing, with place, rule and position', async () => {
    const problems = await tableProblems({
      policy: 'FIRST',
      inputs: ['days'],
      outputs: [''],
      rules: [
        ['-', '"a"'],
        ['-', '1 + whatever * 2'],
      ],
    });
    expect(problems).toContainEqual({
      code: 'unknown-name',
      severity: 'error',
      element: 'x',
      place: 'rule 2, output 1',
      ruleId: 'r2',
      at: 4,
      text: 'Nothing is known by the name "whatever".',
    });
  });

  test('of inputs and paths that no source gives', async () => {
    const problems = await tableProblems({
      inputs: ['event.kind', 'salary', 'event.diff.name'],
      outputs: [''],
      rules: [['-', '-', '-', '1']],
    });
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'unknown-fact', text: expect.stringContaining('salary') },
      { code: 'unknown-fact', place: 'input 1', text: expect.stringContaining('event.kind') },
    ]);
  });

  test('of types, functions and parameters', async () => {
    const problems = await problemsOf([
      decision('a', literal('foo bar(1)')),
      decision('b', literal('1'), [], 'tNowhere'),
      decision('c', literal('substring("a")')),
      decision('d', literal('1 instance of nothing')),
    ]);
    expect(problems.map(({ code, element }) => [code, element])).toStrictEqual([
      ['unknown-type', 'b'],
      ['unknown-name', 'a'],
      ['wrong-arguments', 'c'],
      ['unknown-type', 'd'],
    ]);
  });

  test('that stand twice', async () => {
    const [a, b] = [decision('a', literal('1')), decision('b', literal('2'))];
    expect(await problemsOf([a, b.replaceAll('name="b"', 'name="a"')])).toMatchObject([{ code: 'duplicate-name' }]);
    expect(await problemsOf([a, b.replace('d_b', 'd_a')])).toMatchObject([{ code: 'duplicate-id', severity: 'error' }]);
    expect(await problemsOf([a, input('d_a')])).toStrictEqual([]);
  });
});

describe('FEEL that cannot be read', () => {
  test('is told with its position', async () => {
    const problems = await tableProblems({
      inputs: ['days'],
      outputs: [''],
      rules: [
        ['< 5 5', '1'],
        ['>= 5', '(1'],
      ],
    });
    expect(problems.filter(({ code }) => code === 'feel-syntax')).toMatchObject([
      { place: 'rule 1, input 1', at: 4 },
      { place: 'rule 2, output 1', at: 2 },
    ]);
  });
});

describe('tables', () => {
  const codes = async (text: TableText) => (await tableProblems(text)).map(({ code, place }) => [code, place]);

  test('cells of another type', async () => {
    expect(
      await codes({
        inputs: ['days: number', 'from: date'],
        outputs: ['out: number'],
        rules: [
          ['"5"', '-', '1'],
          ['5', '"2020-01-01"', '"x"'],
        ],
      }),
    ).toEqual(
      expect.arrayContaining([
        ['type-mismatch', 'rule 1, input 1'],
        ['type-mismatch', 'rule 2, input 2'],
        ['type-mismatch', 'rule 2, output 1'],
      ]),
    );
  });

  test('the types of known facts count', async () => {
    expect(
      await codes({
        inputs: ['event.type'],
        outputs: [''],
        rules: [
          ['5', '1'],
          ['-', '2'],
        ],
      }),
    ).toContainEqual(['type-mismatch', 'rule 1, input 1']);
  });

  test('values that are not allowed', async () => {
    expect(
      await codes({
        inputs: ['place: string | "a", "b"'],
        outputs: ['out: string | "x", "y"'],
        rules: [
          ['"c"', '"x"'],
          ['"a", "b"', '"z"'],
        ],
      }),
    ).toEqual([
      ['not-allowed-value', 'rule 1, input 1'],
      ['not-allowed-value', 'rule 2, output 1'],
    ]);
  });

  test.each([
    [['[1..5]', '[5..9]'], true],
    [['[1..5)', '[5..9]'], false],
    [['< 5', '>= 5'], false],
    [['<= 5', '>= 5'], true],
    [['not(5)', '5'], false],
    [['not(5)', '6'], true],
    [['1, 2, 3', '3, 4'], true],
    [['1, 2', '3, 4'], false],
    [['-', '5'], true],
  ])('%j overlap under UNIQUE: %s', async ([a = '', b = ''], expected) => {
    const found = await codes({
      inputs: ['days: number'],
      outputs: [''],
      rules: [
        [a, '1'],
        [b, '2'],
      ],
    });
    expect(found.some(([code]) => code === 'overlapping-rules')).toBe(expected);
  });

  test('texts, dates and several columns', async () => {
    const rules = [
      ['"a"', '< @"2020-01-01"', '1'],
      ['"a"', '>= @"2020-01-01"', '2'],
      ['not("a")', '-', '3'],
    ];
    expect(await codes({ inputs: ['place: string', 'from: date'], outputs: [''], rules })).toStrictEqual([]);
    const overlapping = [...rules, ['"b"', '< @"2019-01-01"', '4']];
    expect(await codes({ inputs: ['place: string', 'from: date'], outputs: [''], rules: overlapping })).toStrictEqual([
      ['overlapping-rules', 'rule 4'],
    ]);
  });

  test('cells that depend on other facts are not judged', async () => {
    const rules = [
      ['> day of year(from)', '-', '1'],
      ['< 5', '-', '2'],
    ];
    const found = await codes({ inputs: ['days: number', 'from: date'], outputs: [''], rules });
    expect(found.map(([code]) => code)).not.toContain('overlapping-rules');
  });

  test('ANY may overlap where rules agree', async () => {
    const policy = 'ANY';
    expect(
      await codes({
        policy,
        inputs: ['days: number'],
        outputs: [''],
        rules: [
          ['-', '1'],
          ['> 5', '1'],
        ],
      }),
    ).toStrictEqual([]);
    expect(
      await codes({
        policy,
        inputs: ['days: number'],
        outputs: [''],
        rules: [
          ['-', '1'],
          ['> 5', '2'],
        ],
      }),
    ).toStrictEqual([['overlapping-rules', 'rule 2']]);
  });

  test('gaps are told in words, unless there is a default', async () => {
    const text = {
      inputs: ['place: string | "a", "b"', 'days: number'],
      outputs: [''],
      rules: [
        ['"a"', '-', '1'],
        ['"b"', '< 5', '2'],
        ['"b"', '> 5', '3'],
      ],
    };
    expect(await tableProblems(text)).toMatchObject([
      { code: 'gap', severity: 'warning', text: 'No rule is for place: "b"; days: 5.' },
    ]);
    expect(await tableProblems({ ...text, defaults: ['0'] })).toStrictEqual([]);
    expect(await tableProblems({ ...text, policy: 'COLLECT' })).toStrictEqual([]);
  });

  test('rules that are never reached', async () => {
    const rules = [
      ['< 9', '1'],
      ['< 5', '2'],
      ['-', '3'],
    ];
    expect(await codes({ policy: 'FIRST', inputs: ['days: number'], outputs: [''], rules })).toStrictEqual([
      ['unreachable-rule', 'rule 2'],
    ]);
  });

  test('shape', async () => {
    expect(await codes({ policy: 'PRIORITY', inputs: ['days: number'], outputs: [''], rules: [['-', '1']] })).toContainEqual([
      'table-shape',
      undefined,
    ]);
    expect(await codes({ inputs: ['days'], outputs: ['a', 'a'], rules: [['-', '1', '2']] })).toContainEqual([
      'table-shape',
      undefined,
    ]);
    expect(await codes({ inputs: ['days'], outputs: ['a'], rules: [['-', '1', '2']] })).toContainEqual([
      'table-shape',
      'rule 1, cells',
    ]);
    expect(
      await codes({ policy: 'FIRST', aggregation: 'SUM', inputs: ['days'], outputs: ['a'], rules: [['-', '1']] }),
    ).toContainEqual(['table-shape', undefined]);
    expect(await codes({ inputs: ['days'], outputs: ['a'], rules: [] })).toContainEqual(['table-shape', undefined]);
  });

  test('two hundred rules that overlap are told briefly', async () => {
    const rules = Array.from({ length: 200 }, (_, i) => ['-', `${i}`]);
    const problems = await tableProblems({ inputs: ['days: number'], outputs: [''], rules });
    expect(problems).toHaveLength(10);
  });
});

describe('the graph', () => {
  test('circles of decisions and of functions', async () => {
    const problems = await problemsOf([
      decision('a', literal('b'), ['decision:b']),
      decision('b', literal('c'), ['decision:c']),
      decision('c', literal('a'), ['decision:a']),
      knowledge('f', ['n'], literal('g(n)'), ['function:g']),
      knowledge('g', ['n'], literal('f(n)'), ['function:f']),
      knowledge('h', ['n'], literal('h(n)'), ['function:h']),
    ]);
    expect(problems.map(({ code }) => code)).toStrictEqual(['cyclic-requirement', 'recursive-function', 'recursive-function']);
  });

  test('references to nothing, missing logic, code outside of FEEL', async () => {
    const external =
      '<functionDefinition kind="Java"><literalExpression><text>{}</text></literalExpression></functionDefinition>';
    const problems = await problemsOf([
      decision('a', literal('1'), ['decision:nowhere']),
      decision('b', ''),
      decision('c', literal('  ')),
      decision('d', external),
      '<itemDefinition name="t"><typeRef>u</typeRef></itemDefinition><itemDefinition name="u"><typeRef>t</typeRef></itemDefinition>',
    ]);
    expect(problems.map(({ code }) => code)).toStrictEqual([
      'cyclic-type',
      'unknown-reference',
      'missing-logic',
      'missing-expression',
      'external-function',
    ]);
  });

  test('a very long chain of requirements', async () => {
    const chain = Array.from({ length: 3_000 }, (_, i) => decision(`d${i}`, literal('1'), i > 0 ? [`decision:d${i - 1}`] : []));
    expect(await problemsOf(chain)).toStrictEqual([]);
  });
});
