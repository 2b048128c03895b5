import { describe, expect, test } from 'vitest';
import { compile, readDmn } from '#central/inference/dmn/dmn.ts';
import type { BudgetExceeded } from '#central/inference/dmn/feel/runtime.ts';
import { FeelSyntaxError } from '#central/inference/dmn/feel/scanner.ts';
import { compiledModel, decided, decision, definitions, input, knowledge, literal, modelOf, now, table } from './models.ts';
import { evaluate } from './evaluate.ts';

describe('XML', () => {
  const wide = (count: number) => definitions(Array.from({ length: count }, () => '<inputData/>'));
  test.each([
    ['xml-too-large', `${definitions([])}<!-- ${'x'.repeat(1024 * 1024)} -->`],
    ['xml-too-large', definitions([decision('x', literal('政'.repeat(400_000)))])],
    ['xml-doctype', '<!DOCTYPE definitions [<!ENTITY a "aaaa">]><definitions/>'],
    ['xml-doctype', '<?xml version="1.0"?><!-- a --><!doctype a SYSTEM "file:///etc/passwd"><a/>'],
    ['xml-too-deep', definitions(['<a>'.repeat(200)])],
    ['xml-too-many-elements', wide(70_000)],
    ['xml-malformed', definitions([]).slice(0, -3)],
    ['xml-malformed', 'no xml'],
    ['xml-malformed', '<html/>'],
    ['xml-malformed', ''],
  ])('%s', async (code, xml) => {
    const read = await readDmn(xml);
    expect(read.ok ? [] : read.error.map((problem) => problem.code)).toStrictEqual([code]);
  });

  test('a tag in a comment, in CDATA or in an attribute counts for nothing', async () => {
    const quiet = `<!-- <!DOCTYPE a> --><description><![CDATA[<!DOCTYPE a>]]></description>`;
    expect((await readDmn(definitions([quiet, decision('a > b', literal('1'))]))).ok).toBe(true);
  });

  test('what is no DMN stays unread, and is told', async () => {
    expect((await modelOf(definitions(['<surprise/>']))).unread).toMatchObject([{ code: 'xml-unknown-element' }]);
  });
});

describe('FEEL text', () => {
  test.each([
    ['parentheses', '('.repeat(5_000)],
    ['lists', '['.repeat(5_000)],
    ['minus', '-'.repeat(5_000)],
    ['filters', 'a['.repeat(2_000)],
    ['open ranges', ']1..'.repeat(2_000)],
    ['tests', '1 in ('.repeat(2_000)],
    ['ifs', 'if '.repeat(3_000)],
    ['contexts', '{a:'.repeat(3_000)],
    ['functions', 'function(a) '.repeat(3_000)],
    ['types', `1 instance of ${'list<'.repeat(5_000)}`],
  ])('nested %s are refused', (_, text) => {
    expect(() => evaluate(text)).toThrow(FeelSyntaxError);
  });

  test('a long chain of operators is none', () => {
    expect(evaluate('1 + '.repeat(2_000) + '1').value).toBe(2_001);
  });

  test.each([
    ['1 +', 3],
    ['1 + * 2', 4],
    ['[1, 2', 5],
    ['"abc', 0],
    ['if a then b', 11],
    ['for x in [1] x', 13],
    ['f(a: 1, 2)', 8],
    ['1 2', 2],
    ['#', 0],
    ['', 0],
  ])('%s is refused at %d', (text, at) => {
    expect(() => evaluate(text, { a: true, b: 1 })).toThrow(expect.objectContaining({ at }) as Error);
  });
});

/** a1 ... a60, each twice the one before. */
function doubled(pattern: string): string {
  const step = (_: unknown, i: number) => `a${i + 1}: ${pattern.replaceAll(/\ba\b/g, `a${i}`)}`;
  return Array.from({ length: 60 }, step).join(', ');
}

