import { parseArgs } from 'node:util';
import pino from 'pino';
import type { Log } from '#contracts/log/events.ts';
import { logEvents } from '#contracts/log/events.ts';

/** What every stand-in is started with. */
export interface StandInOptions {
  /** Folder of keys and secrets, shared with the centre; development only. */
  readonly keys: string;
  /** JSON file that keeps what was accepted over a restart; absent = memory. */
  readonly state: string | undefined;
  readonly people: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly controlPort: number;
  readonly jsonReady: boolean;
  /** Where the centre listens for this partner's reports; absent = none are sent until the control port says where to. */
  readonly callbackUrl: string | undefined;
  /** Which of several accounts at the same kind of partner it plays; absent = the first. */
  readonly account: string | undefined;
}

/** @param more flags that one stand-in reads itself. */
export function readStandInOptions(more: Readonly<Record<string, { readonly type: 'string' }>> = {}): StandInOptions {
  const { values } = parseArgs({
    options: {
      ...more,
      keys: { type: 'string' },
      state: { type: 'string' },
      people: { type: 'string', default: new URL('../../assets/demo/people.json', import.meta.url).pathname },
      port: { type: 'string', default: '0' },
      'control-port': { type: 'string', default: '0' },
      'json-ready': { type: 'boolean', default: false },
      'callback-url': { type: 'string' },
      account: { type: 'string' },
    },
  });
  if (values.keys === undefined) throw new Error('--keys DIR is missing: the folder of keys that the centre uses too');
  return {
    keys: values.keys,
    state: values.state,
    people: values.people,
    port: Number(values.port),
    controlPort: Number(values['control-port']),
    jsonReady: values['json-ready'],
    callbackUrl: values['callback-url'],
    account: values.account,
  };
}

/** Log lines of a stand-in go to stderr; stdout is for the one line that says it is ready. */
export function standInLog(): Log {
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
  return (event, fields) => logger[logEvents[event].level]({ event, ...fields });
}

/** Says where it listens and ends on SIGTERM and SIGINT. */
export function announce(
  name: string,
  ports: { port: number; controlPort: number },
  jsonReady: boolean,
  close: () => Promise<void>,
): void {
  const text = jsonReady
    ? JSON.stringify({ ready: true, name, ...ports })
    : `${name}: http://127.0.0.1:${ports.port} · control http://127.0.0.1:${ports.controlPort}`;
  process.stdout.write(`${text}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void close().then(() => process.exit(0)));
  }
}
