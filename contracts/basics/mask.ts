/** What may be shown of a person on a screen that others can see, on a receipt, or beside a log entry's id. */

/** 王秀梅 → 王*梅, 王梅 → 王*, 欧阳修远 → 欧**远; counts characters, not UTF-16 units, so a rare character stays whole. */
export function maskName(name: string): string {
  const letters = Array.from(name.trim());
  const first = letters[0] ?? '';
  if (letters.length <= 1) return first;
  if (letters.length === 2) return `${first}*`;
  return `${first}${'*'.repeat(letters.length - 2)}${letters[letters.length - 1] ?? ''}`;
}

/** First four and last four stay: `3702**********0027`. */
export function maskIdNumber(number: string): string {
  if (number.length <= 8) return '*'.repeat(number.length);
  return `${number.slice(0, 4)}${'*'.repeat(number.length - 8)}${number.slice(-4)}`;
}

/** `13912346027` → `139****6027`. */
export function maskPhone(phone: string): string {
  if (phone.length < 8) return '*'.repeat(phone.length);
  return `${phone.slice(0, 3)}${'*'.repeat(phone.length - 7)}${phone.slice(-4)}`;
}
