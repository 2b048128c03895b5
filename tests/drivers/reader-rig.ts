import { systemClock } from '#contracts/basics/system-clock.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import type { DeviceEvent } from '#contracts/devices/device.ts';
import type { IdReader } from '#contracts/devices/id-reader.ts';
import { createIdReader, idReaderDelays, type IdReaderDelays, type IdReaderOptions } from '#drivers/id-reader/driver.ts';
import { getHolder, loadHolders, type Holder } from '#drivers/id-reader/holders.ts';
import { createIdReaderSimulator, type IdReaderSimulator } from '#drivers/id-reader/simulator.ts';
import { transportFactory } from '#drivers/transport/open.ts';
import { createPtyPair, untilTrue, type PtyPair } from './pty.ts';
import { keptLog, type KeptLog } from './test-tools.ts';

/** The product's delays, shortened where a test would only wait. */
export const quickDelays: IdReaderDelays = {
  ...idReaderDelays,
  reopenMinMs: 10,
  reopenMaxMs: 40,
  pollMs: 20,
  identifyMs: 400,
  settleMs: 100,
  shortMs: 400,
  readMs: 500,
  pollTimeoutMs: 1_200,
};

export interface ReaderRig {
  readonly pty: PtyPair;
  readonly simulator: IdReaderSimulator;
  readonly reader: IdReader;
  readonly events: DeviceEvent['name'][];
  readonly states: string[];
  readonly logged: KeptLog;
  online(): Promise<void>;
  end(): Promise<void>;
}

const holders = loadHolders();

export function person(key: string): Holder {
  return getHolder(holders, key);
}

/** A reader driver and a simulated reader on the two ends of a real pty. */
export async function createReaderRig(options: Partial<IdReaderOptions> & { readonly clock?: Clock } = {}): Promise<ReaderRig> {
  const clock = options.clock ?? systemClock;
  const pty = await createPtyPair();
  const simulator = createIdReaderSimulator({ path: pty.deviceEnd, clock });
  await simulator.start();
  const logged = keptLog();
  const reader = createIdReader({
    id: 'id-reader',
    openTransport: transportFactory({ path: pty.driverEnd, baudRate: 115_200 }, clock),
    clock,
    log: logged.log,
    delays: quickDelays,
    ...options,
  });
  const events: DeviceEvent['name'][] = [];
  const states: string[] = [];
  reader.onEvent((event) => events.push(event.name));
  reader.onStatus((status) => states.push(status.device));
  await reader.start();
  return {
    pty,
    simulator,
    reader,
    events,
    states,
    logged,
    online: () => untilTrue(() => reader.status().device === 'online'),
    async end() {
      await reader.stop();
      await simulator.stop();
      await pty.remove();
    },
  };
}
