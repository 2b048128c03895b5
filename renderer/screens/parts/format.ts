import { yuanText, type Fen } from '#contracts/basics/money.ts';
import type { Language } from '#contracts/domain/localized.ts';
import type { ItemView } from '#contracts/ipc/view.ts';
import type { Texts } from '../../strings/use-texts.ts';

/** `2026-11-26` as people say it: `11 月 26 日`, `26 November`; with the year where it is another one than `today`'s. */
export function dayText(day: string, language: Language, today: string): string {
  const [year, month, date] = day.split('-').map(Number);
  const instant = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, date ?? 1));
  const withYear = day.slice(0, 4) !== today.slice(0, 4);
  return new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    month: 'long',
    day: 'numeric',
    ...(withYear && { year: 'numeric' }),
  }).format(instant);
}

export function feeText(t: Texts, feeFen: number): string {
  return feeFen === 0 ? t('common:fee.labelFree') : t('common:fee.labelYuan', { yuan: yuanText(feeFen as Fen) });
}

export function resultTimeText(t: Texts, item: ItemView): string {
  return item.workingDays === 0 ? t('item.noteAtOnce') : t('item.noteDays', { count: item.workingDays });
}
