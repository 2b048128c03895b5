import type { Clock } from '#contracts/basics/clock.ts';

/** How a run went, and when the next is due. */
export interface Outcome<R> {
  readonly ok: boolean;
  readonly waitMs: number;
  readonly result: R;
}

/** Work that comes back by itself, one run at a time; its timer needs nobody to write anything. */
export interface Repeater<R> {
  /** The next run is due in `ms` at the latest. During a run: right after it, if `ms` is 0 and the run goes well. */
  runWithin(ms: number): void;
  /** A run that begins now; while one is under way, the one after it. */
  runNow(): Promise<R>;
  /** The run under way, if any. */
  running(): Promise<R> | undefined;
  /** Failed runs in a row. */
  failures(): number;
  /** No run begins any more; resolves when the last has ended. */
  stop(): Promise<void>;
}

export function createRepeater<R>(clock: Clock, work: (failures: number) => Promise<Outcome<R>>): Repeater<R> {
  let failures = 0;
  let stopped = false;
  let current: Promise<R> | undefined;
  let due: { readonly at: number; readonly cancel: () => void } | undefined;
  let again = false;

  const schedule = (ms: number) => {
    const at = clock.monotonic() + ms;
    if (stopped || (due && due.at <= at)) return;
    due?.cancel();
    due = { at, cancel: clock.after(ms, () => void run()) };
  };

  const run = (): Promise<R> => {
    due?.cancel();
    due = undefined;
    again = false;
    const one = work(failures).then((outcome) => {
      current = undefined;
      failures = outcome.ok ? 0 : failures + 1;
      schedule(again && outcome.ok ? 0 : outcome.waitMs);
      return outcome.result;
    });
    current = one;
    return one;
  };

  return {
    runWithin(ms) {
      if (current) again ||= ms === 0;
      else schedule(ms);
    },
    async runNow() {
      while (current) await current;
      return run();
    },
    running: () => current,
    failures: () => failures,
    async stop() {
      stopped = true;
      due?.cancel();
      await current;
    },
  };
}
