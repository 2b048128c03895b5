import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { serviceItem } from '#contracts/domain/service-item.ts';

const folder = path.resolve(import.meta.dirname, '../../assets/catalogue');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** A sentence that a person standing at a screen reads at one glance. */
const longestSentence = 20;

function chineseSentences(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'zh-CN' ? String(inner).split(/(?<=[。？！；])/) : chineseSentences(inner),
  );
}

describe.each(files)('%s', (file) => {
  const item = serviceItem.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8')));

  test('its Chinese sentences are short', () => {
    const tooLong = chineseSentences(item).filter((sentence) => Array.from(sentence.trim()).length > longestSentence);
    expect(tooLong).toEqual([]);
  });

  test('it asks for nothing that the first terminals cannot type', () => {
    expect((item.form?.fields ?? []).filter(({ type }) => type === 'text')).toEqual([]);
  });
});
