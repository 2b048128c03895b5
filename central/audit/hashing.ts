import { hash } from 'node:crypto';
import type { AuditEntry } from '#contracts/audit/entry.ts';
import { leafText } from '#contracts/audit/entry.ts';
import type { TreeHash } from '#contracts/audit/merkle-tree.ts';
import { treeHash } from '#contracts/audit/merkle-tree.ts';
import { publicTextOf } from '../store/index.ts';

/** The tree's hashing, on this machine's SHA-256. */
export const tree: TreeHash = treeHash((bytes) => hash('sha256', bytes, 'buffer'));

/** The text of an entry at its place. @param digest hash of the entry's public text; @param prev hash of the leaf before. */
export function leafTextOf(digest: Buffer, index: number, prev: Buffer): string {
  return leafText(digest.toString('hex'), index, prev.toString('hex'));
}

export function digestOf(entry: AuditEntry): Buffer {
  return hash('sha256', publicTextOf(entry), 'buffer');
}

/** `tree.leaf` of the text in UTF-8, where the first byte of a leaf is U+0000. */
export function leafHashOf(text: string): Buffer {
  return hash('sha256', `\0${text}`, 'buffer');
}
