import type { Clock } from '#contracts/basics/clock.ts';
import { createSerialTransport } from '../transport/serial.ts';
import type { Transport } from '../transport/transport.ts';

export interface SimulatorPort {
  /** Settles when the line is open for the first time. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Dropped while the line is away, as a device that nobody listens to drops its words. */
  send(bytes: Uint8Array): Promise<void>;
  attached(): boolean;
}

const delays = { reopenMs: 20, writeMs: 5_000 };

/** The device's end of a pty: opened, and opened again each time the line was cut and put back. */
export function createSimulatorPort(options: {
  readonly path: string;
  readonly clock: Clock;
  onBytes(bytes: Uint8Array): void;
  /** The line hung up; a device that takes its power from it starts afresh. */
  onDetached?(): void;
}): SimulatorPort {
  const { path, clock } = options;
  let transport: Transport | undefined;
  let running = false;
  let cancelReopen: () => void = () => undefined;
  let opening: Promise<void> = Promise.resolve();

  async function attach(): Promise<void> {
    const fresh = createSerialTransport({ path, baudRate: 115_200 }, clock);
    fresh.onData((bytes) => options.onBytes(bytes));
    fresh.onGone(() => {
      transport = undefined;
      options.onDetached?.();
      reopenLater();
    });
    const opened = await fresh.open();
    if (!opened.ok) return reopenLater();
    transport = fresh;
    if (!running) await fresh.close();
  }

  function reopenLater(): void {
    if (!running) return;
    cancelReopen = clock.after(delays.reopenMs, () => {
      opening = attach();
    });
  }

  return {
    async start() {
      if (running) return;
      running = true;
      opening = attach();
      await opening;
    },
    async stop() {
      running = false;
      cancelReopen();
      await opening;
      await transport?.close();
    },
    async send(bytes) {
      await transport?.write(bytes, delays.writeMs);
    },
    attached: () => transport !== undefined,
  };
}
