import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { Db } from '../store/index.ts';
import { sql } from 'kysely';

/** Numbers that a process reserves at once. What it has not used when it ends is lost: gaps mean nothing. */
const blockSize = 50;

/** 32 characters that cannot be mistaken for one another when read aloud or off paper: no 0, O, 1, I. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Certificate numbers, `370282-2026-0001-8842`: district, year, running number. Never the same twice, in any process. */
export interface CertificateNumbers {
  take(districtCode: string, year: number, count: number): Promise<string[]>;
}

/**
 * Running numbers without a race and without a lock that a batch would hold: each process reserves a block in a statement of
 * its own and hands it out from memory. @param db a lane other than the one that asks, or the two wait for each other.
 */
export function openCertificateNumbers(db: Db): CertificateNumbers {
  const blocks = new Map<string, { next: number; end: number }>();

  async function takeOne(districtCode: string, year: number): Promise<string> {
    const name = `${districtCode}-${year}`;
    let block = blocks.get(name);
    while (!block || block.next >= block.end) {
      const end = await reserve(db, districtCode, year);
      // Two batches may have reserved at once; the later block replaces a used-up one only.
      const now = blocks.get(name);
      block = now && now.next < now.end ? now : { next: end - blockSize, end };
      blocks.set(name, block);
    }
    const number = String(block.next).padStart(8, '0');
    block.next += 1;
    return `${name}-${number.slice(0, 4)}-${number.slice(4)}`;
  }

  return {
    async take(districtCode, year, count) {
      const numbers: string[] = [];
      while (numbers.length < count) numbers.push(await takeOne(districtCode, year));
      return numbers;
    },
  };
}

/** @returns the first number behind the reserved block. */
async function reserve(db: Db, districtCode: string, year: number): Promise<number> {
  const reserved = await sql<{ next: number }>`
    INSERT INTO number_block VALUES (${districtCode}, ${year}, ${1 + blockSize})
    ON CONFLICT (district_code, year) DO UPDATE SET next = number_block.next + ${blockSize}
    RETURNING next`.execute(db);
  const next = reserved.rows[0]?.next;
  if (next === undefined) throw new Error('no number block');
  return next;
}

/** What proves that one holds the paper: 40 random bits as `K7MF-3QRT`. */
export function makeCheckCode(random: RandomBytes): string {
  const letters = Array.from(random(8), (byte) => alphabet[byte % alphabet.length] ?? '').join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
