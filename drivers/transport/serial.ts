import { SerialPort } from 'serialport';
import type { Clock } from '#contracts/basics/clock.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import { createPendingWrites } from './pending-writes.ts';
import { openFault, serialFault } from './serial-fault.ts';
import { lineFault, type LineFault, type Transport } from './transport.ts';

const delays = { hangUpCheckMs: 100 };

export interface SerialConfig {
  readonly path: string;
  /** Bits per second; a pty ignores it. */
  readonly baudRate: number;
}

/**
 * A serial port with 8N1 as a `Transport`. What serialport 13 does by itself and must not reach a driver:
 * - `write` on a closed port is kept and sent after the next open: never written unless open, and one SerialPort per connection;
 * - a paused port never reports a hang-up: the stream flows from the first moment;
 * - a hang-up in the middle of a read makes its reader spin on empty reads and never report it (the tty layer answers 0 bytes):
 *   the handle itself is asked every `hangUpCheckMs`;
 * - `close` may come twice, with or without an error: `gone` is told once;
 * - a device that stops reading blocks a write for ever: each write has a deadline and ends the connection when it passes.
 * Modem lines (DTR, RTS) are left alone: ptys and some adapters refuse them.
 */
export function createSerialTransport(config: SerialConfig, clock: Clock): Transport {
  // `lock` takes TIOCEXCL: a second process that opens the same port is refused instead of stealing every other byte.
  const port = new SerialPort({ path: config.path, baudRate: config.baudRate, autoOpen: false, lock: true });
  const writes = createPendingWrites(clock, end);
  let onData: (bytes: Uint8Array) => void = () => undefined;
  let onGone: (fault: LineFault) => void = () => undefined;
  let opened = false;
  let ended: LineFault | undefined;
  let opening: Promise<void> | undefined;
  let closing: Promise<void> | undefined;
  let cancelCheck: () => void = () => undefined;

  /** Reading the modem lines fails with EIO on a handle that hung up, and with something else (ENOTTY on a pty) on a good one. */
  function checkForHangUp(): void {
    cancelCheck = clock.after(delays.hangUpCheckMs, () => {
      port.get((cause) => {
        const fault = cause ? serialFault(cause) : undefined;
        if (fault?.kind === 'gone' || fault?.kind === 'notFound') end(lineFault('gone', fault.raw));
        else if (!ended) checkForHangUp();
      });
    });
  }

  function end(fault: LineFault): void {
    if (ended) return;
    ended = fault;
    cancelCheck();
    writes.failAll(fault);
    if (opened) onGone(fault);
    void release();
  }

  function release(): Promise<void> {
    closing ??= (async () => {
      await opening;
      if (!port.isOpen) return;
      // Bytes that the device did not take yet must not come out later; a hung-up port refuses the flush, which is fine.
      await new Promise<void>((done) => port.flush(() => done()));
      if (port.isOpen) await new Promise<void>((done) => port.close(() => done()));
    })();
    return closing;
  }

  port.on('data', (bytes: Buffer) => {
    if (!ended) onData(bytes);
  });
  port.on('error', (cause: unknown) => end(serialFault(cause)));
  port.on('end', () => end(lineFault('gone', 'end of stream')));
  port.on('close', (cause: unknown) => end(cause ? serialFault(cause, 'gone') : lineFault('gone', 'port closed')));

  return {
    onData(listener) {
      onData = listener;
    },
    onGone(listener) {
      onGone = listener;
    },
    async open() {
      const result = new Promise<Result<void, LineFault>>((done) => {
        port.open((cause) => done(cause ? err(openFault(cause)) : ok()));
      });
      opening = result.then(() => undefined);
      const answer = await result;
      if (ended) {
        await release();
        return err(ended);
      }
      if (answer.ok) {
        opened = true;
        checkForHangUp();
      }
      return answer;
    },
    write(bytes, deadlineMs) {
      if (ended) return Promise.resolve(err(ended));
      if (!opened || !port.isOpen) return Promise.resolve(err(lineFault('closed', 'port is not open')));
      return writes.run(deadlineMs, (answered) => {
        port.write(bytes, (cause) => answered(cause ? serialFault(cause, 'gone') : undefined));
      });
    },
    async close() {
      end(lineFault('closed', 'closed by us'));
      await release();
    },
  };
}
