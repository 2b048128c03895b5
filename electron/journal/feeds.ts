import type { CodedError } from '#contracts/basics/error-codes.ts';
import type { Result } from '#contracts/basics/result.ts';
import type { FeedEntry } from '#contracts/sync/wire.ts';
import type { Store } from './store.ts';

/** One thing of a stream as it stands: the newest `put` of its key. */
export interface FeedItem {
  readonly key: string;
  readonly pos: number;
  /** Canonical JSON text, as it was verified. */
  readonly payload: string;
}

export type VerifiedEntry = Pick<FeedEntry, 'key' | 'op' | 'pos' | 'payload'>;

/**
 * Takes over entries and moves the cursor in one transaction: after a crash neither is ahead of the other. `snapshot`:
 * the entries are all there is, whatever else was known is dropped.
 */
export function applyFeed(
  store: Store,
  stream: string,
  entries: readonly VerifiedEntry[],
  next: number,
  snapshot: boolean,
): Result<void, CodedError> {
  return store.write((sql) => {
    if (snapshot) sql.clearFeed.run(stream);
    for (const { key, op, pos, payload } of entries) {
      if (op === 'put') sql.putFeed.run({ stream, key, pos, payload });
      else sql.dropFeed.run(stream, key);
    }
    sql.moveCursor.run(stream, next);
  });
}
