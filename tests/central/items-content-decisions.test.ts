import { describe, expect, test } from 'vitest';
import type { Facts } from '#contracts/approval/facts.ts';
import { decisionOutputs, knownFacts } from '#contracts/approval/facts.ts';
import { items } from './items-content-kit.ts';
import { firstHit, readTable } from './items-content-tables.ts';

const tables = await Promise.all(items.map(async (folder) => ({ ...folder, table: await readTable(folder.decision) })));
const matchFacts = [
  'certificate.nameMatches',
  'certificate.legalRepresentativeMatches',
  'certificate.addressMatches',
  'certificate.capitalMatches',
] as const;

describe.each(tables)('$folder', ({ item, table }) => {
  /** An orderly party with a good certificate of the item's type, and nothing to do. */
  const calm: Facts = {
    today: '2026-11-25',
    'event.type': 'none',
    'event.changed': [],
    'event.ageDays': 0,
    'party.status': 'normal',
    'party.class': item.partyClasses[0] ?? '',
    'party.district': item.places[0]?.district ?? '',
    'party.listedAbnormal': false,
    'party.openCase': false,
    'party.resident': true,
    'party.age': item.id === 'transport.elderly-transport-card-review' ? 70 : 40,
    'certificate.type': item.certificateType,
    'certificate.status': 'valid',
    'certificate.district': item.places[0]?.district ?? '',
    'certificate.daysToExpiry': 1_000,
    'certificate.underWay': false,
    ...Object.fromEntries(matchFacts.map((fact) => [fact, true])),
  };
  const judge = (change: Facts): readonly unknown[] | 'missing' => firstHit(table, { ...calm, ...change });
  const actionOf = (change: Facts): unknown => judge(change)[0];

  test('is one decision table that dmn-moddle reads without a warning', () => {
    expect(table.warnings).toEqual([]);
    expect(table).toMatchObject({ decisionId: 'decision', hitPolicy: 'FIRST' });
    expect(table.outputs).toEqual(Object.keys(decisionOutputs));
    for (const { cells, results } of table.rules) expect([cells.length, results.length]).toEqual([table.inputs.length, 3]);
  });

  test('asks for known facts only, each once, and uses each', () => {
    expect(Object.keys(knownFacts)).toEqual(expect.arrayContaining([...table.inputs]));
    expect(new Set(table.inputs).size).toBe(table.inputs.length);
    table.inputs.forEach((_input, i) => expect(table.rules.some(({ cells }) => cells[i] !== '-')).toBe(true));
  });

  test('every rule says in Chinese what it is for, and no two are the same', () => {
    for (const { note } of table.rules) expect(note).toMatch(/[一-鿿]{4}/);
    expect(new Set(table.rules.map(({ cells }) => cells.join('|'))).size).toBe(table.rules.length);
  });

  test('ends with a rule that takes everything else, and ignores it', () => {
    const last = table.rules.at(-1);
    expect(last?.cells.every((cell) => cell === '-')).toBe(true);
    expect(last?.results[0]).toBe('ignore');
    expect(table.rules.filter(({ cells }) => cells.every((cell) => cell === '-'))).toHaveLength(1);
  });

  test('answers are of the three kinds, in days, with reasons that have words, and no words without a rule', () => {
    for (const { results } of table.rules) {
      const [action, due] = results;
      expect(decisionOutputs.action).toContain(action);
      if (action === 'propose') expect(due).toBeGreaterThanOrEqual(1);
      else expect(due).toBe(0);
    }
    // `factsMissing` is what the engine says by itself.
    const reasons = new Set([...table.rules.map(({ results }) => String(results[2])), 'factsMissing']);
    expect(Object.keys(item.reasons).sort()).toEqual([...reasons].sort());
  });

  test('nothing to do, nothing proposed', () => expect(actionOf({})).toBe('ignore'));

  if (item.type === 'change') {
    const triggers = matchFacts.filter((fact) => table.inputs.includes(fact));
    const changedBy = (fact: string): string => fact.slice('certificate.'.length, -'Matches'.length);
    const fresh = (fact: (typeof matchFacts)[number]): Facts => ({
      'event.type': 'registrationChanged',
      'event.changed': [changedBy(fact)],
      [fact]: false,
    });

    test.each(triggers)('%s false: proposed at once, at night, and later with less time', (fact) => {
      const [action, due, reason] = judge(fresh(fact));
      expect([action, reason]).toEqual(['propose', `${changedBy(fact)}Changed`]);
      const atNight = judge({ [fact]: false });
      expect([atNight[0], atNight[2]]).toEqual(['propose', 'certificateDiffers']);
      const late = [3, 10, 25, 400].map((ageDays) => judge({ ...fresh(fact), 'event.ageDays': ageDays }));
      expect(late.map(([what]) => what)).toEqual(['propose', 'propose', 'propose', 'propose']);
      const days = [due, ...late.map(([, left]) => left)] as number[];
      expect(days).toEqual([...days].sort((a, b) => b - a));
      expect(days[1]).toBeLessThanOrEqual((due as number) - 3);
    });

    test.each(triggers)('%s false: another event about the party does not take the need away', (fact) => {
      for (const type of ['certificateChanged', 'personStatusChanged'])
        expect(actionOf({ [fact]: false, 'event.type': type, 'event.changed': [] })).toBe('propose');
    });

    test.each(triggers)('%s false: held where a person has to look first', (fact) => {
      const held: readonly Facts[] = [
        { 'party.status': 'abnormal' },
        { 'party.status': 'revoked' },
        { 'party.listedAbnormal': true },
        { 'party.openCase': true },
        { 'certificate.status': 'expired' },
      ];
      for (const change of held) expect(actionOf({ ...fresh(fact), ...change })).toBe('hold');
    });

    test.each(triggers)('%s false: ignored where there is nothing to change any more', (fact) => {
      const gone: readonly Facts[] = [
        { 'certificate.status': 'superseded' },
        { 'certificate.status': 'revoked' },
        { 'certificate.type': 'other' },
        { 'certificate.underWay': true },
        { 'party.status': 'cancelled' },
      ];
      for (const change of gone) expect(actionOf({ ...fresh(fact), ...change })).toBe('ignore');
    });

    test.each(triggers)('%s not given: no guess', (fact) => {
      const { [fact]: _gone, ...facts } = calm;
      expect(firstHit(table, { ...facts, 'event.type': 'registrationChanged', 'event.changed': [changedBy(fact)] })).toBe(
        'missing',
      );
    });

    test('a name that was changed back the same day leaves nothing to do', () => {
      expect(actionOf({ 'event.type': 'registrationChanged', 'event.changed': ['name'] })).toBe('ignore');
    });
  }

  if (item.type === 'renewal') {
    const proposing = Array.from({ length: 400 }, (_, days) => days).filter(
      (days) => actionOf({ 'certificate.daysToExpiry': days }) === 'propose',
    );
    const lead = proposing.length - 1;

    test('proposed on every day of its lead time, and on no day before', () => {
      expect(lead).toBeGreaterThanOrEqual(29);
      expect(proposing).toEqual(Array.from({ length: lead + 1 }, (_, days) => days));
    });

    test('there is less time to file, the nearer the last day is, and it ends before that day', () => {
      const due = proposing.map((days) => Number(judge({ 'certificate.daysToExpiry': days })[1]));
      expect(due).toEqual([...due].sort((a, b) => a - b));
      for (const [days, left] of due.entries()) if (days >= 3) expect(left).toBeLessThanOrEqual(days);
    });

    test('past: first a person looks, then it is over', () => {
      expect([-1, -30].map((days) => actionOf({ 'certificate.daysToExpiry': days }))).toEqual(['hold', 'hold']);
      expect([-31, -4_000].map((days) => actionOf({ 'certificate.daysToExpiry': days }))).toEqual(['ignore', 'ignore']);
    });

    const due: Facts = { 'certificate.daysToExpiry': 20 };

    test('held or ignored where the party or the certificate is not in order', () => {
      const over: readonly Facts[] = [
        { 'certificate.status': 'superseded' },
        { 'certificate.status': 'revoked' },
        { 'certificate.type': 'other' },
        { 'certificate.underWay': true },
        { 'party.status': item.serves === 'person' ? 'dead' : 'cancelled' },
      ];
      for (const change of over) expect(actionOf({ ...due, ...change })).toBe('ignore');
      const held: readonly Facts[] = [
        { 'party.status': 'abnormal' },
        { 'party.listedAbnormal': true },
        { 'party.openCase': true },
      ];
      if (item.serves === 'organisation') for (const change of held) expect(actionOf({ ...due, ...change })).toBe('hold');
    });

    test('a last day that nobody has given is no guess', () => {
      const { 'certificate.daysToExpiry': _gone, ...facts } = calm;
      expect(firstHit(table, facts)).toBe('missing');
    });
  }

  if (item.type === 'grant') {
    const birthdays = Array.from({ length: 111 }, (_, age) => age).filter(
      (age) => actionOf({ 'event.type': 'birthday', 'party.age': age }) === 'propose',
    );

    test('proposed at its ages, on the birthday and in the year that follows', () => {
      expect(birthdays.length).toBeGreaterThanOrEqual(1);
      for (const age of birthdays) {
        expect(judge({ 'event.type': 'birthday', 'party.age': age })[2]).toBe('ageReached');
        expect(actionOf({ 'event.type': 'birthday', 'event.ageDays': 100, 'party.age': age })).toBe('propose');
        expect(actionOf({ 'party.age': age })).toBe('propose');
        expect(
          [age - 1, age + 1].filter((other) => !birthdays.includes(other)).map((other) => actionOf({ 'party.age': other })),
        ).toEqual(['ignore', 'ignore']);
      }
    });

    test('not for the dead, not for who lives elsewhere, not twice', () => {
      const [age = 0] = birthdays;
      for (const change of [{ 'party.status': 'dead' }, { 'party.resident': false }, { 'certificate.underWay': true }] as const)
        expect(actionOf({ 'event.type': 'birthday', 'party.age': age, ...change })).toBe('ignore');
    });
  }
});

