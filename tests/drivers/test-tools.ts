import { readdirSync } from 'node:fs';
import type { Clock } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { Log, LogEvent, LogFields } from '#contracts/log/events.ts';

export interface KeptLog {
  readonly log: Log;
  readonly lines: { readonly event: LogEvent; readonly fields: LogFields }[];
}

/** A log that the test can look into. */
export function keptLog(): KeptLog {
  const lines: { event: LogEvent; fields: LogFields }[] = [];
  return { lines, log: (event, fields = {}) => lines.push({ event, fields }) };
}

/** The machine's clock whose wall time the test can push about, as an operator or NTP does. */
export function jumpingClock(): { readonly clock: Clock; jump(ms: number): void } {
  let offset = 0;
  return {
    clock: { ...systemClock, now: () => systemClock.now() + offset },
    jump: (ms) => {
      offset += ms;
    },
  };
}

/** Open file descriptors of this process. */
export function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}
