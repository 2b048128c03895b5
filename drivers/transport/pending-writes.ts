import type { Clock } from '#contracts/basics/clock.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import { lineFault, type LineFault } from './transport.ts';

export interface PendingWrites {
  /** Starts one write; `begin` gets the callback that the operating system's answer goes to. */
  run(deadlineMs: number, begin: (answered: (fault?: LineFault) => void) => void): Promise<Result<void, LineFault>>;
  /** Settles every write under way with `fault`; later answers of the operating system are ignored. */
  failAll(fault: LineFault): void;
}

/** Each write with its own deadline: a device that stops reading would otherwise hold its writer for ever. */
export function createPendingWrites(clock: Clock, onDeadline: (fault: LineFault) => void): PendingWrites {
  const pending = new Set<(fault?: LineFault) => void>();
  return {
    run(deadlineMs, begin) {
      return new Promise((done) => {
        const cancel = clock.after(deadlineMs, () => onDeadline(lineFault('timeOut', `write not taken in ${deadlineMs} ms`)));
        const settle = (fault?: LineFault): void => {
          cancel();
          if (pending.delete(settle)) done(fault ? err(fault) : ok());
        };
        pending.add(settle);
        begin(settle);
      });
    },
    failAll(fault) {
      for (const settle of pending) settle(fault);
    },
  };
}
