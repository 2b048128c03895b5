import type { Brand } from './ids.ts';

/** Money in fen (1/100 yuan), an integer. */
export type Fen = Brand<number, 'Fen'>;

export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount)) throw new Error(`fen must be an integer, got ${amount}`);
  return amount as Fen;
}

/** `90464` → `904.64`; no currency sign, no grouping. */
export function yuanText(amount: Fen): string {
  const sign = amount < 0 ? '-' : '';
  const abs = Math.abs(amount);
  return `${sign}${Math.floor(abs / 100)}.${String(abs % 100).padStart(2, '0')}`;
}
