import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { Db } from '../store/index.ts';
import { sql } from 'kysely';

/** The least that a process reserves at once. What it has not used when it ends is lost: gaps mean nothing. */
const blockSize = 50;

/** 32 characters that cannot be mistaken for one another when read aloud or off paper: no 0, O, 1, I. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Certificate numbers, `370282-2026-0001-8842`: district, year, running number. Never the same twice, in any process. */
export interface CertificateNumbers {
  take(districtCode: string, year: number, count: number): Promise<string[]>;
}

/** Running numbers, `end` not among them. */
interface Block {
  next: number;
  readonly end: number;
}

/**
 * Running numbers without a race and without a lock that a batch would hold: each process reserves a block in a statement of
 * its own and hands it out from memory. @param db a lane other than the one that asks, or the two wait for each other.
 */
export function openCertificateNumbers(db: Db): CertificateNumbers {
  const blocks = new Map<string, Block>();

  return {
    async take(districtCode, year, count) {
      const name = `${districtCode}-${year}`;
      const rest = blocks.get(name);
      const taken = rest ? takeFrom(rest, count) : [];
      if (taken.length < count) {
        const missing = count - taken.length;
        const block = await reserve(db, districtCode, year, Math.max(blockSize, missing));
        taken.push(...takeFrom(block, missing));
        // Two batches may have reserved at once; a block that others still take from stays.
        const now = blocks.get(name);
        if (!now || now.next >= now.end) blocks.set(name, block);
      }
      return taken.map((running) => numberText(name, running));
    },
  };
}

/** As many as are left, at most `count`. */
function takeFrom(block: Block, count: number): number[] {
  const first = block.next;
  block.next = Math.min(block.end, first + count);
  return Array.from({ length: block.next - first }, (_, index) => first + index);
}

function numberText(name: string, running: number): string {
  const digits = String(running).padStart(8, '0');
  return `${name}-${digits.slice(0, 4)}-${digits.slice(4)}`;
}

async function reserve(db: Db, districtCode: string, year: number, size: number): Promise<Block> {
  const reserved = await sql<{ next: number }>`
    INSERT INTO number_block VALUES (${districtCode}, ${year}, ${1 + size})
    ON CONFLICT (district_code, year) DO UPDATE SET next = number_block.next + ${size}
    RETURNING next`.execute(db);
  const end = reserved.rows[0]?.next;
  if (end === undefined) throw new Error('no number block');
  return { next: end - size, end };
}

/** What proves that one holds the paper: 40 random bits as `K7MF-3QRT`. All of a batch are drawn at once. */
export function makeCheckCodes(random: RandomBytes, count: number): string[] {
  const letters = Array.from(random(8 * count), (byte) => alphabet[byte % alphabet.length] ?? '').join('');
  return Array.from({ length: count }, (_, n) => `${letters.slice(8 * n, 8 * n + 4)}-${letters.slice(8 * n + 4, 8 * n + 8)}`);
}
