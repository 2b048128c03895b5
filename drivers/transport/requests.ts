import type { Clock } from '#contracts/basics/clock.ts';
import type { CommandOptions } from '#contracts/devices/device.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import { lineFault, type LineFault } from './transport.ts';

/** One command's right to use the line: it ends at its deadline, when its caller cancels, or when the command is done. */
export interface Request {
  readonly id: number;
  remainingMs(): number;
  /** Why the right ended, or undefined while it lasts. */
  over(): LineFault | undefined;
  /** Tells once when the right ends early; the returned function forgets the listener. */
  onOver(listener: (fault: LineFault) => void): () => void;
  done(): void;
}

export function createRequest(id: number, options: CommandOptions, clock: Clock): Request {
  const endsAt = clock.monotonic() + options.timeoutMs;
  const listeners = new Set<(fault: LineFault) => void>();
  let fault: LineFault | undefined;

  function end(why: LineFault): void {
    if (fault) return;
    fault = why;
    cancelTimer();
    options.signal?.removeEventListener('abort', abort);
    const told = [...listeners];
    listeners.clear();
    for (const listener of told) listener(why);
  }
  const abort = (): void => end(lineFault('canceled'));
  const cancelTimer = clock.after(options.timeoutMs, () => end(lineFault('timeOut', `not done in ${options.timeoutMs} ms`)));
  options.signal?.addEventListener('abort', abort);
  if (options.signal?.aborted) abort();

  return {
    id,
    remainingMs: () => Math.max(0, endsAt - clock.monotonic()),
    over: () => fault,
    onOver(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    done() {
      listeners.clear();
      end(lineFault('closed', 'command is over'));
    },
  };
}

export interface Turns {
  /** Waits until the line is free or the request is over; the value gives the turn back and may be called twice. */
  take(request: Request): Promise<Result<() => void, LineFault>>;
}

/** One command at a time, first come first served. */
export function createTurns(): Turns {
  const waiting: (() => void)[] = [];
  let taken = false;

  function turn(): () => void {
    let mine = true;
    return () => {
      if (!mine) return;
      mine = false;
      taken = false;
      waiting.shift()?.();
    };
  }

  return {
    take(request) {
      const over = request.over();
      if (over) return Promise.resolve(err(over));
      if (!taken) {
        taken = true;
        return Promise.resolve(ok(turn()));
      }
      return new Promise((done) => {
        const forget = request.onOver((fault) => {
          waiting.splice(waiting.indexOf(go), 1);
          done(err(fault));
        });
        function go(): void {
          forget();
          taken = true;
          done(ok(turn()));
        }
        waiting.push(go);
      });
    },
  };
}
