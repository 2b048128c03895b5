import { spawn, type ChildProcess } from 'node:child_process';
import type { Clock } from '#contracts/basics/clock.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';

/** The photo as the card has it. */
export const wltBytes = 1_024;
/** 102 × 126 pixels of three bytes, what a decoder must write. */
export const photoBytes = 102 * 126 * 3;

/** Why there is no picture: no decoder can be run, it failed, or it did not end in time. */
export type UndecodableReason = 'noDecoder' | 'decoderFailed' | 'decoderTimeout';

/**
 * Turns a card's compressed photo into pixels. The only known decoders are closed libraries of the readers' makers, which may
 * crash or hang: so a decoder is a command that runs in a process of its own.
 */
export interface WltDecoder {
  /** 1,024 bytes in; RGB, row by row from the top left, out. Never rejects. */
  decode(wlt: Uint8Array): Promise<Result<Uint8Array, UndecodableReason>>;
}

export interface WltDecoderOptions {
  /** Program and arguments. It gets the photo on stdin and writes exactly 38,556 bytes to stdout. */
  readonly command: readonly string[];
  readonly clock: Clock;
  readonly delays?: { readonly decodeMs: number };
  /** The environment of the command; left out = our own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const wltDecoderDelays = { decodeMs: 5_000 };

export function createWltDecoder(options: WltDecoderOptions): WltDecoder {
  const { clock, delays = wltDecoderDelays } = options;
  return {
    decode: (wlt) =>
      new Promise((done) => {
        const child = begin(options);
        if (!child) return done(err('noDecoder'));
        const chunks: Buffer[] = [];
        let received = 0;
        const settle = (result: Result<Uint8Array, UndecodableReason>): void => {
          cancel();
          endGroup(child);
          done(result);
        };
        const cancel = clock.after(delays.decodeMs, () => settle(err('decoderTimeout')));
        child.once('error', (cause: NodeJS.ErrnoException) => {
          settle(err(cause.code === 'ENOENT' || cause.code === 'EACCES' ? 'noDecoder' : 'decoderFailed'));
        });
        child.once('close', (exitCode) => {
          settle(exitCode === 0 && received === photoBytes ? ok(Buffer.concat(chunks)) : err('decoderFailed'));
        });
        child.stdout?.on('data', (chunk: Buffer) => {
          received += chunk.length;
          if (received > photoBytes) settle(err('decoderFailed'));
          else chunks.push(chunk);
        });
        // A command that ends without reading breaks the pipe; its exit tells what matters.
        child.stdin?.on('error', () => undefined);
        child.stdin?.end(wlt);
      }),
  };
}

function begin(options: WltDecoderOptions): ChildProcess | undefined {
  const [program, ...args] = options.command;
  if (!program) return undefined;
  try {
    // A group of its own, so that a wrapper script and the library under it end together.
    const env = options.env ? { env: { ...options.env } } : {};
    return spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], detached: true, ...env });
  } catch {
    return undefined;
  }
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself in this moment.
  }
}
