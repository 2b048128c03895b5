import { Ajv2020 } from 'ajv/dist/2020.js';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { sourceSystems } from '#contracts/approval/event.ts';
import { prefillNames, textParams } from '#contracts/approval/item.ts';
import { isValidUscc, parseImplementationCode } from '#contracts/basics/uscc.ts';
import { agencies, byId, certificateTypes, classes, districts, items, materials } from './items-content-kit.ts';

const trial = items.filter(({ item }) => item.trial).map(({ item }) => item);
const codesOf = (list: readonly { readonly code: string }[]): string[] => list.map(({ code }) => code);
const unique = (list: readonly string[]): string[] => [...new Set(list)];
const placesIn = (district: string): number =>
  trial.flatMap(({ places }) => places).filter((place) => place.district === district).length;

/** Every `zh-CN` text below `value`. */
function chineseTexts(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'zh-CN' ? [String(inner)] : chineseTexts(inner)));
}
const placeholders = (text: string): string[] => [...text.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name ?? '');

describe('the announced figures, computed from the files', () => {
  test('20 trial items and at least 55 more', () => {
    expect(trial).toHaveLength(20);
    expect(items.length - trial.length).toBeGreaterThanOrEqual(55);
  });

  test('84 materials waived, and none asked for', () => {
    const all = trial.flatMap((item) => item.materials);
    expect(all.filter(({ waived }) => waived)).toHaveLength(84);
    expect(all.filter(({ waived }) => !waived)).toEqual([]);
  });

  test('218 fields filled in beforehand, and none asked for', () => {
    const all = trial.flatMap(({ fields }) => fields);
    expect(all.filter(({ from }) => from !== undefined)).toHaveLength(218);
    expect(all.filter(({ from }) => from === undefined)).toEqual([]);
  });

  test('27 pairs of item and place: 17 in the city, 6 in Pingdu, 4 in Laixi', () => {
    expect([placesIn('370200'), placesIn('370283'), placesIn('370285')]).toEqual([17, 6, 4]);
    expect(trial.flatMap(({ places }) => places)).toHaveLength(27);
  });

  test('16 classes of party, no persons', () => {
    const served = unique(trial.flatMap(({ partyClasses }) => partyClasses)).sort();
    expect(served).toEqual(codesOf(classes.filter(({ kind }) => kind === 'organisation')).sort());
    expect(served).toHaveLength(16);
  });

  test('the announced example: by courier, the old certificate first, decided by checks alone', () => {
    const { item } = byId('construction.survey-qualification-change');
    expect(item).toMatchObject({
      trial: true,
      handover: 'collectFirst',
      autoDecide: true,
      certificateType: 'survey-qualification',
    });
    const way: string[] = [];
    for (let step = item.process[0]; step; step = item.process.find(({ code }) => code === step?.next[0])) way.push(step.code);
    expect(way).toEqual(['accept', 'verify', 'register', 'issue', 'collectOld', 'deliverNew', 'close']);
  });

  test('every district has items of organisations and of persons', () => {
    for (const { code, level } of districts) {
      const here = items
        .filter(({ item }) => item.places.some(({ district }) => district === code))
        .map(({ item }) => item.serves);
      expect(here).toContain('organisation');
      if (level !== 'city') expect(here).toContain('person');
    }
  });
});

describe('the shared lists', () => {
  test.each([
    ['districts', codesOf(districts)],
    ['party classes', codesOf(classes)],
    ['certificate types', codesOf(certificateTypes)],
    ['materials', codesOf(materials)],
    ['agencies', agencies.map(({ uscc }) => uscc)],
  ])('%s: every code once', (_list, codes) => expect(unique(codes)).toHaveLength(codes.length));

  test('the city and its ten districts; 16 classes and persons', () => {
    expect(districts.filter(({ level }) => level === 'city')).toMatchObject([{ code: '370200' }]);
    expect(districts).toHaveLength(11);
    expect(classes).toHaveLength(17);
  });

  test('what expires says for how long it is usually valid', () => {
    for (const { expires, usualYears } of certificateTypes) expect(usualYears !== undefined).toBe(expires);
  });

  test('agencies have codes that check, of their own district', () => {
    for (const { uscc, district } of agencies) {
      expect(isValidUscc(uscc)).toBe(true);
      expect(uscc.slice(2, 8)).toBe(district);
    }
  });

  test('nothing is listed that no item uses', () => {
    const used = items.map(({ item }) => item);
    expect(codesOf(materials).sort()).toEqual(unique(used.flatMap((item) => codesOf(item.materials))).sort());
    expect(codesOf(certificateTypes).sort()).toEqual(unique(used.map(({ certificateType }) => certificateType)).sort());
  });

  test('ids, basic codes and implementation codes are given once', () => {
    expect(unique(items.map(({ item }) => item.basicCode))).toHaveLength(items.length);
    const pairs = items.flatMap(({ item }) => item.places.map(({ implementationCode }) => implementationCode));
    expect(unique(pairs)).toHaveLength(pairs.length);
  });
});

