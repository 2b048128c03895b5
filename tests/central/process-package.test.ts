import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageLimits, readItemFiles } from '#central/process/index.ts';
import { patternProblem } from '#central/process/approval/check-pattern.ts';
import { changed, codesOf, decisionWith, itemsFolder, problemsOf, surveyFiles } from './process/packages.ts';

const { item, decision: surveyDecision } = surveyFiles();
const surveyPackage = { 'item.json': JSON.stringify(item), 'decision.dmn': surveyDecision };
const property = (schema: object, required: readonly string[] = item.form['required'] as string[]) =>
  changed({ form: { ...item.form, required, properties: { ...(item.form['properties'] as object), name: schema } } });
const step = (code: string, change: object) =>
  changed({ process: item.process.map((one) => (one.code === code ? { ...one, ...change } : one)) });

describe('packages that come with the software', () => {
  const folders = readdirSync(itemsFolder).filter((name) => existsSync(path.join(itemsFolder, name, 'item.json')));

  it('has the 20 trial items and at least 50 more', () => {
    expect(folders.length).toBeGreaterThanOrEqual(70);
  });

  it.each(folders)('%s', async (folder) => {
    const files = readItemFiles([path.join(itemsFolder, folder)]);
    expect(files.ok && (await problemsOf(files.value))).toEqual([]);
  });
});

describe('sizes', () => {
  it('refuses a decision of 10 MB without reading it, wherever it comes from', async () => {
    const large = `<definitions>${' '.repeat(10 * 1024 * 1024)}</definitions>`;
    expect(await codesOf({ 'item.json': JSON.stringify(item), 'decision.dmn': large })).toEqual(['file_too_large']);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'e-station-item-'));
    try {
      writeFileSync(path.join(folder, 'item.json'), JSON.stringify(item));
      writeFileSync(path.join(folder, 'decision.dmn'), large);
      const read = readItemFiles([folder]);
      expect(read).toMatchObject({ ok: false, error: [{ code: 'file_too_large', path: 'decision.dmn' }] });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('takes a decision just below the limit as far as its size goes', async () => {
    const padded = decisionWith(
      '</definitions>',
      `<!--${'x'.repeat(packageLimits.decisionBytes - surveyFiles().decision.length - 4_000)}--></definitions>`,
    );
    expect(await codesOf(changed({}, padded))).toEqual([]);
  });

  it('refuses an item.json of more than 256 KB, and one that is no JSON', async () => {
    expect(await codesOf({ 'item.json': ' '.repeat(packageLimits.itemBytes + 1), 'decision.dmn': 'x' })).toEqual([
      'file_too_large',
    ]);
    expect(await codesOf({ 'item.json': '{"id":', 'decision.dmn': surveyFiles().decision })).toEqual(['not_json']);
    expect(await codesOf({ 'item.json': JSON.stringify(item) })).toEqual(['file_missing']);
  });

  it('refuses what the database cannot keep', async () => {
    expect(await codesOf(changed({ legalBasis: { 'zh-CN': 'a\0', en: 'a' } }))).toEqual(['not_text']);
    expect(await codesOf(changed({ legalBasis: { 'zh-CN': '\ud800', en: 'a' } }))).toEqual(['not_text']);
    const infinite = JSON.stringify(item).replace('"maxLength":200', '"maxLength":1e999');
    expect(await codesOf({ 'item.json': infinite, 'decision.dmn': surveyFiles().decision })).toEqual(['not_text']);
  });
});

describe('schema', () => {
  it('says where the shape is wrong', async () => {
    const [found] = await problemsOf(changed({ promisedDays: 'two', colour: 'blue' }));
    expect(found).toMatchObject({ code: 'schema', path: 'item.json#/promisedDays' });
  });
});

describe('form', () => {
  it('refuses a schema bomb: too deep, too large, by reference', async () => {
    const deep = (levels: number) => ({
      ...surveyPackage,
      'item.json': JSON.stringify(item).replace(
        '"minLength":1',
        `"items":${'{"items":'.repeat(levels)}true${'}'.repeat(levels)}`,
      ),
    });
    const wide = { type: 'string', enum: Array.from({ length: 5_000 }, (_, i) => `v${i}`) };
    const laughs = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`l${i}`, { allOf: [{ $ref: `#/$defs/l${i + 1}` }, { $ref: `#/$defs/l${i + 1}` }] }]),
    );
    expect(await codesOf(deep(20))).toEqual(['form_too_deep']);
    expect(await codesOf(deep(20_000))).toEqual(['form_too_deep']);
    expect(await codesOf(property(wide))).toEqual(['form_too_large']);
    expect(await codesOf(changed({ form: { ...item.form, $defs: laughs } }))).toContain('form_reference');
    expect(await codesOf(property({ $ref: 'https://example.org/schema.json' }))).toEqual(['form_reference']);
    expect(await codesOf(property({ $ref: '#' }))).toEqual(['form_reference']);
    expect(await codesOf(changed({ form: { ...item.form, $id: 'https://example.org/form' } }))).toEqual(['form_reference']);
  });

  it.each([
    '^(a+)+$',
    '^(a|a)*$',
    '^(\\d+)*x$',
    '^a*a*a*$',
    '^(?=x)y$',
    '^(a)\\1$',
    '^\\d{1,900}\\d{1,900}$',
    '(',
    '^(?:a{0,20}){0,20}$',
  ])('refuses the pattern %s', async (pattern) => {
    expect(patternProblem(pattern)).toBeDefined();
    expect(await codesOf(property({ type: 'string', pattern }))).toEqual(['form_pattern']);
  });

  it.each([
    '^\\d{4}-\\d{2}-\\d{2}$',
    '^1[3-9]\\d{9}$',
    '^[0-9A-HJ-NPQRTUWXY]{18}$',
    '^[\\p{L}·]+$',
    '^(?:ab|cd){1,3}x?$',
    '^[^\\]]*$',
    '^\\u{4e00}$',
  ])('takes the pattern %s', (pattern) => {
    expect(patternProblem(pattern)).toBeUndefined();
  });

  it('refuses what ajv does not take in strict mode', async () => {
    expect(await codesOf(property({ type: 'string', minLenght: 3 }))).toEqual(['form_schema']);
    expect(await codesOf(property({ type: 'text' }))).toContain('form_schema');
    expect(await codesOf(changed({ form: { ...item.form, additionalProperties: true } }))).toContain('form_schema');
  });

  it('holds fields and form together', async () => {
    const [first, ...rest] = item.fields;
    expect(await codesOf(changed({ fields: [{ ...first, pointer: '/nowhere' }, ...rest] }))).toEqual(
      expect.arrayContaining(['form_pointer', 'form_unlisted']),
    );
    expect(await codesOf(changed({ fields: rest }))).toEqual(['form_unlisted', 'form_hint']);
    const { from: _from, ...asked } = first ?? { from: '' };
    expect(await codesOf(changed({ fields: [asked, ...rest] }))).toContain('form_unfillable');
    expect(await codesOf(property({ type: 'string', 'x-kiosk': { keypad: 'piano' } }))).toEqual(['form_hint']);
    expect(await codesOf(property({ type: 'string', 'x-kiosk': { colour: 'red' } }))).toEqual(['form_hint']);
  });
});

