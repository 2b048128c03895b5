import type { Hash, TreeHash } from './merkle-tree.ts';
import { foldRight, sameHash } from './merkle-tree.ts';

/** A complete subtree: `level` 0 is a leaf, level L has 2^L leaves; `index` counts from the left within the level. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** One hash of a proof, as the neighbouring complete subtrees that it is over, left to right. */
export type ProofPart = readonly Subtree[];

/** What an inclusion proof is made of (RFC 9162 §2.1.3.1), leaf to root. @param index 0 .. size - 1. */
export function inclusionParts(index: number, size: number): ProofPart[] {
  const path: ProofPart[] = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    if (index < middle) {
      path.push(subtreesOf(middle, end));
      end = middle;
    } else {
      path.push(subtreesOf(begin, middle));
      begin = middle;
    }
  }
  return path.reverse();
}

/** What a consistency proof between two sizes is made of (RFC 9162 §2.1.4.1). @param first 0 .. second. */
export function consistencyParts(first: number, second: number): ProofPart[] {
  if (first === 0) return [];
  const path: ProofPart[] = [];
  let begin = 0;
  let end = second;
  while (first < end) {
    const middle = begin + splitOf(end - begin);
    if (first <= middle) {
      path.push(subtreesOf(middle, end));
      end = middle;
    } else {
      path.push(subtreesOf(begin, middle));
      begin = middle;
    }
  }
  if (begin > 0) path.push(subtreesOf(begin, end)); // otherwise it is the first tree's own root, which the verifier has
  return path.reverse();
}

/** The proof itself. @param hashOf the stored or computed hash of a complete subtree. */
export function proofOf(tree: TreeHash, parts: readonly ProofPart[], hashOf: (subtree: Subtree) => Hash): Hash[] {
  return parts.map((part) => foldRight(tree, part.map(hashOf)) ?? tree.empty());
}

/** Whether `leaf` is entry `index` of the tree of `size` leaves whose root is `root` (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  tree: TreeHash,
  claim: {
    readonly index: number;
    readonly size: number;
    readonly leaf: Hash;
    readonly path: readonly Hash[];
    readonly root: Hash;
  },
): boolean {
  const { index, size, leaf, path, root } = claim;
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = tree.node(sibling, hash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else hash = tree.node(hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameHash(hash, root);
}

/** Whether the tree of `second` leaves only added to the one of `first` leaves (RFC 9162 §2.1.4.2). */
export function verifyConsistency(
  tree: TreeHash,
  claim: {
    readonly first: number;
    readonly second: number;
    readonly firstRoot: Hash;
    readonly secondRoot: Hash;
    readonly path: readonly Hash[];
  },
): boolean {
  const { first, second, firstRoot, secondRoot, path } = claim;
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second) || first < 0 || first > second) return false;
  if (first === second) return path.length === 0 && sameHash(firstRoot, secondRoot);
  if (first === 0) return path.length === 0 && sameHash(firstRoot, tree.empty());
  let node = first - 1;
  let last = second - 1;
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  const [start, ...rest] = node === 0 ? [firstRoot, ...path] : path; // a complete first tree is a node of the second
  if (!start) return false;
  let [firstHash, secondHash] = [start, start];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      firstHash = tree.node(sibling, firstHash);
      secondHash = tree.node(sibling, secondHash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else secondHash = tree.node(secondHash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameHash(firstHash, firstRoot) && sameHash(secondHash, secondRoot);
}

/** The complete subtrees over the leaves from `begin` to before `end`, left to right. */
function subtreesOf(begin: number, end: number): ProofPart {
  const parts: Subtree[] = [];
  for (let at = begin; at < end;) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= end) {
      width *= 2;
      level += 1;
    }
    parts.push({ level, index: at / width });
    at += width;
  }
  return parts;
}

/** The largest power of two below `count`, where RFC 9162 splits a list. */
function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}
