import { instantOf, localMinuteOf } from '#contracts/basics/clock.ts';
import { useLanguage } from './strings.tsx';

/** Times as staff read them, in Asia/Shanghai. */
export function minuteOf(at: string): string {
  return localMinuteOf(Date.parse(at));
}

/** `11-25 14:26`; the year where it is another one than the page's. */
export function shortMinuteOf(at: string): string {
  const text = minuteOf(at);
  return text.startsWith(minuteOf(instantOf(Date.now())).slice(0, 5)) ? text.slice(5) : text;
}

/** `11-25`, with its year where it is another one. */
export function shortDayOf(day: string): string {
  return day.startsWith(minuteOf(instantOf(Date.now())).slice(0, 5)) ? day.slice(5) : day;
}

export function useNumber(): (value: number) => string {
  const language = useLanguage();
  return (value) => value.toLocaleString(language === 'en' ? 'en' : 'zh-CN', { maximumFractionDigits: 1 });
}

/** 0.756 → 76%. */
export function percentOf(part: number): string {
  return `${Math.round(part * 100)}%`;
}

/** `QD2026 1125 0001 370283` → groups of four after the year, as on paper. */
export function groupedNumber(number: string): string {
  return [number.slice(0, 6), ...(number.slice(6).match(/.{1,4}/g) ?? [])].join(' ');
}
