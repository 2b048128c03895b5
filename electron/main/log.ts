import fs from 'node:fs';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Log } from '#contracts/log/events.ts';
import { logEvents } from '#contracts/log/events.ts';

/**
 * The shell's log: one JSON object a line, `{time, event, level, from: "shell", ...fields}`, to stderr and to `file` if given.
 * A log that cannot be written never stops the terminal: the line is lost.
 */
export function makeLog(clock: Clock, file?: string): Log {
  return (event, fields = {}) => {
    const line = JSON.stringify({ time: instantOf(clock.now()), event, level: logEvents[event].level, from: 'shell', ...fields });
    writeQuietly(() => process.stderr.write(`${line}\n`));
    if (file !== undefined) writeQuietly(() => fs.appendFileSync(file, `${line}\n`, { mode: 0o600 }));
  };
}

function writeQuietly(write: () => void): void {
  try {
    write();
  } catch {
    // a full disk or a closed terminal; the device and journal logs of the host tell the same story
  }
}