describe('process', () => {
  it('refuses one that goes round in a circle', async () => {
    const [found, ...more] = await problemsOf(step('issue', { next: ['collectOld', 'verify'] }));
    expect(found).toMatchObject({ code: 'process_cycle' });
    expect(found?.text).toContain('verify');
    expect(more).toEqual([]);
  });

  it('refuses what cannot be reached, has no end, or names nobody', async () => {
    expect(await codesOf(step('issue', { next: ['close'] }))).toEqual(['process_unconnected', 'process_unconnected']);
    expect(await codesOf(step('issue', { next: [] }))).toEqual(expect.arrayContaining(['process_end']));
    expect(await codesOf(step('issue', { next: ['elsewhere'] }))).toEqual(['process_next']);
    expect(await codesOf(step('review', { role: undefined }))).toEqual(['process_role']);
    expect(await codesOf(step('issue', { role: 'approver' }))).toEqual(['process_role']);
    expect(await codesOf(step('issue', { code: 'verify' }))).toContain('process_code');
    expect(await codesOf(step('close', { kind: 'auto' }))).toEqual(['process_end']);
  });
});

describe('texts', () => {
  const withSms = (text: string) =>
    changed({
      templates: item.templates.map((one) => (one.code === 'proposal' ? { ...one, sms: { 'zh-CN': text, en: text } } : one)),
    });

  it('refuses placeholders that nobody fills in', async () => {
    expect(await codesOf(withSms('{party} {price}'))).toEqual(['template_placeholder', 'template_placeholder']);
    expect(await codesOf(withSms('{party'))).toEqual(['template_placeholder', 'template_placeholder']);
    expect(await codesOf(changed({ reasons: { ...item.reasons, noNeed: { 'zh-CN': '{who}', en: 'none' } } }))).toEqual([
      'reason_placeholder',
    ]);
  });

  it('refuses an SMS that is too long or holds a link', async () => {
    expect(await codesOf(withSms('很'.repeat(300)))).toEqual(['template_length', 'template_length']);
    expect(await codesOf(withSms('见 https://bit.example/x'))).toEqual(['template_link', 'template_link']);
  });

  it('asks for words for every reason that the table can give', async () => {
    const { nameChanged: _gone, ...reasons } = item.reasons;
    expect(await codesOf(changed({ reasons }))).toEqual(['reason_missing']);
  });
});