describe('budgets', () => {
  test.each([
    ['steps', 'count(for i in 1..1000000000000 return i)'],
    ['steps', 'some i in 1..1000000000 satisfies false'],
    ['steps', 'for a in 1..10000, b in 1..10000 return 1'],
    ['steps', 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")'],
    ['steps', 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a|aa)+$")'],
    ['steps', 'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(.*)*(.*)*x", "")'],
    ['steps', `{a0: ["x"], ${doubled('[a, a]')}, r: a60 = a60}`],
    ['steps', `{a0: ["x"], ${doubled('[a, a]')}, r: string(a60)}`],
    ['steps', `{a0: ["x"], ${doubled('[a, a]')}, r: flatten(a60)}`],
    ['steps', `{a0: ["x"], ${doubled('{p: a, q: a}')}, r: a60 in [1, a60]}`],
    ['steps', `{a0: ["x"], ${doubled('[a, a]')}, r: list contains([a60], a60)}`],
    ['size', `{a0: ["x"], ${doubled('concatenate(a, a)')}}`],
    ['steps', '{s: string join(for i in 1..50000 return "0123456789", ""), r: for i in 1..1000000 return upper case(s)}'],
    ['depth', '{f: function(n) f(n + 1), r: f(0)}'],
    ['depth', '{f: function(n) if n = 0 then 0 else 1 + f(n - 1), r: f(100000)}'],
    [
      'size',
      '{a: "xxxxxxxxxxxxxxxx", b: a+a+a+a+a+a+a+a, c: b+b+b+b+b+b+b+b, d: c+c+c+c+c+c+c+c, e: d+d+d+d+d+d+d+d, f: e+e+e+e+e+e+e+e, g: f+f+f+f+f+f+f+f, h: g+g+g+g+g+g+g+g}',
    ],
  ])('%s: %s', (code, text) => {
    expect(() => evaluate(text)).toThrow(expect.objectContaining({ code }) as BudgetExceeded);
  });

  test('numbers stay small', () => {
    expect(evaluate('10 ** 100000').value).toBe(null);
    expect(evaluate('string length(string(9 ** 6000)) < 7000').value).toBe(true);
    expect(evaluate('2 ** 2 ** 2 ** 2 ** 2 ** 2').value).not.toBe(undefined);
  });

  test('a rule that loops stops alone, and is named', async () => {
    const model = await compiledModel(
      definitions([
        input('n'),
        decision(
          'x',
          table({
            policy: 'FIRST',
            inputs: ['n'],
            outputs: [''],
            rules: [
              ['1', '"ok"'],
              ['2', 'count(for i in 1..1000000000 return i)'],
            ],
          }),
          ['n'],
        ),
      ]),
    );
    expect(decided(model, 'x', { n: 1 })).toBe('ok');
    expect(model.decide('x', { n: 2 }, { now })).toMatchObject({
      ok: false,
      error: { code: 'steps-exceeded', decision: 'x', ruleId: 'r2', row: 2 },
    });
    expect(decided(model, 'x', { n: 1 })).toBe('ok');
  });

  test('a cell that loops is named too, and the limit can be set', async () => {
    const logic = table({ policy: 'FIRST', inputs: ['n'], outputs: [''], rules: [['some i in 1..5000 satisfies i = ?', '1']] });
    const xml = definitions([input('n'), decision('x', logic, ['n'])]);
    expect(decided(await compiledModel(xml), 'x', { n: 4_000 })).toBe(1);
    const result = (await compiledModel(xml, { limits: { steps: 1_000 } })).decide('x', { n: 4_000 }, { now });
    expect(result).toMatchObject({ ok: false, error: { code: 'steps-exceeded', ruleId: 'r1' } });
  });

  test('functions that call themselves and decisions in a circle end', async () => {
    const xml = definitions([
      knowledge('f', ['n'], literal('f(n)'), ['function:f']),
      decision('a', literal('f(1)'), ['function:f']),
      decision('b', literal('c'), ['decision:c']),
      decision('c', literal('b'), ['decision:b']),
    ]);
    const model = await compiledModel(xml);
    expect(model.decide('a', {}, { now })).toMatchObject({ ok: false, error: { code: 'depth-exceeded' } });
    expect(model.decide('b', {}, { now })).toMatchObject({ ok: true, value: { value: null, notes: [{ code: 'cycle' }] } });
  });

  test('an answer that is too large is none', async () => {
    const xml = definitions([decision('x', literal(`{a0: ["x"], ${doubled('[a, a]')}}`))]);
    expect((await compiledModel(xml)).decide('x', {}, { now })).toMatchObject({ ok: false, error: { code: 'steps-exceeded' } });
  });

  test('a chain of a thousand decisions', async () => {
    const chain = Array.from({ length: 1_000 }, (_, i) => decision(`d${i + 1}`, literal(`d${i} + 1`), [`decision:d${i}`]));
    const xml = definitions([decision('d0', literal('0')), ...chain]);
    expect(decided(await compiledModel(xml), 'd1000')).toBe(1_000);
  });
});

describe('answers instead of throws', () => {
  test('a decision that is not there, a time that is none', async () => {
    const model = await compiledModel(definitions([decision('x', literal('1'))]));
    expect(model.decide('y', {}, { now })).toMatchObject({ ok: false, error: { code: 'unknown-decision' } });
    expect(model.decide('x', {}, { now: 'yesterday' as never })).toMatchObject({ ok: false, error: { code: 'bad-instant' } });
  });

  test('facts that look like parts of JavaScript are facts', async () => {
    const model = await compiledModel(
      definitions([input('o'), decision('x', literal('[o.constructor, o.__proto__, o.a.toString]'), ['o'])]),
    );
    expect(decided(model, 'x', { o: { a: {} } })).toStrictEqual([null, null, null]);
    expect(decided(await compiledModel(definitions([decision('y', literal('{__proto__: 1}.__proto__'))])), 'y')).toBe(1);
  });
});

describe('the same again', () => {
  test('now, today and random numbers are the caller’s', async () => {
    const xml = definitions([decision('x', literal('[now(), today(), random number(), random number()]'))]);
    const [first, second] = [await compiledModel(xml), await compiledModel(xml)];
    const late = '2026-11-25T20:00:00.000Z' as typeof now;
    const judged = decided(first, 'x');
    expect(judged).toStrictEqual(['2026-11-25T10:00:00@Asia/Shanghai', '2026-11-25', expect.any(Number), expect.any(Number)]);
    expect(decided(second, 'x')).toStrictEqual(judged);
    expect(decided(first, 'x')).toStrictEqual(judged);
    expect(first.decide('x', {}, { now: late })).toMatchObject({
      ok: true,
      value: { value: ['2026-11-26T04:00:00@Asia/Shanghai', '2026-11-26', expect.any(Number), expect.any(Number)] },
    });
  });

  test('compiling does not change the model', async () => {
    const model = Object.freeze(await modelOf(definitions([decision('x', literal('1'))])));
    expect([compile(model).ok, compile(model).ok]).toStrictEqual([true, true]);
  });
});
