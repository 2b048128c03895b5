import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes, type ErrorCode } from '#contracts/basics/error-codes.ts';
import { languages, type Language } from '#contracts/domain/localized.ts';

const root = path.resolve(import.meta.dirname, '../..');
const namespaces = ['common', 'screens', 'form', 'errors'] as const;
type Namespace = (typeof namespaces)[number];

const errorCodeList = Object.keys(errorCodes) as ErrorCode[];

/** `ns:a.b.c` → text, of one language. */
function textsOf(language: Language): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string') texts.set(key, value);
    else
      for (const [name, inner] of Object.entries(value as object)) walk(inner, key.endsWith(':') ? key + name : `${key}.${name}`);
  };
  for (const namespace of namespaces) {
    const file = path.join(root, 'assets/locales', language, `${namespace}.json`);
    walk(JSON.parse(fs.readFileSync(file, 'utf8')), `${namespace}:`);
  }
  return texts;
}

const texts = Object.fromEntries(languages.map((language) => [language, textsOf(language)])) as Record<
  Language,
  ReadonlyMap<string, string>
>;
const zh = texts['zh-CN'];
const cjk = /[\u3400-\u9fff]/;

describe('the languages', () => {
  it.each(languages)('have the same keys: %s', (language) => {
    expect([...texts[language].keys()].sort()).toEqual([...zh.keys()].sort());
  });

  it.each(languages)('have no empty text: %s', (language) => {
    expect([...texts[language]].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it.each(languages)('fill in the same placeholders: %s', (language) => {
    const placeholders = (text: string | undefined): string[] =>
      [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();
    const differing = [...zh].filter(
      ([key, text]) => placeholders(text).join() !== placeholders(texts[language].get(key)).join(),
    );
    expect(differing).toEqual([]);
  });

  /** The one button that names the other language in that language. */
  const crossing = 'common:top.buttonOtherLanguage';
  /** Nothing but placeholders, digits and signs belongs to no language. */
  const hasWords = (text: string): boolean => /\p{L}/u.test(text.replaceAll(/\{\{\w+\}\}/g, ''));

  it('says everything in Chinese in the Chinese texts', () => {
    expect([...zh].filter(([key, text]) => key !== crossing && hasWords(text) && !cjk.test(text))).toEqual([]);
  });

  it('says nothing in Chinese in the English texts', () => {
    expect([...texts.en].filter(([key, text]) => key !== crossing && cjk.test(text))).toEqual([]);
  });
});

describe('faults', () => {
  const sentences = ['what', 'action', 'safety', 'who', 'staff'] as const;
  const sentence = (language: Language, code: ErrorCode, name: (typeof sentences)[number]): string =>
    texts[language].get(`errors:${code}.${name}`) ?? '';

  it.each(languages)('have all sentences for every code of the table, and for no other: %s', (language) => {
    const expected = errorCodeList.flatMap((code) => sentences.map((name) => `errors:${code}.${name}`));
    const found = [...texts[language].keys()].filter((key) => key.startsWith('errors:'));
    expect(found.sort()).toEqual(expected.sort());
  });

  /** Words without which a sentence would not say what the table says. */
  const mustSay = {
    'zh-CN': {
      safety: { nothing: /没有提交/, saved: /已保存/, unknown: /要由人|要由/ },
      who: { self: /自己/, staff: /工作人员/, later: /不用等/, counter: /柜台|12345/, central: /技术人员/ },
    },
    en: {
      safety: { nothing: /Nothing was submitted/, saved: /saved/, unknown: /has to/ },
      who: { self: /yourself/, staff: /staff/, later: /later/, counter: /counter|12345/, central: /technician/ },
    },
  } as const;

  it.each(languages)('agree with the table on what is kept and who helps: %s', (language) => {
    const wrong = errorCodeList.filter((code) => {
      const { kept, help } = errorCodes[code];
      const { safety, who } = mustSay[language];
      // A print whose outcome is unknown says first that the matter itself is safe.
      const keptSaid =
        safety[kept].test(sentence(language, code, 'safety')) ||
        (kept === 'unknown' && /由人|checked/.test(sentence(language, code, 'safety')));
      return !keptSaid || !who[help].test(sentence(language, code, 'who'));
    });
    expect(wrong).toEqual([]);
  });

  it.each(languages)('never show their code to a citizen: %s', (language) => {
    const shown = [...texts[language]].filter(([key, text]) => !key.endsWith('.staff') && /[A-Z]{3}-\d{3}/.test(text));
    expect(shown).toEqual([]);
  });
});

describe('plain language', () => {
  /** Characters of the longest sentence; a placeholder counts as four. */
  const longestSentence = (text: string): number =>
    Math.max(
      ...text
        .replaceAll(/\{\{\w+\}\}/g, '□□□□')
        .split(/[。！？；：，]|\s·\s/)
        .map((part) => Array.from(part.trim()).length),
    );
  const kindOf = (key: string): string =>
    /(title|button|lead|note|label|spoken|hint|placeholder)[A-Z0-9]?[^.]*$/.exec(key)?.[1] ?? '';
  const inChinese = (kind: string): [string, string][] =>
    [...zh].filter(([key]) => kindOf(key) === kind && !key.startsWith('errors:'));

  it('asks in titles of at most sixteen characters', () => {
    expect(inChinese('title').filter(([, text]) => Array.from(text.replaceAll(/\{\{\w+\}\}/g, '□□')).length > 16)).toEqual([]);
  });

  it('writes at most seven characters on a button', () => {
    expect(inChinese('button').filter(([, text]) => Array.from(text).length > 7)).toEqual([]);
  });

  it('keeps every clause of a prompt within twenty characters', () => {
    const prompts = [...inChinese('lead'), ...inChinese('note'), ...inChinese('title')];
    const faults = [...zh].filter(([key]) => key.startsWith('errors:') && !key.endsWith('.staff'));
    expect([...prompts, ...faults].filter(([, text]) => longestSentence(text) > 20)).toEqual([]);
  });

  it('uses no word of the trade', () => {
    const jargon = /接口|超时|异常|系统错误|后台|数据库|进程|校验码错误|鉴权|人脸识别|活体/;
    expect([...zh].filter(([key, text]) => !key.endsWith('.staff') && jargon.test(text))).toEqual([]);
  });
});

describe('keys', () => {
  it('are all used by the screens', () => {
    const source = sourcesUnder(path.join(root, 'renderer'));
    const patterns = usedKeys(source);
    const unused = [...zh.keys()].filter((key) => {
      const namespace = key.slice(0, key.indexOf(':')) as Namespace;
      const name = namespace === 'screens' ? key.slice('screens:'.length) : key;
      return !key.endsWith('.staff') && !patterns.some((pattern) => pattern.test(name));
    });
    expect(unused).toEqual([]);
  });

  function sourcesUnder(folder: string): string {
    return fs
      .readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/^(ui|gallery|dev-dock)\//.test(name))
      .map((name) => fs.readFileSync(path.join(folder, name), 'utf8'))
      .join('\n');
  }

  /** Every quoted word with a dot, and every template with its holes as wildcards. */
  function usedKeys(source: string): RegExp[] {
    const quoted = [...source.matchAll(/'(\w+:[\w.-]+|\w+(?:\.[\w-]+)+)'/g)].map((match) => match[1] ?? '');
    const templates = [...source.matchAll(/`([\w:]*(?:\$\{[^}]+\}|[\w.:-])+)`/g)]
      .map((match) => match[1] ?? '')
      .filter((text) => text.includes('.'));
    return [...quoted, ...templates].map(
      (text) =>
        new RegExp(
          `^${text
            .split(/\$\{[^}]+\}/)
            .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
            .join('[\\w-]+')}$`,
        ),
    );
  }
});
