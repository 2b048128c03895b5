import type { Language } from '#contracts/domain/localized.ts';

/** Hour, minute and second where the terminal stands, as on its screen and its receipts. @param ms since 1970 */
export function timeOf(ms: number, language: Language): string {
  return new Date(ms).toLocaleTimeString(language, { hour12: false, timeZone: 'Asia/Shanghai' });
}
