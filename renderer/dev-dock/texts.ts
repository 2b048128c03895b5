import type { Language } from '#contracts/domain/localized.ts';
import en from '../../assets/locales/en/dock.json' with { type: 'json' };
import zhCn from '../../assets/locales/zh-CN/dock.json' with { type: 'json' };

export type DockTexts = typeof zhCn;

/**
 * The dock's own words, apart from those of the terminal: both languages are there at once, and the compiler knows every key, so
 * that a fault without a word does not compile.
 */
const bundles: Readonly<Record<Language, DockTexts>> = { 'zh-CN': zhCn, en };

export function textsOf(language: Language): DockTexts {
  return bundles[language];
}

/** Puts values in the place of `{{name}}`; a value that is missing leaves nothing. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}
