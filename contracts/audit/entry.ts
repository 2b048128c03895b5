import { canonicalJson } from '../basics/canonical-json.ts';

/** What happened, as the centre's audit log keeps it. Ids, codes and keyed hashes: no names, numbers or contents. */
export interface AuditEntry {
  /** UUIDv7; the entry of an act has the act's own id. */
  readonly id: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Where: a terminal's name, or `centre`. */
  readonly terminal: string;
  /** Who caused it: `terminal:E0217`, `staff:<id>`, `system:<part>`, `source:<system>`. */
  readonly actor: string;
  readonly action: string;
  /** The visit, empty outside of one. */
  readonly session: string;
  /** Keyed hash of the person or party that it concerns, empty when it concerns none. */
  readonly person: string;
  /** Case number, act id or other key of the thing that it concerns. */
  readonly subject: string;
  readonly purpose: string;
  /** Method and policy by which the person was verified, `face:2026-11`, or `none`. */
  readonly verification: string;
  /** `ok` or a code of the error table. */
  readonly outcome: string;
  /** System and version that answered, where one did. */
  readonly source: string;
  /** Hash of what it is about, hex: for an act its record's hash in the terminal's chain, which the receipt's QR begins with. */
  readonly data: string;
}

/**
 * The text whose hash is the leaf: it can be shown to anybody. What would tell one person's entries from another's (person, visit,
 * case, purpose) is in it as one hash only; that cannot be tried out, for the keyed hash of the person is as secret as its key.
 * @param prev hash of the leaf before, hex, 64 zeros for the first. @param withheld hash of `withheldText`, hex.
 */
export function leafText(entry: AuditEntry, index: number, prev: string, withheld: string): string {
  const { id, at, terminal, actor, action, outcome, source, data } = entry;
  return canonicalJson({ v: 1, index, prev, id, at, terminal, actor, action, outcome, source, data, withheld });
}

/** The members that stay with the centre, as they are hashed into the leaf. */
export function withheldText({ id, session, person, subject, purpose, verification }: AuditEntry): string {
  return canonicalJson({ id, session, person, subject, purpose, verification });
}

/** `prev` of the first leaf. */
export const beforeFirstLeaf = '0'.repeat(64);
