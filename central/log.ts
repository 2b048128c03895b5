import pino from 'pino';
import type { DestinationStream } from 'pino';
import type { Log } from '#contracts/log/events.ts';
import { logEvents } from '#contracts/log/events.ts';

/** JSON lines `{level, time, event, …}` with events of the closed list only; there is no way in for free text. */
export function openLog(destination: DestinationStream = pino.destination(2)): Log {
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    destination,
  );
  return (event, fields) => logger[logEvents[event].level]({ event, ...fields });
}
