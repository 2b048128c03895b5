import { invariant } from '../basics/asserts.ts';

/**
 * The Merkle tree of RFC 6962 §2.1 and RFC 9162 §2.1 over SHA-256. Sizes and indices are safe integers, so bits are taken by
 * division: the shift operators would end at 2^31 leaves.
 */

/** SHA-256, passed in: this folder runs where there is no Node. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** 32 bytes. */
export type Hash = Uint8Array;

/** Leaves and inner nodes are hashed with different first bytes (0x00, 0x01), so that neither can be passed off as the other. */
export interface TreeHash {
  leaf(data: Uint8Array): Hash;
  node(left: Hash, right: Hash): Hash;
  /** The root of the tree without leaves: the hash of nothing. */
  empty(): Hash;
}

export function treeHash(sha256: Sha256): TreeHash {
  const pair = new Uint8Array(65); // used again for each node: the hash is taken before the next one is put there
  pair[0] = 0x01;
  return {
    leaf(data) {
      const prefixed = new Uint8Array(data.length + 1);
      prefixed.set(data, 1);
      return sha256(prefixed);
    },
    node(left, right) {
      pair.set(left, 1);
      pair.set(right, 33);
      return sha256(pair);
    },
    empty: () => sha256(new Uint8Array(0)),
  };
}

/** All that is needed of a tree to append to it and to know its root: the roots of its complete subtrees, largest first. */
export interface CompactRange {
  readonly size: number;
  readonly peaks: readonly Hash[];
}

export const emptyRange: CompactRange = { size: 0, peaks: [] };

/**
 * Appends a leaf. @param formed told each inner node that became complete: `level` 1 has two leaves, `index` counts from the
 * left within the level.
 */
export function appendLeaf(
  tree: TreeHash,
  range: CompactRange,
  leaf: Hash,
  formed?: (level: number, index: number, hash: Hash) => void,
): CompactRange {
  const peaks = range.peaks.slice();
  let hash = leaf;
  let level = 0;
  let index = range.size;
  while (index % 2 === 1) {
    const left = peaks.pop();
    invariant(left, 'a compact range has one peak per bit of its size');
    hash = tree.node(left, hash);
    index = (index - 1) / 2;
    level += 1;
    formed?.(level, index, hash);
  }
  peaks.push(hash);
  return { size: range.size + 1, peaks };
}

export function rootOf(tree: TreeHash, range: CompactRange): Hash {
  return foldRight(tree, range.peaks) ?? tree.empty();
}

/** The root over neighbouring complete subtrees, largest first, as RFC 9162 splits a list; undefined for none. */
export function foldRight(tree: TreeHash, subtrees: readonly Hash[]): Hash | undefined {
  return subtrees.reduceRight<Hash | undefined>((right, left) => (right ? tree.node(left, right) : left), undefined);
}

export function sameHash(a: Hash, b: Hash): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
