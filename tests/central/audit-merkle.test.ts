import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { consistencyParts, inclusionParts, proofOf, verifyConsistency, verifyInclusion } from '#contracts/audit/merkle-proof.ts';
import type { CompactRange, Hash } from '#contracts/audit/merkle-tree.ts';
import { appendLeaf, emptyRange, rootOf, treeHash } from '#contracts/audit/merkle-tree.ts';

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const tree = treeHash(sha256);
const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');

/** RFC 6962 §2.1, word for word; nothing of ours in it. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (!only) return sha256(Buffer.alloc(0));
  if (leaves.length === 1) return sha256(Buffer.concat([Buffer.from([0]), only]));
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.concat([Buffer.from([1]), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split))]));
}

function rangeOf(leaves: readonly Buffer[]): CompactRange {
  return leaves.reduce((range, data) => appendLeaf(tree, range, tree.leaf(data)), emptyRange);
}

/** The leaves that the reference implementations of Certificate Transparency are tested with, and the roots after each. */
const ctLeaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (leaf) => Buffer.from(leaf, 'hex'),
);
const ctRoots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test('the reference leaves of Certificate Transparency have their known roots', () => {
  expect(ctLeaves.map((_, n) => hex(rootOf(tree, rangeOf(ctLeaves.slice(0, n + 1)))))).toEqual(ctRoots);
  expect(hex(rootOf(tree, emptyRange))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

const most = 64;
const leaves = Array.from({ length: most }, (_, n) => Buffer.from(`leaf ${n}`));
const roots = Array.from({ length: most + 1 }, (_, size) => naiveRoot(leaves.slice(0, size)));

/** Every complete subtree, as it was told while the tree grew. */
const subtrees = new Map(leaves.map((data, index): [string, Hash] => [`0/${index}`, tree.leaf(data)]));
{
  let range = emptyRange;
  for (const data of leaves) {
    range = appendLeaf(tree, range, tree.leaf(data), (level, index, hash) => subtrees.set(`${level}/${index}`, hash));
  }
}
const stored = ({ level, index }: { level: number; index: number }): Hash => {
  const hash = subtrees.get(`${level}/${index}`);
  if (!hash) throw new Error(`no complete subtree ${level}/${index}`);
  return hash;
};
const flipped = (hash: Hash): Hash => Uint8Array.from(hash, (byte, n) => (n === 7 ? byte ^ 0x10 : byte));
const root = (size: number): Hash => roots[size] ?? tree.empty();

test(`roots of all sizes up to ${most} are those of the definition`, () => {
  for (let size = 0; size <= most; size += 1) expect(hex(rootOf(tree, rangeOf(leaves.slice(0, size))))).toBe(hex(root(size)));
});

describe(`inclusion, all places in all sizes up to ${most}`, () => {
  test('each is proven, and for no other leaf, place, size or root', () => {
    for (let size = 1; size <= most; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const path = proofOf(tree, inclusionParts(index, size), stored);
        const claim = { index, size, leaf: stored({ level: 0, index }), path, root: root(size) };
        const about = `${index} of ${size}`;
        expect(verifyInclusion(tree, claim), about).toBe(true);
        expect(path.length, about).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
        expect(verifyInclusion(tree, { ...claim, leaf: flipped(claim.leaf) }), about).toBe(false);
        expect(verifyInclusion(tree, { ...claim, root: flipped(claim.root) }), about).toBe(false);
        expect(verifyInclusion(tree, { ...claim, path: [...path, root(1)] }), about).toBe(false);
        expect(verifyInclusion(tree, { ...claim, index: size }), about).toBe(false);
        for (let other = 0; other < size; other += 1) {
          if (other !== index) expect(verifyInclusion(tree, { ...claim, index: other }), `${about} as ${other}`).toBe(false);
        }
        for (const [place, hash] of path.entries()) {
          expect(verifyInclusion(tree, { ...claim, path: path.with(place, flipped(hash)) }), about).toBe(false);
          expect(verifyInclusion(tree, { ...claim, path: path.toSpliced(place, 1) }), about).toBe(false);
        }
      }
    }
  });
});

describe(`consistency, all pairs of sizes up to ${most}`, () => {
  test('each is proven, and for no other pair of roots', () => {
    for (let second = 0; second <= most; second += 1) {
      for (let first = 0; first <= second; first += 1) {
        const path = proofOf(tree, consistencyParts(first, second), stored);
        const claim = { first, second, firstRoot: root(first), secondRoot: root(second), path };
        const about = `${first} to ${second}`;
        expect(verifyConsistency(tree, claim), about).toBe(true);
        expect(verifyConsistency(tree, { ...claim, firstRoot: flipped(claim.firstRoot) }), about).toBe(false);
        expect(verifyConsistency(tree, { ...claim, path: [...path, root(1)] }), about).toBe(false);
        if (first === 0) continue; // anything continues the empty tree
        expect(verifyConsistency(tree, { ...claim, secondRoot: flipped(claim.secondRoot) }), about).toBe(false);
        if (first < second) expect(verifyConsistency(tree, { ...claim, path: [] }), about).toBe(false);
        for (const [place, hash] of path.entries()) {
          expect(verifyConsistency(tree, { ...claim, path: path.with(place, flipped(hash)) }), about).toBe(false);
          expect(verifyConsistency(tree, { ...claim, path: path.toSpliced(place, 1) }), about).toBe(false);
        }
      }
    }
  });
  test('a tree does not continue a longer one', () => {
    expect(verifyConsistency(tree, { first: 5, second: 4, firstRoot: root(5), secondRoot: root(4), path: [] })).toBe(false);
  });
});

test('a leaf cannot be passed off as a node, nor a node as a leaf', () => {
  const [left, right] = [tree.leaf(Buffer.from('a')), tree.leaf(Buffer.from('b'))];
  expect(hex(tree.leaf(Buffer.concat([left, right])))).not.toBe(hex(tree.node(left, right)));
});

test('places beyond 2^31 are not cut off by bit operations', () => {
  const size = 2 ** 40 + 3;
  const inside = inclusionParts(2 ** 40 + 1, size);
  expect(inside).toEqual([[{ level: 0, index: 2 ** 40 }], [{ level: 0, index: 2 ** 40 + 2 }], [{ level: 40, index: 0 }]]);
  expect(consistencyParts(2 ** 40, size)).toEqual([
    [
      { level: 1, index: 2 ** 39 },
      { level: 0, index: 2 ** 40 + 2 },
    ],
  ]);
});
