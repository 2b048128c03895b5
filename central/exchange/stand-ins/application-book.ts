import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Clock } from '#contracts/basics/clock.ts';

export const decisionDelays = { decideAfterMs: 2_000 } as const;

interface Entry {
  readonly contentHash: string;
  readonly at: number;
  /** How often it was handed over; the effect is one. */
  calls: number;
  readonly effects: 1;
}

/** The department's own register: an application is taken once per key, and decided a moment later. */
export interface ApplicationBook {
  /** @returns false when the key is known with other content. */
  accept(key: string, body: string): boolean;
  stateOf(key: string): 'unknown' | 'received' | 'done';
  list(): Readonly<Record<string, Entry>>;
}

/** @param file keeps the register over a restart; absent = memory only. */
export function openApplicationBook(clock: Clock, file: string | undefined): ApplicationBook {
  const entries: Record<string, Entry> =
    file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Entry>) : {};

  function keep(): void {
    if (file === undefined) return;
    writeFileSync(`${file}.new`, JSON.stringify(entries), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  return {
    accept(key, body) {
      const contentHash = createHash('sha256').update(body).digest('hex');
      const known = entries[key];
      if (known && known.contentHash !== contentHash) return false;
      if (known) known.calls += 1;
      else entries[key] = { contentHash, at: clock.now(), calls: 1, effects: 1 };
      keep();
      return true;
    },
    stateOf(key) {
      const entry = entries[key];
      if (!entry) return 'unknown';
      return clock.now() - entry.at < decisionDelays.decideAfterMs ? 'received' : 'done';
    },
    list: () => entries,
  };
}
