import { readFileSync } from 'node:fs';
import type { Language } from '#contracts/domain/localized.ts';

/** One file of the texts that ship with the program, not checked yet. Throws when it is missing. */
export function readLocale(language: Language, name: 'receipt' | 'certificate'): unknown {
  return JSON.parse(readFileSync(new URL(`../../assets/locales/${language}/${name}.json`, import.meta.url), 'utf8'));
}

/** `{{name}}` → its value. Throws when a value is missing: a sentence with a hole never reaches paper. */
export function fillIn(template: string, values: Readonly<Record<string, string | number | undefined>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for {{${name}}}`);
    return String(value);
  });
}
