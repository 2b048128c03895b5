import { appendFileSync } from 'node:fs';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import { logEvents } from '#contracts/log/events.ts';
import type { Log } from '#contracts/log/events.ts';

/** One JSON line per event, to a file or to stderr. Only events of the closed list, only ids, codes and counts. `observe` sees them too. */
export function createLog(clock: Clock, source: string, file?: string, observe?: Log): Log {
  return (event, fields = {}) => {
    const line = `${JSON.stringify({ time: instantOf(clock.now()), level: logEvents[event].level, source, event, ...fields })}\n`;
    if (file) appendFileSync(file, line);
    else process.stderr.write(line);
    observe?.(event, fields);
  };
}
