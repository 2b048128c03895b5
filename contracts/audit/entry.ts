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

/*
 * Three texts, each with the SHA-256 of the one before in it: what is withheld, the entry, the leaf. All are canonical JSON
 * (`basics/canonical-json.ts`); their members are written down in that order here, which saves sorting them half a million times.
 */

/**
 * The members that stay with the centre, for they would tell one person's entries from another's. Their hash cannot be tried out: the
 * keyed hash of a person and the id of a visit are as hard to guess as a key.
 */
export function withheldText({ id, person, purpose, session, subject, verification }: AuditEntry): string {
  return JSON.stringify({ id, person, purpose, session, subject, verification });
}

/** The entry as it may be shown to anybody. @param withheld hash of `withheldText`, hex. */
export function entryText(entry: AuditEntry, withheld: string): string {
  const { action, actor, at, data, id, outcome, source, terminal } = entry;
  return JSON.stringify({ action, actor, at, data, id, outcome, source, terminal, v: 1, withheld });
}

/**
 * An entry at its place: the leaf of the tree is the hash over a zero byte and this text in UTF-8.
 * @param entry hash of `entryText`, hex. @param prev hash of the leaf before, hex; of the first one `beforeFirstLeaf`.
 */
export function leafText(entry: string, index: number, prev: string): string {
  return `{"entry":"${entry}","index":${index},"prev":"${prev}","v":1}`;
}

export const beforeFirstLeaf = '0'.repeat(64);
