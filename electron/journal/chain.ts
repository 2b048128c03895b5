import { createHash } from 'node:crypto';

/** What stands before the first record of an epoch. */
export const chainStart: Uint8Array = new Uint8Array(32);

/** SHA-256 over the previous record's hash and the body's UTF-8: changing one record changes every later hash. */
export function chainHash(previous: Uint8Array, bodyText: string): Buffer {
  return createHash('sha256').update(previous).update(bodyText, 'utf8').digest();
}
