import { describe, expect, test } from 'vitest';
import { compiledModel, decided, decision, definitions, input, knowledge, literal, modelOf, table, now } from './models.ts';

const one = async (logic: string, facts: Readonly<Record<string, number | string | boolean | null>> = {}) =>
  decided(
    await compiledModel(
      definitions([...Object.keys(facts).map((name) => input(name)), decision('x', logic, Object.keys(facts))]),
    ),
    'x',
    facts,
  );

const child = (name: string, content: string) => `<${name}>${content}</${name}>`;

describe('boxed expressions', () => {
  test('context: entries see those before them, a result stands for all, functions may call themselves', async () => {
    const entry = (name: string, content: string, type = '') =>
      `<contextEntry><variable name="${name}"${type && ` typeRef="${type}"`}/>${content}</contextEntry>`;
    const fn = `<functionDefinition><formalParameter name="k" typeRef="number"/>${literal('if k < 2 then 1 else k * fact(k - 1)')}</functionDefinition>`;
    expect(await one(child('context', entry('p q', literal('1')) + entry('r', literal('p q + 1'))))).toStrictEqual({
      'p q': 1,
      r: 2,
    });
    expect(await one(child('context', entry('fact', fn) + child('contextEntry', literal('fact(5)'))))).toBe(120);
    expect(await one(child('context', entry('a', literal('"x"'), 'number')))).toStrictEqual({ a: null });
  });

  test('relation and list', async () => {
    const relation = `<relation><column name="a" typeRef="number"/><column name="b c"/><row>${literal('1')}${literal('"x"')}</row></relation>`;
    expect(await one(relation)).toStrictEqual([{ a: 1, 'b c': 'x' }]);
    expect(await one(child('list', literal('1') + child('list', literal('n'))), { n: 2 })).toStrictEqual([1, [2]]);
  });

  test('conditional: anything but true is else', async () => {
    const logic = child('conditional', child('if', literal('n')) + child('then', literal('1')) + child('else', literal('2')));
    expect(await one(logic, { n: true })).toBe(1);
    expect(await one(logic, { n: null })).toBe(2);
    expect(await one(logic, { n: 'x' })).toBe(2);
  });

  test('for, some, every, filter', async () => {
    const loop = (kind: string, source: string, end: string, body: string) =>
      `<${kind} iteratorVariable="v">${child('in', literal(source))}${child(end, literal(body))}</${kind}>`;
    expect(await one(loop('for', '[1, 2]', 'return', 'v * n'), { n: 3 })).toStrictEqual([3, 6]);
    expect(await one(loop('for', '1..n', 'return', 'v + count(partial)'), { n: 3 })).toStrictEqual([1, 3, 5]);
    expect(await one(loop('some', '[1, 2]', 'satisfies', 'v > 1'))).toBe(true);
    expect(await one(loop('every', '[1, 2]', 'satisfies', 'v > 1'))).toBe(false);
    const filter = (source: string, match: string) =>
      child('filter', child('in', literal(source)) + child('match', literal(match)));
    expect(await one(filter('[{a b: 1}, {a b: 2}]', 'a b > 1'))).toStrictEqual([{ 'a b': 2 }]);
    expect(await one(filter('[1, 2, 3]', 'item >= n'), { n: 2 })).toStrictEqual([2, 3]);
  });

  test('invocation by names, of functions of the model and of FEEL', async () => {
    const invocation = (fn: string, ...args: string[]) =>
      child(
        'invocation',
        literal(fn) + args.map((name) => child('binding', `<parameter name="${name}"/>${literal('[1, 2, 3]')}`)).join(''),
      );
    expect(await one(invocation('count', 'list'))).toBe(3);
    expect(await one(invocation('count', 'wrong'))).toBe(null);
  });
});

