import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { actionNames, consoleApi } from '#contracts/console/api.ts';
import { refusalCodes } from '#contracts/console/endpoint.ts';
import { consoleRoles } from '#contracts/console/roles.ts';
import { caseStatus, taskDecision } from '#contracts/console/tracking.ts';
import { versionState } from '#contracts/console/items.ts';
import { knownFacts } from '#contracts/approval/facts.ts';
import { proposalStates } from '#contracts/approval/proposal.ts';
import type { Language } from '#contracts/domain/localized.ts';

const root = path.resolve(import.meta.dirname, '../..');

function textsOf(language: Language): ReadonlyMap<string, string> {
  const bundle = JSON.parse(fs.readFileSync(path.join(root, 'assets/locales', language, 'console.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  return new Map(
    Object.entries(bundle).flatMap(([group, texts]) =>
      Object.entries(texts).map(([name, text]): [string, string] => [`${group}.${name}`, text]),
    ),
  );
}

const [zh, en] = [textsOf('zh-CN'), textsOf('en')];
const cjk = /[㐀-鿿]/;
/** The one button that names the other language in that language. */
const crossing = 'nav.buttonOtherLanguage';
const hasWords = (text: string): boolean => /\p{L}/u.test(text.replaceAll(/\{\{\w+\}\}/g, ''));

describe('the texts of the console', () => {
  it('are the same in both languages, none empty', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
    expect([...zh, ...en].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('fill in the same placeholders', () => {
    const placeholders = (text = ''): string =>
      [...text.matchAll(/\{\{(\w+)\}\}/g)]
        .map((match) => match[1])
        .toSorted((a = '', b = '') => (a < b ? -1 : 1))
        .join();
    expect([...zh].filter(([key, text]) => placeholders(text) !== placeholders(en.get(key)))).toEqual([]);
  });

  it('are Chinese in Chinese and English in English', () => {
    expect([...zh].filter(([key, text]) => key !== crossing && hasWords(text) && !cjk.test(text))).toEqual([]);
    expect([...en].filter(([key, text]) => key !== crossing && cjk.test(text))).toEqual([]);
  });

  const groups: Readonly<Record<string, readonly string[]>> = {
    role: consoleRoles,
    refusal: refusalCodes,
    status: caseStatus.options,
    decision: taskDecision.options,
    decisionTitle: taskDecision.options,
    decisionLead: taskDecision.options,
    versionState: versionState.options,
    proposalState: proposalStates,
    fact: Object.keys(knownFacts).map((name) => name.replaceAll('.', '-')),
    auditAction: actionNames.map((name) => consoleApi[name].audit.replaceAll('.', '-')).filter((name) => name !== ''),
  };
  it.each(Object.entries(groups))('name every code: %s', (group, codes) => {
    expect(codes.filter((code) => !zh.has(`${group}.${code}`))).toEqual([]);
  });
});

describe('keys', () => {
  const source = fs
    .readdirSync(path.join(root, 'central/console/web'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => fs.readFileSync(path.join(root, 'central/console/web', name), 'utf8'))
    .join('\n');

  it('are all used by the pages', () => {
    const quoted = new Set([...source.matchAll(/'([A-Za-z]+\.[A-Za-z-]+)'/g)].map((match) => match[1]));
    const wordGroups = new Set([...source.matchAll(/(?:word|useWord\(\))\('([A-Za-z]+)'/g)].map((match) => match[1]));
    expect([...zh.keys()].filter((key) => !quoted.has(key) && !wordGroups.has(key.split('.')[0] ?? ''))).toEqual([]);
  });

  it('no page has words of its own', () => {
    expect([...source.matchAll(/>[^<>{}]*[㐀-鿿][^<>{}]*</g)].map(([text]) => text)).toEqual([]);
  });
});
