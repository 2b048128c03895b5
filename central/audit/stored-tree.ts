import { sql } from 'kysely';
import { invariant } from '#contracts/basics/asserts.ts';
import type { ProofPart, Subtree } from '#contracts/audit/merkle-proof.ts';
import { proofOf } from '#contracts/audit/merkle-proof.ts';
import type { Hash } from '#contracts/audit/merkle-tree.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { Db } from '../store/index.ts';
import { levelsPerStep } from './append.ts';
import { tree } from './hashing.ts';
import { centreLog } from './log-name.ts';

/** What is stored below a subtree: `count` nodes of a stored level, `from` on. */
interface Span {
  readonly level: number;
  readonly from: number;
  readonly count: number;
}

/** Reads what a proof needs, with two statements whatever the size of the tree, and makes it; `damaged` when some of it is gone. */
export async function proveFromStore(db: Db, parts: readonly ProofPart[]): Promise<Result<Hash[], 'damaged'>> {
  const spans = parts.flat().map(spanOf);
  const stored = new Map([
    ...(await readLeaves(
      db,
      spans.filter(({ level }) => level === 0),
    )),
    ...(await readNodes(
      db,
      spans.filter(({ level }) => level > 0),
    )),
  ]);
  const whole = spans.every(({ level, from, count }) => range(from, count).every((index) => stored.has(keyOf(level, index))));
  return whole ? ok(proofOf(tree, parts, (subtree) => hashOfSpan(spanOf(subtree), stored))) : err('damaged');
}

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, n) => from + n);
}

function spanOf(subtree: Subtree): Span {
  const level = subtree.level - (subtree.level % levelsPerStep);
  const count = 2 ** (subtree.level - level);
  return { level, from: subtree.index * count, count };
}

/** The root over a span, whose width is a power of two: halves joined, down to what is stored. */
function hashOfSpan({ level, from, count }: Span, stored: ReadonlyMap<string, Hash>): Hash {
  if (count > 1) {
    const half = count / 2;
    const [left, right] = [from, from + half].map((start) => hashOfSpan({ level, from: start, count: half }, stored));
    invariant(left && right, 'a span has two halves');
    return tree.node(left, right);
  }
  const hash = stored.get(keyOf(level, from));
  invariant(hash, 'every node of a proof was read');
  return hash;
}

async function readLeaves(db: Db, spans: readonly Span[]): Promise<[string, Hash][]> {
  if (spans.length === 0) return [];
  const found = await sql<{ leaf_index: number; leaf_hash: Buffer }>`
    SELECT l.leaf_index, l.leaf_hash
    FROM unnest(${spans.map(({ from }) => from)}::bigint[], ${spans.map(({ count }) => count)}::bigint[]) AS s(start, count)
    JOIN audit_leaf l ON l.log = ${centreLog} AND l.leaf_index >= s.start AND l.leaf_index < s.start + s.count`.execute(db);
  return found.rows.map((row) => [keyOf(0, row.leaf_index), row.leaf_hash]);
}

async function readNodes(db: Db, spans: readonly Span[]): Promise<[string, Hash][]> {
  if (spans.length === 0) return [];
  const found = await sql<{ level: number; node_index: number; hash: Buffer }>`
    SELECT n.level, n.node_index, n.hash
    FROM unnest(${spans.map(({ level }) => level)}::integer[], ${spans.map(({ from }) => from)}::bigint[],
      ${spans.map(({ count }) => count)}::bigint[]) AS s(level, start, count)
    JOIN audit_node n ON n.log = ${centreLog} AND n.level = s.level AND n.node_index >= s.start AND n.node_index < s.start + s.count`.execute(
    db,
  );
  return found.rows.map((row) => [keyOf(row.level, row.node_index), row.hash]);
}

function keyOf(level: number, index: number): string {
  return `${level}/${index}`;
}
