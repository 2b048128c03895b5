import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, findTable, readDmn, validateDecision, writeDmn, type DecisionTable } from '#central/inference/dmn/dmn.ts';
import { decided, modelOf, now } from './models.ts';

const renewal: DecisionTable = {
  id: 'renewal',
  name: 'renewal needed',
  hitPolicy: 'FIRST',
  inputs: [
    { id: 'in1', label: '事件', expression: 'event.type', type: 'string', allowed: '"change", "expiry"' },
    { id: 'in2', label: 'days left', expression: 'daysToExpiry', type: 'number' },
  ],
  outputs: [
    { id: 'out1', name: 'action', type: 'string', allowed: '"propose", "ignore"', default: '"ignore"' },
    { id: 'out2', name: 'lead', type: 'number' },
  ],
  rules: [
    {
      id: 'rule_a',
      annotation: '到期前90天 <提醒> & "办理"',
      inputs: ['"expiry"', '[0..90]'],
      outputs: ['"propose"', 'daysToExpiry - leadDays'],
    },
    { id: 'rule_b', annotation: '', inputs: ['-', '-'], outputs: ['"ignore"', '0'] },
  ],
};

function readBack(table: DecisionTable | undefined): unknown {
  return table && { ...table, rules: table.rules.map((rule) => ({ ...rule, annotation: rule.annotation ?? '' })) };
}

describe('a table from the editor', () => {
  test('becomes a DMN file and comes back the same', async () => {
    expect(readBack(findTable(await modelOf(await writeDmn(renewal)), 'renewal needed'))).toEqual(renewal);
  });

  test('declares the facts that its texts read, so that it can be judged and run', async () => {
    const model = await modelOf(await writeDmn(renewal));
    expect(model.inputs.map(({ variable }) => variable)).toStrictEqual([
      { name: 'event', typeRef: undefined },
      { name: 'daysToExpiry', typeRef: 'number' },
      { name: 'leadDays', typeRef: undefined },
    ]);
    expect(validateDecision(model, { 'event.type': 'string', daysToExpiry: 'number', leadDays: 'number' })).toStrictEqual([]);
    const compiled = compile(model);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
    const facts = { event: { type: 'expiry' }, daysToExpiry: 60, leadDays: 30 };
    expect(decided(compiled.value, 'renewal', facts)).toStrictEqual({ action: 'propose', lead: 30 });
    const missing = compiled.value.decide('renewal', { event: {} }, { now });
    expect(missing.ok && missing.value.missing).toStrictEqual(['daysToExpiry', 'event.type']);
  });

  test('keeps aggregation', async () => {
    const sum: DecisionTable = {
      ...renewal,
      hitPolicy: 'COLLECT',
      aggregation: 'SUM',
      outputs: [{ id: 'o', name: 'n' }],
      rules: [],
    };
    expect(findTable(await modelOf(await writeDmn(sum)))).toEqual(sum);
  });

  test('whatever is typed into it comes back, or is refused when read', async () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .filter((one) => !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(one) && one.trim() === one);
    const table = fc.record({
      cells: fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 5 }),
      label: text,
      allowed: text,
    });
    await fc.assert(
      fc.asyncProperty(table, async ({ cells, label, allowed }) => {
        const typed: DecisionTable = {
          id: 't',
          name: 'table',
          hitPolicy: 'UNIQUE',
          inputs: [{ id: 'i', label: label || 'x', expression: 'x', allowed: allowed || undefined }],
          outputs: [{ id: 'o', name: 'out' }],
          rules: cells.map(([a, b, c], i) => ({ id: `r${i}`, annotation: c, inputs: [a], outputs: [b] })),
        };
        const read = await readDmn(await writeDmn(typed));
        expect(read.ok && readBack(findTable(read.value))).toEqual(readBack(typed));
        // Any text is either fine or a problem with a code; nothing throws.
        if (read.ok) expect(Array.isArray(validateDecision(read.value, { x: 'string' }))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
