import type { Clock } from '#contracts/basics/clock.ts';

/** Runs jobs one after the other. */
export function openQueue(): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const run = last.then(job, job);
    last = run.catch(() => undefined);
    return run;
  };
}

/** Runs a job again and again with pauses, until closed; `wake` cuts the pause short. */
export function repeat(
  clock: Clock,
  pauseMs: number,
  job: () => Promise<void>,
  onError: (error: unknown) => void,
): { wake(): void; close(): Promise<void> } {
  let closed = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = (): void => undefined;
  function schedule(delayMs: number): void {
    cancel();
    if (closed) return;
    cancel = clock.after(delayMs, () => {
      running = job()
        .catch(onError)
        .then(() => schedule(pauseMs));
    });
  }
  schedule(0);
  return {
    wake: () => void running.then(() => schedule(0)),
    async close() {
      closed = true;
      cancel();
      await running;
    },
  };
}
