/**
 * What a verification finds wrong. `index` and `id` name the entry where one is known; a range names what lies from `index` to before
 * `end`, when only two checkpoints say between which places it was.
 */
export interface Finding {
  readonly is: FindingKind;
  readonly index?: number;
  readonly end?: number;
  readonly terminal?: string;
  readonly id?: string;
  /** Where a checkpoint came from, or another word that helps to find it. */
  readonly where?: string;
}

export type FindingKind =
  | 'changed'
  | 'entry-deleted'
  | 'place-missing'
  | 'rewritten'
  | 'cut'
  | 'node-differs'
  | 'head-differs'
  | 'past-the-log'
  | 'vanished'
  | 'act-without-entry'
  | 'act-differs'
  | 'checkpoint-refused';

/** One sentence for people. */
export function findingText(finding: Finding): string {
  const { index, end, id, terminal, where } = finding;
  const entry = `entry ${index ?? '?'} (${id ?? 'id unknown'}${terminal === undefined ? '' : `, ${terminal}`})`;
  switch (finding.is) {
    case 'changed':
      return `${entry} was changed after it got its place`;
    case 'entry-deleted':
      return `${entry} was deleted; its place in the log is still there`;
    case 'place-missing':
      return `${placesText(index, end)} missing: places were deleted, or moved`;
    case 'rewritten':
      return `${placesText(index, end)} not what was signed (${where ?? ''}): the log was rewritten there`;
    case 'cut':
      return `${placesText(index, end)} gone: the end of the log was cut (${where ?? ''})`;
    case 'node-differs':
      return `a stored node of the tree over ${placesText(index, end).replace(/ (is|are)$/, '')} was changed`;
    case 'head-differs':
      return 'the stored head of the log does not belong to these entries';
    case 'past-the-log':
      return `the entry ${id ?? ''} (${terminal ?? ''}) has no place in the log: it was put in past the log, or its place was deleted`;
    case 'vanished':
      return `the entry ${id ?? ''} (${terminal ?? ''}) was deleted before it had its place`;
    case 'act-without-entry':
      return `the act ${id ?? ''} (${terminal ?? ''}) is settled and has no entry`;
    case 'act-differs':
      return `the act ${id ?? ''} (${terminal ?? ''}) is stored with another content than its entry says`;
    case 'checkpoint-refused':
      return `a checkpoint is not signed by this log: ${where ?? ''}`;
  }
}

function placesText(index = 0, end = index + 1): string {
  return end - index === 1 ? `entry ${index} is` : `entries ${index} to ${end - 1} are`;
}

/** Collects findings; of what follows from an earlier one only a count is kept. */
export interface Findings {
  add(finding: Finding): void;
  /** Whether something was found at a place before this one: then the tree cannot be right any more from there on. */
  before(index: number): boolean;
  /** Those with a place first, in the log's order. */
  list(): readonly Finding[];
  count(): number;
}

const listed = 20;

export function openFindings(): Findings {
  const found: Finding[] = [];
  let first = Infinity;
  let count = 0;
  return {
    add(finding) {
      count += 1;
      first = Math.min(first, finding.index ?? Infinity);
      if (found.length < listed) found.push(finding);
    },
    before: (index) => first < index,
    list: () => [...found].sort((a, b) => (a.index ?? Infinity) - (b.index ?? Infinity) || 0),
    count: () => count,
  };
}
