import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language, LocalizedText } from '#contracts/domain/localized.ts';
import en from '../../../assets/locales/en/console.json' with { type: 'json' };
import zhCn from '../../../assets/locales/zh-CN/console.json' with { type: 'json' };

const stored = 'e-station-console-language';

/** Both languages are in the page: staff change between them at will. */
export function startStrings(): void {
  const lng = localStorage.getItem(stored) === 'en' ? 'en' : 'zh-CN';
  void i18next.use(initReactI18next).init({
    lng,
    fallbackLng: false,
    resources: { 'zh-CN': { console: zhCn }, en: { console: en } },
    ns: ['console'],
    defaultNS: 'console',
    initAsync: false,
    interpolation: { escapeValue: false }, // React escapes
    react: { useSuspense: false },
  });
  document.documentElement.lang = lng;
}

export function changeLanguage(language: Language): void {
  localStorage.setItem(stored, language);
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

export type ConsoleKey = Paths<typeof zhCn>;
type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string];

export type Say = (key: ConsoleKey, values?: Readonly<Record<string, string | number>>) => string;

/** `say('tracking.title')`. */
export function useSay(): Say {
  const { t } = useTranslation('console');
  return (key, values = {}) => t(key as never, values as never) as unknown as string;
}

/** The word of a code in a group of codes; a code that has none is shown as it is. */
export function useWord(): (group: keyof typeof zhCn, code: string) => string {
  const { t, i18n } = useTranslation('console');
  return (group, code) => (i18n.exists(`${group}.${code}`, { ns: 'console' }) ? String(t(`${group}.${code}` as never)) : code);
}

export function useLanguage(): Language {
  const { i18n } = useTranslation('console');
  return i18n.language === 'en' ? 'en' : 'zh-CN';
}

/** A text that comes in both languages. */
export function useLocal(): (text: LocalizedText | undefined) => string {
  const language = useLanguage();
  return (text) => text?.[language] ?? '';
}
