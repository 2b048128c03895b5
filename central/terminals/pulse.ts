import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { QueryRequest } from '#contracts/sync/queries.ts';
import type { Db } from '../store/index.ts';

const pulseDelays = { flushMs: 5_000 } as const;

/** Signs of life of the fleet: kept in memory, written together every few seconds, so that they cost no commit each. */
export interface PulseBook {
  record(terminal: string, beat: QueryRequest<'heartbeat'>): void;
  /** Terminals heard of since this process began. */
  size(): number;
  /** Writes what is new; also called by its own timer. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export function openPulseBook(db: Db, clock: Clock): PulseBook {
  const known = new Set<string>();
  let pending = new Map<string, { at: string; beat: QueryRequest<'heartbeat'> }>();
  let closed = false;

  async function flush(): Promise<void> {
    const batch = pending;
    if (batch.size === 0) return;
    pending = new Map();
    const rows = [...batch].map(([terminal, { at, beat }]) => ({
      terminal_id: terminal,
      at,
      queue: beat.queue,
      devices: JSON.stringify(beat.devices),
      version: beat.version,
      screen: beat.screen,
    }));
    await db
      .insertInto('terminal_pulse')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('terminal_id').doUpdateSet((row) => ({
          at: row.ref('excluded.at'),
          queue: row.ref('excluded.queue'),
          devices: row.ref('excluded.devices'),
          version: row.ref('excluded.version'),
          screen: row.ref('excluded.screen'),
        })),
      )
      .execute();
  }

  function again(): () => void {
    return clock.after(pulseDelays.flushMs, () => {
      // A lost write of a heartbeat mends itself with the next one.
      void flush().catch(() => undefined);
      if (!closed) cancel = again();
    });
  }
  let cancel = again();

  return {
    record(terminal, beat) {
      known.add(terminal);
      pending.set(terminal, { at: instantOf(clock.now()), beat });
    },
    size: () => known.size,
    flush,
    async close() {
      closed = true;
      cancel();
      await flush().catch(() => undefined);
    },
  };
}
