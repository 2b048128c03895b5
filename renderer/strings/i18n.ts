import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '#contracts/domain/localized.ts';
import { zhCn } from './zh-cn.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'screens';
    resources: typeof zhCn;
  }
}

/** How each language beside the source is fetched. */
const bundles: Readonly<Record<Exclude<Language, 'zh-CN'>, () => Promise<typeof zhCn>>> = {
  en: async () => (await import('./en.ts')).en,
};

/** Starts with the source language, without waiting for anything. */
export function startStrings(): void {
  void i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': zhCn },
    ns: ['screens', 'common', 'form', 'errors'],
    defaultNS: 'screens',
    initAsync: false,
    interpolation: { escapeValue: false }, // React escapes
    react: { useSuspense: false },
  });
}

/** Fetches a language's texts if they are not there yet. */
export async function loadLanguage(language: Language): Promise<void> {
  if (language === 'zh-CN' || i18next.hasResourceBundle(language, 'screens')) return;
  const bundle = await bundles[language]();
  for (const [namespace, texts] of Object.entries(bundle)) i18next.addResourceBundle(language, namespace, texts);
}

/** The whole screen changes at once, when the texts are there. */
export async function changeLanguage(language: Language): Promise<void> {
  await loadLanguage(language);
  if (i18next.language !== language) await i18next.changeLanguage(language);
}
