import type { Clock } from '#contracts/basics/clock.ts';

/** Named one-shot timers: arming a name again replaces it, so that a visit never has two idle clocks. */
export interface Timers {
  arm(name: string, delayMs: number, fn: () => void): void;
  disarm(name: string): void;
  disarmAll(): void;
}

export function createTimers(clock: Clock): Timers {
  const running = new Map<string, () => void>();
  const disarm = (name: string): void => {
    running.get(name)?.();
    running.delete(name);
  };
  return {
    arm(name, delayMs, fn) {
      disarm(name);
      running.set(
        name,
        clock.after(delayMs, () => {
          running.delete(name);
          fn();
        }),
      );
    },
    disarm,
    disarmAll() {
      for (const name of running.keys()) disarm(name);
    },
  };
}
