import { useTranslation } from 'react-i18next';
import type { Language } from '#contracts/domain/localized.ts';

/** `t('attract.titleHello')` for the screens' texts, `t('common:bar.buttonBack')` for the other bundles. */
export function useTexts() {
  const { t } = useTranslation(['screens', 'common', 'form', 'errors']);
  return t;
}

export type Texts = ReturnType<typeof useTexts>;

/** The language of the texts on screen now; catalogue texts follow it. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'zh-CN';
}
