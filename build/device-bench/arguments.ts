import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { LineConfig } from '#drivers/transport/open.ts';

export const usage = `npm run device -- <class> --port PORT [--baud N] [--timeout-ms N] <command>

  id-reader        status | read | watch            read waits 3 s for a card
  receipt-printer  status | print FILE | watch      FILE: UTF-8 text, or - for stdin
  camera           status                           the device node only; its picture is checked on the screen
  list                                              serial ports and HID devices of this machine

  --port           /dev/ttyUSB0, any other path, or tcp:HOST:PORT
  --baud           115200 unless given
  --timeout-ms     how long one command may take (read 60000, others 20000, print 100 more a line); watch goes on until
                   Ctrl-C unless given

One JSON object per result on stdout. Exit 0: done, 1: not done (the object says why), 2: called wrongly.
Add --silent after "npm run" to have nothing else on stdout.
`;

export type BenchCommand =
  | { readonly kind: 'list' }
  | { readonly kind: 'camera'; readonly port: string }
  | {
      readonly kind: 'reader';
      readonly what: 'status' | 'read' | 'watch';
      readonly line: LineConfig;
      readonly timeoutMs: number | undefined;
    }
  | {
      readonly kind: 'printer';
      readonly what: 'status' | 'watch';
      readonly line: LineConfig;
      readonly timeoutMs: number | undefined;
    }
  | { readonly kind: 'print'; readonly file: string; readonly line: LineConfig; readonly timeoutMs: number | undefined };

/** What was asked for, or one sentence on what is wrong with the call. */
export function parseCommand(args: readonly string[]): Result<BenchCommand, string> {
  let given;
  try {
    given = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { port: { type: 'string' }, baud: { type: 'string' }, 'timeout-ms': { type: 'string' } },
    });
  } catch (cause) {
    return err(cause instanceof Error ? cause.message : String(cause));
  }
  const [cls, what = '', ...rest] = given.positionals;
  if (cls === 'list') return ok({ kind: 'list' });
  if (cls === undefined || !['id-reader', 'receipt-printer', 'camera'].includes(cls)) return err('which device class?');
  const { port } = given.values;
  if (port === undefined || port === '') return err('--port is missing');
  const baudRate = positive(given.values.baud ?? '115200');
  if (baudRate === undefined) return err('--baud is a number');
  const limit = given.values['timeout-ms'];
  const timeoutMs = limit === undefined ? undefined : positive(limit);
  if (limit !== undefined && timeoutMs === undefined) return err('--timeout-ms is a number above 0');
  const extra = what === 'print' ? rest.slice(1) : rest;
  if (extra.length > 0) return err(`too many words: ${extra.join(' ')}`);
  const line = lineOf(port, baudRate);
  if (!line) return err('a TCP port is written tcp:HOST:PORT');
  if (cls === 'camera') return what === 'status' ? ok({ kind: 'camera', port }) : err('a camera has status only');
  if (cls === 'id-reader') {
    if (what !== 'status' && what !== 'read' && what !== 'watch') return err('an id-reader has status, read and watch');
    return ok({ kind: 'reader', what, line, timeoutMs });
  }
  if (what === 'status' || what === 'watch') return ok({ kind: 'printer', what, line, timeoutMs });
  if (what !== 'print') return err('a receipt-printer has status, print FILE and watch');
  const [file] = rest;
  return file === undefined ? err('print which file?') : ok({ kind: 'print', file, line, timeoutMs });
}

function positive(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

function lineOf(port: string, baudRate: number): LineConfig | undefined {
  if (!port.startsWith('tcp:')) return { path: port, baudRate };
  const found = /^tcp:(?:\/\/)?(.+):(\d{1,5})$/.exec(port);
  const [, host = '', digits = ''] = found ?? [];
  const number = Number(digits);
  return found && number >= 1 && number <= 65_535 ? { host: host.replace(/^\[(.*)\]$/, '$1'), port: number } : undefined;
}