describe('functions of the model', () => {
  const model = () =>
    compiledModel(
      definitions([
        input('n'),
        knowledge('twice', ['v: number'], literal('v * 2')),
        knowledge(
          'rate',
          ['v: number'],
          table({
            inputs: ['v'],
            outputs: [''],
            rules: [
              ['< 5', '"low"'],
              ['>= 5', '"high"'],
            ],
          }),
        ),
        knowledge('four times', ['v'], literal('twice(twice(v))'), ['function:twice']),
        decision('a', literal('four times(n)'), ['n', 'function:four times']),
        decision('b', literal('rate(v: n)'), ['n', 'function:rate']),
        decision('c', literal('twice("x")'), ['function:twice']),
        decision('d', literal('twice(1, 2)'), ['function:twice']),
        decision('e', literal('a + 1'), ['decision:a']),
      ]),
    );

  test.each([
    ['a', 12],
    ['b', 'low'],
    ['c', null],
    ['d', null],
    ['e', 13],
  ])('%s is %j', async (name, expected) => {
    expect(decided(await model(), name, { n: 3 })).toBe(expected);
  });

  test('a hit inside of a function names the function', async () => {
    const result = (await model()).decide('b', { n: 7 }, { now: '2026-01-01T00:00:00.000Z' as never });
    expect(result.ok && result.value.hits).toMatchObject([{ decision: 'rate', row: 2, cells: [{ value: 7 }] }]);
  });

  test('what a decision does not require, it does not see', async () => {
    const xml = definitions([input('n'), decision('a', literal('n')), decision('b', literal('n'), ['n'])]);
    const model = await compiledModel(xml, { onProblem: 'null' });
    expect(model.problems).toMatchObject([{ code: 'unknown-name', element: 'a', at: 0 }]);
    expect([decided(model, 'a', { n: 1 }), decided(model, 'b', { n: 1 })]).toStrictEqual([null, 1]);
  });
});

describe('decision services', () => {
  const service = (name: string, parts: string) =>
    `<decisionService id="f_${name}" name="${name}"><variable name="${name}"/>${parts}</decisionService>`;
  const ref = (element: string, id: string) => `<${element} href="#${id}"/>`;
  const model = () =>
    compiledModel(
      definitions([
        input('p', 'number'),
        input('q', 'number'),
        decision('sum', literal('p + q'), ['p', 'q'], 'number'),
        decision('double', literal('sum * 2'), ['decision:sum'], 'number'),
        service(
          'whole',
          ref('outputDecision', 'd_double') +
            ref('encapsulatedDecision', 'd_sum') +
            ref('inputData', 'i_p') +
            ref('inputData', 'i_q'),
        ),
        service('from', ref('outputDecision', 'd_double') + ref('outputDecision', 'd_sum') + ref('inputDecision', 'd_sum')),
        decision('a', literal('whole(2, 3)'), ['function:whole']),
        decision('b', literal('whole(q: 2, p: 3)'), ['function:whole']),
        decision('c', literal('from(7)'), ['function:from']),
        decision('d', literal('whole("x", 3)'), ['function:whole']),
        decision('e', literal('whole(3)'), ['function:whole']),
      ]),
    );

  test.each([
    ['a', 10],
    ['b', 10],
    ['c', { double: 14, sum: 7 }],
    ['d', null],
    ['e', null],
    ['whole', 6],
    ['from', { double: 0, sum: 0 }],
  ])('%s is %j', async (name, expected) => {
    expect(decided(await model(), name, { p: 1, q: 2, sum: 0 })).toStrictEqual(expected);
  });
});

