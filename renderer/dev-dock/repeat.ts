export interface Repeated {
  /** Once more without waiting; while it is being done, right afterwards. */
  readonly now: () => void;
  readonly stop: () => void;
}

/**
 * Does something again and again, `pauseMs` after it was done: a slow answer makes it rarer, and never are two under way.
 * It rests while nobody sees the page. `work` never rejects.
 */
export function repeat(pauseMs: number, work: () => Promise<void>): Repeated {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let wantedAgain = false;
  let stopped = false;

  async function run(): Promise<void> {
    if (isBusy) {
      wantedAgain = true;
      return;
    }
    clearTimeout(timer);
    isBusy = true;
    if (!document.hidden) await work();
    isBusy = false;
    if (stopped) return;
    timer = setTimeout(() => void run(), wantedAgain ? 0 : pauseMs);
    wantedAgain = false;
  }

  void run();
  return {
    now: () => void run(),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
