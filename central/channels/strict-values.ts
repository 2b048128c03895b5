import { timingSafeEqual } from 'node:crypto';

/**
 * Reading what others signed. Several encodings have more than one text for one value (spare bits of base64, `%2b` for `%2B`,
 * bytes that are no UTF-8): a text that is not the one we would write is refused, so that no bit can be changed unseen.
 */

/** Bytes of canonical base64 or base64url; undefined for anything else. */
export function base64Bytes(text: string, form: 'base64' | 'base64url'): Buffer | undefined {
  const bytes = Buffer.from(text, form);
  return bytes.length > 0 && bytes.toString(form) === text ? bytes : undefined;
}

/** Text of well-formed UTF-8; undefined for anything else. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
}

/** Comparison of secrets: same time wherever they differ. */
export function isSameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Parameters of a query or a form. Undefined when a name comes twice or is empty, an escape is not upper-case hex of UTF-8, or a
 * character stands there that no encoder leaves alone.
 */
export function readParameters(text: string): Readonly<Record<string, string>> | undefined {
  const found = new Map<string, string>();
  for (const part of text === '' ? [] : text.split('&')) {
    const pair = /^((?:[\w.~!'()*+-]|%[0-9A-F]{2})+)=((?:[\w.~!'()*+-]|%[0-9A-F]{2})*)$/.exec(part);
    const [name, value] = [decoded(pair?.[1]), decoded(pair?.[2])];
    if (name === undefined || value === undefined || found.has(name)) return undefined;
    found.set(name, value);
  }
  return Object.fromEntries(found);
}

function decoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