describe('imports', () => {
  const person = `<itemDefinition name="tPerson"><itemComponent name="full name"><typeRef>string</typeRef></itemComponent></itemDefinition>`;
  const library = definitions(
    [
      person,
      input('A Person', 'tPerson'),
      decision('greeting', literal('"Hi " + A Person.full name'), ['A Person']),
      knowledge('Say Hello', ['p: tPerson'], literal('"Hello " + p.full name')),
    ],
    'urn:library',
  );
  const main = definitions([
    '<import name="my lib" namespace="urn:library" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>',
    decision('a', literal('my lib.greeting + "!"'), ['urn:library#d_greeting']),
    decision('b', literal('my lib.Say Hello(my lib.A Person)'), ['urn:library#i_A_Person', 'urn:library#f_Say_Hello']),
    decision('c', literal('my lib.A Person instance of my lib.tPerson'), ['urn:library#i_A_Person']),
    decision('d', literal('my lib.A Person'), ['urn:library#i_A_Person'], 'my lib.tPerson'),
  ]);
  const bob = { 'full name': 'Bob' };

  test.each([
    ['a', 'Hi Bob!'],
    ['b', 'Hello Bob'],
    ['c', true],
    ['d', bob],
  ])('%s is %j', async (name, expected) => {
    const model = await compiledModel(main, { imports: [await modelOf(library)] });
    for (const facts of [{ 'A Person': bob }, { 'my lib': { 'A Person': bob } }, { 'my lib.A Person': bob }]) {
      expect(decided(model, name, facts)).toStrictEqual(expected);
    }
  });

  test('the same file imported on two ways has its inputs twice', async () => {
    const middle = (namespace: string) =>
      definitions(
        [
          '<import name="lib" namespace="urn:library"/>',
          decision('said', literal('lib.A Person.full name'), ['urn:library#i_A_Person']),
        ],
        namespace,
      );
    const top = definitions([
      '<import name="left" namespace="urn:left"/><import name="right" namespace="urn:right"/>',
      decision('x', literal('left.said + right.said'), ['urn:left#d_said', 'urn:right#d_said']),
    ]);
    const imports = await Promise.all([library, middle('urn:left'), middle('urn:right')].map(modelOf));
    const model = await compiledModel(top, { imports });
    const person = (name: string) => ({ lib: { 'A Person': { 'full name': name } } });
    expect(decided(model, 'x', { left: person('L'), right: person('R') })).toBe('LR');
    expect(decided(model, 'x', { 'A Person': bob })).toBe('BobBob');
  });

  test('imports in a circle end', async () => {
    const circle = (from: string, to: string) =>
      definitions([`<import name="o" namespace="${to}"/>`, decision('x', literal('1'))], from);
    const model = await compiledModel(circle('urn:a', 'urn:b'), { imports: [await modelOf(circle('urn:b', 'urn:a'))] });
    expect(decided(model, 'x')).toBe(1);
  });

  test('without the file, the reference is a problem', async () => {
    await expect(compiledModel(main)).rejects.toThrow('unknown-reference');
  });
});

