/** How many batches are taken in at once, and how many may wait for their turn, before terminals are sent away for a moment. */
export const admissionLimits = { atOnce: 8, waiting: 64, retryAfterSeconds: 5 } as const;

/** Keeps a reconnecting fleet from piling up work: a short queue, then a plain "later". */
export interface Admission {
  /** Runs `work` in its turn. Undefined, without running it, when the queue is full. */
  run<T>(work: () => Promise<T>): Promise<T | undefined>;
}

export function openAdmission(limits: { atOnce: number; waiting: number } = admissionLimits): Admission {
  let running = 0;
  const queue: (() => void)[] = [];
  return {
    async run(work) {
      if (running >= limits.atOnce) {
        if (queue.length >= limits.waiting) return undefined;
        await new Promise<void>((resolve) => {
          queue.push(resolve);
        });
      } else running += 1;
      try {
        return await work();
      } finally {
        const next = queue.shift(); // hands its place over
        if (next) next();
        else running -= 1;
      }
    },
  };
}
