import type { CompactRange } from '#contracts/audit/merkle-tree.ts';
import { appendLeaf } from '#contracts/audit/merkle-tree.ts';
import { leafHashOf, leafTextOf, tree } from './hashing.ts';

/** The inner nodes of every eighth level are stored: 1/255 of the leaves, and no proof has to hash more than 256 of anything. */
export const levelsPerStep = 8;

/** Where the log ends. */
export interface LogHead {
  readonly range: CompactRange;
  readonly lastLeaf: Buffer;
}

/** An inner node that became complete, of a level that is stored. */
export interface NewNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Buffer;
}

export interface Appended {
  readonly head: LogHead;
  /** Hashes of the new leaves, in their order. */
  readonly leaves: readonly Buffer[];
  readonly nodes: readonly NewNode[];
}

/** Gives entries their places after the head, each bound to the one before. @param digests hashes of the entries' public texts. */
export function appendEntries(from: LogHead, digests: readonly Buffer[]): Appended {
  const leaves: Buffer[] = [];
  const nodes: NewNode[] = [];
  let { range, lastLeaf } = from;
  const keep = (level: number, index: number, hash: Uint8Array): void => {
    if (level % levelsPerStep === 0) nodes.push({ level, index, hash: Buffer.from(hash) });
  };
  for (const digest of digests) {
    lastLeaf = leafHashOf(leafTextOf(digest, range.size, lastLeaf));
    leaves.push(lastLeaf);
    range = appendLeaf(tree, range, lastLeaf, keep);
  }
  return { head: { range, lastLeaf }, leaves, nodes };
}
