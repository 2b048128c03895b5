/**
 * Settles at Ctrl-C or SIGTERM; the caller then ends what it started. To be called when all of that runs: handlers that libraries
 * put there meanwhile are taken away, because Playwright's ends this process before the rest has been ended.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.removeAllListeners(signal);
      process.once(signal, () => resolve());
    }
  });
}