describe('codes', () => {
  const place = (change: object) => changed({ places: [{ ...item.places[0], ...change }] });
  const material = (change: object) => changed({ materials: [{ ...item.materials[0], ...change }] });

  it('knows districts, materials, classes, types and sources', async () => {
    expect(await codesOf(place({ district: '110000' }))).toEqual(['unknown_district', 'implementation_code']);
    expect(await codesOf(material({ code: 'gold' }))).toEqual(['unknown_material']);
    expect(await codesOf(material({ source: 'market-regulation/gold' }))).toEqual(['unknown_source']);
    expect(await codesOf(material({ source: undefined }))).toEqual(['material_source']);
    expect(await codesOf(changed({ partyClasses: ['survey', 'pirates'] }))).toEqual(['unknown_party_class']);
    expect(await codesOf(changed({ partyClasses: ['person'] }))).toEqual(['serves']);
    expect(await codesOf(changed({ certificateType: 'licence-to-kill' }))).toEqual(['unknown_certificate_type']);
  });

  it('checks check characters, days and repetitions', async () => {
    const agency = item.places[0]?.agency;
    expect(await codesOf(place({ agency: { ...agency, uscc: '91350100M000100Y4Z' } }))).toEqual(['uscc', 'implementation_code']);
    expect(await codesOf(place({ to: '2025-01-01' }))).toEqual(['dates']);
    expect(await codesOf(changed({ promisedDays: 21, legalDays: 20 }))).toEqual(['days']);
    expect(await codesOf(changed({ places: [item.places[0], item.places[0]] }))).toEqual(['duplicate']);
  });
});

describe('decision', () => {
  const decisionCodes = (decision: string) => codesOf(changed({}, decision));

  it('refuses what is no DMN, a document type, two decisions, a bare expression', async () => {
    expect(await decisionCodes('not xml')).toEqual(['decision_unreadable']);
    expect(await decisionCodes(`<!DOCTYPE x [<!ENTITY a "aa">]>${surveyFiles().decision}`)).toEqual(['decision_unreadable']);
    const second = decisionWith(
      '</definitions>',
      '<decision id="two" name="two"><literalExpression><text>1</text></literalExpression></decision></definitions>',
    );
    expect(await decisionCodes(second)).toEqual(['decision_shape']);
  });

  it('refuses facts that nobody knows and outputs that nobody reads', async () => {
    const unknown = decisionWith('<text>party.openCase</text>', '<text>party.richness</text>');
    expect(await decisionCodes(unknown)).not.toEqual([]);
    expect(await decisionCodes(decisionWith('name="dueInDays"', 'name="deadline"'))).toEqual([
      'decision_output',
      'decision_output',
    ]);
    expect(await decisionCodes(decisionWith('hitPolicy="FIRST"', 'hitPolicy="COLLECT"'))).toContain('decision_hit_policy');
  });

  it('refuses outputs that are computed or out of range', async () => {
    expect(await decisionCodes(decisionWith('<text>30</text>', '<text>30 + 1</text>'))).toEqual(['decision_literal']);
    expect(await decisionCodes(decisionWith('<text>30</text>', '<text>-1</text>'))).toEqual(['decision_literal']);
    expect(await decisionCodes(decisionWith(/<text>"propose"<\/text>/, '<text>"approve"</text>'))).toContain('decision_literal');
  });

  it('refuses what might never end', async () => {
    const loop = decisionWith('<text>[8..20]</text>', '<text>some x in 1..1000000000 satisfies x &lt; 0</text>');
    expect(await decisionCodes(loop)).toEqual(['decision_rule']);
    const called = decisionWith('<text>[8..20]</text>', '<text>? = (function(x) x + 1)(1)</text>');
    expect(await decisionCodes(called)).toEqual(['decision_rule']);
    expect(await decisionCodes(decisionWith('<text>[8..20]</text>', '<text>? = string length("for every day")</text>'))).toEqual(
      [],
    );
    const endless =
      '<businessKnowledgeModel id="f" name="f"><encapsulatedLogic><formalParameter name="x"/><literalExpression><text>f(x)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>';
    expect(await decisionCodes(decisionWith('</definitions>', `${endless}</definitions>`))).toEqual(['decision_shape']);
  });

  it('refuses a cell that is no FEEL, and a table that forgets somebody', async () => {
    expect(await decisionCodes(decisionWith('<text>[8..20]</text>', '<text>[8..</text>'))).toEqual(['decision_rule']);
    const { decision } = surveyFiles();
    const last = decision.lastIndexOf('<rule ');
    const without = decision.slice(0, last) + decision.slice(decision.indexOf('</rule>', last) + '</rule>'.length);
    expect(await decisionCodes(without)).toEqual(['decision_no_catch_all']);
  });
});
