import { sql } from 'kysely';
import type { CompactRange } from '#contracts/audit/merkle-tree.ts';
import { appendLeaf, emptyRange, rootOf } from '#contracts/audit/merkle-tree.ts';
import { beforeFirstLeaf } from '#contracts/audit/entry.ts';
import type { Db } from '../store/index.ts';
import type { LogHead, NewNode } from './append.ts';
import { levelsPerStep } from './append.ts';
import type { SignedCheckpoint } from './checkpoints.ts';
import type { EntryRow } from './entries.ts';
import { entryColumns, entryOf, isEntry } from './entries.ts';
import type { Finding, Findings } from './findings.ts';
import { digestOf, leafHashOf, leafTextOf, tree } from './hashing.ts';
import { centreLog } from './log-name.ts';

/** Rows in memory at once. */
const pageSize = 4_000;

/** A checkpoint and where it was found, for people. */
export interface Witness extends SignedCheckpoint {
  readonly where: string;
}

interface LeafRow extends Partial<EntryRow> {
  readonly leaf_index: number;
  readonly leaf_terminal: string;
  readonly entry_id: string;
  readonly prev_hash: Buffer;
  readonly leaf_hash: Buffer;
}

interface Walk {
  range: CompactRange;
  /** Stored hash of the leaf before, and which entry that was. */
  last: { readonly hash: Buffer; readonly row: LeafRow | undefined };
  /** Size up to which a checkpoint has agreed. */
  agreed: number;
  /** A place is missing: from there on no root can be computed. */
  gap: boolean;
  nodes: NewNode[];
}

/**
 * Reads the log from its first entry to its last, in pages, and computes every leaf, the chain and the tree anew.
 * @param witnesses by size, ascending. @returns where the log ends.
 */
export async function verifyLeaves(db: Db, witnesses: readonly Witness[], findings: Findings): Promise<LogHead> {
  const walk: Walk = {
    range: emptyRange,
    last: { hash: Buffer.from(beforeFirstLeaf, 'hex'), row: undefined },
    agreed: 0,
    gap: false,
    nodes: [],
  };
  const waiting = [...witnesses];
  for (;;) {
    const page = await readPage(db, walk.range.size);
    for (const row of page) {
      visit(walk, row, findings);
      while (waiting[0] && waiting[0].checkpoint.size <= walk.range.size) askWitness(walk, waiting.shift(), findings);
    }
    await compareNodes(db, walk, findings);
    if (page.length < pageSize) break;
  }
  for (const witness of waiting) {
    const { size } = witness.checkpoint;
    findings.add({ is: 'cut', index: walk.range.size, end: size, where: witness.where });
  }
  return { range: walk.range, lastLeaf: walk.last.hash };
}

async function readPage(db: Db, from: number): Promise<readonly LeafRow[]> {
  const found = await sql<LeafRow>`
    SELECT l.leaf_index, l.terminal_id AS leaf_terminal, l.entry_id, l.prev_hash, l.leaf_hash, ${entryColumns}
    FROM (SELECT * FROM audit_leaf WHERE log = ${centreLog} AND leaf_index >= ${from} ORDER BY leaf_index LIMIT ${pageSize}) l
    LEFT JOIN audit_entry e ON e.terminal_id = l.terminal_id AND e.id = l.entry_id
    ORDER BY l.leaf_index`.execute(db);
  return found.rows;
}

function visit(walk: Walk, row: LeafRow, findings: Findings): void {
  const index = row.leaf_index;
  if (index > walk.range.size) {
    findings.add({ is: 'place-missing', index: walk.range.size, end: index });
    walk.gap = true;
  }
  const entry = isEntry(row) ? entryOf(row) : undefined;
  const hash = entry ? leafHashOf(leafTextOf(digestOf(entry), index, row.prev_hash)) : row.leaf_hash;
  const isWhole = entry !== undefined && hash.equals(row.leaf_hash);
  if (!entry) findings.add(named('entry-deleted', row));
  else if (!isWhole) findings.add(named('changed', row));
  // This one stands for itself, and says that the one before it was another one: that one and its place were changed together.
  const before = walk.last.row;
  const follows = row.prev_hash.equals(walk.last.hash);
  const isNext = index === walk.range.size;
  if (isNext && isWhole && !follows)
    findings.add(before ? named('changed', before) : { is: 'changed', index: 0, id: row.entry_id });
  walk.range = appendTo(walk, index, hash);
  walk.last = { hash: row.leaf_hash, row };
}

/** After a gap only the count goes on: the peaks stand for nothing then. */
function appendTo(walk: Walk, index: number, hash: Buffer): CompactRange {
  if (walk.gap) return { size: index + 1, peaks: walk.range.peaks };
  return appendLeaf(tree, walk.range, hash, (level, node, nodeHash) => {
    if (level % levelsPerStep === 0) walk.nodes.push({ level, index: node, hash: Buffer.from(nodeHash) });
  });
}

/** What was found before its size explains that a checkpoint differs; otherwise the difference is the finding. */
function askWitness(walk: Walk, witness: Witness | undefined, findings: Findings): void {
  if (!witness || walk.gap || findings.before(witness.checkpoint.size)) return;
  const { size, root } = witness.checkpoint;
  const isSame = size === walk.range.size && Buffer.from(rootOf(tree, walk.range)).toString('base64') === root;
  if (isSame || size === 0) walk.agreed = size;
  else findings.add({ is: 'rewritten', index: walk.agreed, end: size, where: witness.where });
}

async function compareNodes(db: Db, walk: Walk, findings: Findings): Promise<void> {
  const nodes = walk.nodes.splice(0);
  if (nodes.length === 0) return;
  const found = await sql<{ level: number; node_index: number; hash: Buffer }>`
    SELECT n.level, n.node_index, n.hash
    FROM unnest(${nodes.map(({ level }) => level)}::integer[], ${nodes.map(({ index }) => index)}::bigint[]) AS w(level, node_index)
    JOIN audit_node n ON n.log = ${centreLog} AND n.level = w.level AND n.node_index = w.node_index`.execute(db);
  const stored = new Map(found.rows.map((row) => [`${row.level}/${row.node_index}`, row.hash]));
  for (const { level, index, hash } of nodes) {
    const width = 2 ** level;
    const isSame = stored.get(`${level}/${index}`)?.equals(hash) ?? false;
    const end = (index + 1) * width;
    if (!isSame && !findings.before(end)) findings.add({ is: 'node-differs', index: index * width, end });
  }
}

function named(is: 'changed' | 'entry-deleted', row: LeafRow): Finding {
  return { is, index: row.leaf_index, id: row.entry_id, terminal: row.leaf_terminal };
}
