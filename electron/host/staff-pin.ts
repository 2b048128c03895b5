import { scrypt, timingSafeEqual } from 'node:crypto';
import { invariant } from '#contracts/basics/asserts.ts';
import type { Clock } from '#contracts/basics/clock.ts';

export type PinAnswer = { readonly passed: true } | { readonly passed: false; readonly triesLeft: number };

const triesAllowed = 3;
const lockedForMs = 15 * 60_000;

/**
 * The staff PIN of one terminal. `record` = `N$r$p$salt$hash` (scrypt, RFC 7914; salt and 32-byte hash in base64url).
 * Three wrong entries lock it for fifteen minutes, across visits.
 */
export function createStaffPin(record: string, clock: Clock): { check(pin: string): Promise<PinAnswer> } {
  const expected = parseRecord(record);
  let wrong = 0;
  let lockedUntil = 0;
  return {
    async check(pin) {
      if (clock.monotonic() < lockedUntil) return { passed: false, triesLeft: 0 };
      const hash = await derive(pin, expected);
      if (timingSafeEqual(hash, expected.hash)) {
        wrong = 0;
        return { passed: true };
      }
      wrong += 1;
      if (wrong < triesAllowed) return { passed: false, triesLeft: triesAllowed - wrong };
      wrong = 0;
      lockedUntil = clock.monotonic() + lockedForMs;
      return { passed: false, triesLeft: 0 };
    },
  };
}

interface PinRecord {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

function parseRecord(record: string): PinRecord {
  const [N, r, p, salt, hash] = record.split('$');
  invariant(N && r && p && salt && hash, 'staff PIN record has five parts');
  return { N: Number(N), r: Number(r), p: Number(p), salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') };
}

function derive(pin: string, { N, r, p, salt, hash }: PinRecord): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, hash.length, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