describe('deadlines that the law names', () => {
  const dueOf = (id: string, facts: Facts): unknown => {
    const found = tables.find(({ item }) => item.id === id);
    if (!found) throw new Error(`no item ${id}`);
    const base: Facts = {
      'party.status': 'normal',
      'party.listedAbnormal': false,
      'party.openCase': false,
      'certificate.type': found.item.certificateType,
      'certificate.status': 'valid',
      'certificate.underWay': false,
      'event.ageDays': 0,
    };
    return firstHit(found.table, { ...base, ...facts })[1];
  };
  const renamed: Facts = {
    'event.type': 'registrationChanged',
    'event.changed': ['name'],
    'certificate.nameMatches': false,
    'certificate.legalRepresentativeMatches': true,
    'certificate.addressMatches': true,
    'certificate.capitalMatches': true,
  };

  test.each([
    ['construction.enterprise-qualification-change', 30],
    ['construction.survey-qualification-change', 30],
    ['construction.safety-production-permit-change', 10],
    ['labour.intermediary-permit-change', 15],
    ['ecology.radiation-safety-permit-change', 20],
  ])('%s: %d days after the registration', (id, days) => expect(dueOf(id, renamed)).toBe(days));

  test('disinfection products: filed at least 30 working days, 45 days, before the last one', () => {
    for (let days = 90; days >= 48; days--) {
      const due = dueOf('health.disinfection-products-permit-renewal', { 'certificate.daysToExpiry': days });
      expect(days - Number(due)).toBeGreaterThanOrEqual(45);
    }
  });
});