describe('types', () => {
  const item = (name: string, content: string, collection = false) =>
    `<itemDefinition name="${name}"${collection ? ' isCollection="true"' : ''}>${content}</itemDefinition>`;
  const ref = (name: string) => `<typeRef>${name}</typeRef>`;
  const allowed = (text: string) => child('allowedValues', child('text', text));
  const types = [
    item('tNumbers', ref('number'), true),
    item('tLetter', ref('string') + allowed('"a", "b"')),
    item('tLetters', ref('tLetter'), true),
    item('tLong', ref('string') + allowed('string length(?) &gt; 3')),
    item('tFew', ref('number') + child('typeConstraint', child('text', 'count(?) &lt; 3')), true),
    item('tDay', `<itemComponent name="at">${ref('date and time')}</itemComponent>`),
    item('tOther', ref('tLetter') + allowed('"c"')),
    item('tSame', ref('tLetter')),
    item('tFn', '<functionItem outputTypeRef="number"><parameters name="x" typeRef="number"/></functionItem>'),
  ];

  test.each([
    ['1', 'tNumbers', [1]],
    ['[1, 2]', 'tNumbers', [1, 2]],
    ['["a"]', 'tNumbers', null],
    ['[1]', 'number', 1],
    ['[1, 2]', 'number', null],
    ['"a"', 'tLetter', 'a'],
    ['"c"', 'tLetter', null],
    ['["a", "b"]', 'tLetters', ['a', 'b']],
    ['["a", "c"]', 'tLetters', null],
    ['"long"', 'tLong', 'long'],
    ['"abc"', 'tLong', null],
    ['[1, 2]', 'tFew', [1, 2]],
    ['[1, 2, 3]', 'tFew', null],
    ['date("2020-01-01")', 'date and time', '2020-01-01T00:00:00Z'],
    ['{at: date("2020-01-01")}', 'tDay', { at: '2020-01-01T00:00:00Z' }],
    ['{at: 1}', 'tDay', null],
    ['{at: null, more: 1}', 'tDay', { at: null, more: 1 }],
    ['{more: 1}', 'tDay', null],
    ['"c"', 'tOther', 'c'],
    ['"a"', 'tOther', null],
    ['"c"', 'tSame', null],
    ['1', 'string', null],
    ['null', 'tLetter', null],
  ])('%s as %s is %j', async (text, type, expected) => {
    const model = await compiledModel(definitions([...types, decision('x', literal(text), [], type)]));
    expect(decided(model, 'x')).toStrictEqual(expected);
  });

  test('facts in JSON: texts become dates where the type wants them', async () => {
    const xml = definitions([
      ...types,
      input('d', 'tDay'),
      input('e', 'date'),
      decision('x', literal('[d.at.year, e.month]'), ['d', 'e']),
    ]);
    const model = await compiledModel(xml);
    expect(decided(model, 'x', { d: { at: '2020-05-06T07:08:09+08:00' }, e: '2021-02-03' })).toStrictEqual([2020, 2]);
    expect(decided(model, 'x', { d: { at: 'soon' }, e: 5 })).toStrictEqual([null, null]);
  });

  test('the type of a function', async () => {
    const xml = definitions([
      ...types,
      decision('x', literal('f(2)'), ['decision:f']),
      decision('f', literal('function(x: number) x + 1'), [], 'tFn'),
    ]);
    expect(decided(await compiledModel(xml), 'x')).toBe(3);
  });

  test('a function is held to its type, wherever the type stands', async () => {
    const boxed = '<functionDefinition typeRef="tFn"><formalParameter name="x"/>';
    const xml = definitions([
      ...types,
      decision('f', literal('function(x) x'), [], 'tFn'),
      decision('g', `${boxed}${literal('string(x)')}</functionDefinition>`),
      decision('x', literal('[f(2), f("two"), g(2)]'), ['decision:f', 'decision:g']),
    ]);
    expect(decided(await compiledModel(xml), 'x')).toStrictEqual([2, null, null]);
  });

  test('the type of an argument in an invocation', async () => {
    const argument = `<binding><parameter name="x" typeRef="tLetter"/>${literal('given')}</binding>`;
    const xml = definitions([
      ...types,
      input('given'),
      decision('x', `<invocation>${literal('function(x) [x]')}${argument}</invocation>`, ['given']),
    ]);
    const model = await compiledModel(xml);
    expect(['a', 'c'].map((given) => decided(model, 'x', { given }))).toStrictEqual([['a'], [null]]);
  });

  test('a decision without logic is what the caller says it is', async () => {
    const judged = '<decision id="d_judged" name="judged"><variable name="judged" typeRef="string"/></decision>';
    const xml = definitions([judged, decision('x', literal('"It is " + judged'), ['decision:judged'])]);
    const model = await compiledModel(xml, { onProblem: 'null' });
    expect(decided(model, 'x', { judged: 'well' })).toBe('It is well');
    expect(decided(model, 'x')).toBeNull();
  });

  test('facts need not have every field of their type', async () => {
    const xml = definitions([...types, input('d', 'tDay'), decision('x', literal('d.at = null and d != null'), ['d'])]);
    const result = (await compiledModel(xml)).decide('x', { d: {} }, { now });
    expect(result.ok && [result.value.value, result.value.missing]).toStrictEqual([true, ['d.at']]);
  });
});

describe('versions of the standard', () => {
  test.each(['20191111', '20211108', '20230324', '20240513'])('%s', async (version) => {
    expect(decided(await compiledModel(definitions([decision('x', literal('1 + 1'))], 'urn:test', version)), 'x')).toBe(2);
  });

  test.each(['http://www.omg.org/spec/DMN/20180521/MODEL/', 'http://www.omg.org/spec/DMN/20151101/dmn.xsd'])(
    '%s',
    async (uri) => {
      const xml = definitions([input('n', 'feel:number'), decision('x', literal('n + 1'), ['n'])]);
      const old = xml.replace('https://www.omg.org/spec/DMN/20230324/MODEL/', uri);
      expect(decided(await compiledModel(old), 'x', { n: 1 })).toBe(2);
    },
  );
});
