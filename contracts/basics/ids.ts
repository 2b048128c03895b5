declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** One business act of a citizen, made when the person confirms; the idempotency key, kept for ever at the centre. UUIDv7. */
export type ActId = Brand<string, 'ActId'>;
/** One visit of one person at one terminal. UUIDv7. */
export type SessionId = Brand<string, 'SessionId'>;
/** A terminal's name in the fleet, `E0217`: `E` and four digits. */
export type TerminalId = Brand<string, 'TerminalId'>;
/** 受理号: `QD` + local date + terminal digits + daily sequence, `QD2026112302170001`. Shown in groups of four. */
export type CaseNumber = Brand<string, 'CaseNumber'>;
/** A service item of the catalogue: `social-insurance.contribution-certificate`. */
export type ServiceItemId = Brand<string, 'ServiceItemId'>;

/** Cryptographic randomness, `length` bytes; passed in like time. */
export type RandomBytes = (length: number) => Uint8Array;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function isUuidV7(text: string): boolean {
  return uuidPattern.test(text);
}

/** RFC 9562 §5.7: 48 bits of unix ms, version 7, variant 10, the rest random. Lower case with dashes. */
export function makeUuidV7(nowMs: number, random: RandomBytes): string {
  const bytes = Uint8Array.from(random(16));
  let rest = nowMs;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** `QD2026112302170001` → `QD2026 1123 0217 0001`, as screens and paper show it. */
export function groupedCaseNumber(number: string): string {
  return [number.slice(0, 6), ...(number.slice(6).match(/.{1,4}/g) ?? [])].join(' ');
}