describe.each(items)('$folder', ({ folder, item }) => {
  const kiosk = new Ajv2020({ strict: true, allErrors: true });
  kiosk.addKeyword('x-kiosk');

  test('is named after its id and holds nothing but item and decision', () => {
    expect(item.id).toBe(folder);
    const files = readdirSync(path.resolve(import.meta.dirname, '../../assets/items', folder)).sort();
    expect(files).toEqual(['decision.dmn', 'item.json']);
  });

  test('classes, certificate type and materials are of the lists', () => {
    expect(codesOf(classes)).toEqual(expect.arrayContaining(item.partyClasses));
    expect(unique(item.partyClasses)).toHaveLength(item.partyClasses.length);
    expect(item.partyClasses.includes('person')).toBe(item.serves === 'person');
    expect(codesOf(certificateTypes)).toContain(item.certificateType);
    expect(codesOf(materials)).toEqual(expect.arrayContaining(codesOf(item.materials)));
    expect(unique(codesOf(item.materials))).toHaveLength(item.materials.length);
  });

  test('what is waived comes from a source system that there is', () => {
    for (const { waived, source } of item.materials) {
      expect(waived).toBe(source !== undefined);
      expect(sourceSystems).toContain(source?.split('/')[0]);
    }
  });

  test('a renewal is of something that expires', () => {
    const type = certificateTypes.find(({ code }) => code === item.certificateType);
    if (item.type === 'renewal') expect(type?.expires).toBe(true);
  });

  test('places: codes that check, agencies as listed, each district once', () => {
    for (const { district, implementationCode, agency } of item.places) {
      expect(parseImplementationCode(implementationCode)).toEqual({ basicCode: item.basicCode, district, agency: agency.uscc });
      expect(agencies).toContainEqual(expect.objectContaining({ district, ...agency }));
    }
    expect(unique(item.places.map(({ district }) => district))).toHaveLength(item.places.length);
  });

  test('promised no later than the law allows, and warned about in time', () => {
    expect(item.promisedDays).toBeLessThanOrEqual(item.legalDays);
    const before = item.process.filter(({ kind }) => kind !== 'errand');
    for (const { warnAfterDays = 0 } of before) expect(warnAfterDays).toBeLessThanOrEqual(item.promisedDays);
  });

  test('every field has its place in the form, and the form no other', () => {
    const { properties, required, additionalProperties } = item.form as {
      properties: Record<string, { readOnly?: boolean; 'x-kiosk': { order: number; prefill?: string; mask?: string } }>;
      required: string[];
      additionalProperties: unknown;
    };
    expect(additionalProperties).toBe(false);
    expect(Object.keys(properties)).toEqual(item.fields.map(({ pointer }) => pointer.slice(1)));
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(required));
    item.fields.forEach(({ pointer, from, editable, masked }, i) => {
      const property = properties[pointer.slice(1)];
      expect(property?.['x-kiosk']).toMatchObject({ order: i + 1, prefill: from });
      expect(property?.['x-kiosk'].mask !== undefined).toBe(masked ?? false);
      expect(property?.readOnly ?? false).toBe(!editable);
    });
  });

  test('values come from where values can come from', () => {
    for (const { from } of item.fields) {
      const [of = '', name = ''] = from?.split('.') ?? [];
      expect(prefillNames[of as keyof typeof prefillNames]).toContain(name);
      if (of === 'change') expect(item.type).toBe('change');
      if (of === 'certificate') expect(item.type).not.toBe('grant');
    }
  });

  test('the form compiles in strict mode, takes good values and refuses bad ones', () => {
    const validate = kiosk.compile(item.form);
    const good = goodValues(item.fields.map(({ pointer }) => pointer.slice(1)));
    expect([validate(good), validate.errors]).toEqual([true, null]);
    expect(validate({ ...good, anything: 'else' })).toBe(false);
    expect(validate({ ...good, name: '' })).toBe(false);
    const { name: _name, ...nameless } = good;
    expect(validate(nameless)).toBe(false);
  });

  test('the process leads from its first step to its one close, without a circle', () => {
    const steps = new Map(item.process.map((step) => [step.code, step]));
    expect(steps.size).toBe(item.process.length);
    const ends = item.process.filter(({ next }) => next.length === 0);
    expect(ends.map(({ kind }) => kind)).toEqual(['close']);
    const order = item.process.map(({ code }) => code);
    for (const { code, next } of item.process) {
      for (const after of next) expect(order.indexOf(after)).toBeGreaterThan(order.indexOf(code));
    }
    const reached = new Set([order[0]]);
    for (const { code, next } of item.process) if (reached.has(code)) for (const after of next) reached.add(after);
    expect(reached.size).toBe(steps.size);
  });

  test('staff steps and only they have a role; a person decides where the checks may not', () => {
    for (const { kind, role } of item.process) expect(role !== undefined).toBe(kind === 'staff');
    const happy: string[] = [];
    for (let step = item.process[0]; step; step = item.process.find(({ code }) => code === step?.next[0])) happy.push(step.kind);
    expect(happy.includes('staff')).toBe(!item.autoDecide);
    expect(happy.filter((kind) => kind === 'issue')).toHaveLength(1);
    const errands = { collectFirst: 2, collectOnDelivery: 1, electronicOnly: 0 } as const;
    expect(happy.filter((kind) => kind === 'errand')).toHaveLength(errands[item.handover]);
  });

  test('texts name known parameters, and the same in both languages', () => {
    for (const reason of Object.values(item.reasons)) {
      expect(textParams).toEqual(expect.arrayContaining(placeholders(reason['zh-CN'])));
      expect(unique(placeholders(reason.en)).sort()).toEqual(unique(placeholders(reason['zh-CN'])).sort());
    }
    for (const { params, sms, title, body } of item.templates) {
      expect(textParams).toEqual(expect.arrayContaining(params));
      const named = [sms, title, body].flatMap((text) => placeholders(text['zh-CN']));
      expect(unique(named).sort()).toEqual([...params].sort());
      for (const text of [sms, title, body]) {
        expect(unique(placeholders(text.en)).sort()).toEqual(unique(placeholders(text['zh-CN'])).sort());
      }
    }
  });

  test('all five messages are there; SMS carry no link, no number of a certificate, no signature', () => {
    const sorted = item.templates.map(({ code }) => code).sort();
    expect(sorted).toEqual(['done', 'progress', 'proposal', 'reminder', 'returned']);
    for (const { sms } of item.templates) {
      for (const text of Object.values(sms)) expect(text).not.toMatch(/https?:|www\.|\.(com|cn|gov)\b|\{certificate\}|【/);
    }
  });

  test('its Chinese sentences are short: 20 characters and what is filled in', () => {
    const said = chineseTexts([item.summary, item.reasons, item.process, item.templates]);
    const sentences = said.flatMap((text) => text.split(/(?<=[。？！；])/));
    expect(sentences.filter((sentence) => Array.from(sentence.replaceAll(/\{\w+\}/g, '').trim()).length > 20)).toEqual([]);
  });
});

/** A value for every field of an item's form. */
function goodValues(names: readonly string[]): Record<string, string> {
  const special: Record<string, string> = {
    uscc: '91350100M000100Y43',
    legalRepresentativeId: '11010519491231002X',
    idNumber: '11010519491231002X',
    agentPhone: '13800000000',
    phone: '13800000000',
    established: '2010-03-01',
    validFrom: '2022-03-01',
    validTo: '2028-02-29',
    issuedOn: '2022-03-01',
    birth: '1949-12-31',
  };
  return Object.fromEntries(names.map((name) => [name, special[name] ?? '示例']));
}
