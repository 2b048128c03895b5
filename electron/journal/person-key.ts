import { createHmac } from 'node:crypto';

/**
 * Stands for a person in the journal's index: HMAC-SHA256 of the id number, first 128 bits, 32 hex digits. Without the
 * secret nobody can tell whose it is, not even by trying all id numbers.
 */
export function personKeyOf(secret: Uint8Array, idNumber: string): string {
  return createHmac('sha256', secret).update(idNumber, 'utf8').digest('hex').slice(0, 32);
}
