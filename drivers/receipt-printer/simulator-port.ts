import { SerialPort } from 'serialport';
import type { Clock } from '#contracts/basics/clock.ts';

const delays = { reopenMs: 200 };

export interface SimulatorPort {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Best effort, as a device does: when nobody is on the line the bytes are lost. */
  write(bytes: Uint8Array): void;
  /** False leaves the bytes in the line until the sender's writes stall. */
  setReading(reading: boolean): void;
}

/** The device's end of a line; it is opened again whenever the line went away. */
export function createSimulatorPort(options: {
  readonly path: string;
  readonly clock: Clock;
  readonly onData: (bytes: Uint8Array) => void;
}): SimulatorPort {
  const { path, clock, onData } = options;
  let port: SerialPort | undefined;
  let reading = true;
  let stopped = true;
  let cancelReopen = (): void => undefined;

  function open(): Promise<void> {
    // A small high-water mark, so that a pause is felt by the sender and not by 64 KB of memory here.
    const fresh = new SerialPort({ path, baudRate: 115_200, autoOpen: false, lock: false, highWaterMark: 512 });
    port = fresh;
    fresh.on('data', (bytes: Buffer) => {
      if (!stopped) onData(bytes);
    });
    fresh.on('error', () => undefined);
    fresh.once('close', reopenLater);
    if (!reading) fresh.pause();
    return new Promise((done) => {
      fresh.open((cause) => {
        if (cause) reopenLater();
        done();
      });
    });
  }

  function reopenLater(): void {
    if (stopped) return;
    cancelReopen();
    cancelReopen = clock.after(delays.reopenMs, () => void open());
  }

  return {
    async start() {
      stopped = false;
      await open();
    },
    async stop() {
      stopped = true;
      cancelReopen();
      const open = port;
      if (open?.isOpen) await new Promise<void>((done) => open.close(() => done()));
    },
    write(bytes) {
      if (port?.isOpen) port.write(bytes);
    },
    setReading(wanted) {
      reading = wanted;
      if (reading) port?.resume();
      else port?.pause();
    },
  };
}
