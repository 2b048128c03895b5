/** What JSON can say. `undefined` members are left out, as JSON.stringify does. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * One text per value: object keys sorted by UTF-16 code unit, no white space (RFC 8785 for the values that we use:
 * strings, booleans, null and safe integers or short decimals). What is hashed or signed is always this text.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error('canonical JSON has no NaN or Infinity');
    return String(value);
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return isList(value) ? listText(value) : objectText(value);
}

function isList(value: readonly Json[] | { readonly [key: string]: Json | undefined }): value is readonly Json[] {
  return Array.isArray(value);
}

function listText(list: readonly Json[]): string {
  if (list.every(isPoint)) return JSON.stringify(list); // strokes of a signature: thousands of numbers, nothing to sort
  let text = '';
  for (const item of list) text += `${text && ','}${canonicalJson(item)}`;
  return `[${text}]`;
}

function isPoint(item: Json): boolean {
  return Array.isArray(item) && item.every(Number.isSafeInteger);
}

function objectText(object: { readonly [key: string]: Json | undefined }): string {
  let text = '';
  for (const key of Object.keys(object).sort()) {
    const item = object[key];
    if (item !== undefined) text += `${text && ','}${JSON.stringify(key)}:${canonicalJson(item)}`;
  }
  return `{${text}}`;
}
