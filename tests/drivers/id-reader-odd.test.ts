import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { Status } from '#contracts/devices/device.ts';
import type { IdReader } from '#contracts/devices/id-reader.ts';
import { createIdReader } from '#drivers/id-reader/driver.ts';
import { transportFactory } from '#drivers/transport/open.ts';
import { babbler, oddReader, oddSamId, type OddDevice } from './odd-devices.ts';
import { createPtyPair, untilTrue, type PtyPair } from './pty.ts';
import { quickDelays } from './reader-rig.ts';
import { keptLog, type KeptLog } from './test-tools.ts';

let pty: PtyPair;
let device: OddDevice | undefined;
let reader: IdReader;
let logged: KeptLog;
let seen: Status<'idReader'>[];

beforeEach(async () => {
  pty = await createPtyPair();
  logged = keptLog();
  seen = [];
  reader = createIdReader({
    id: 'id-reader',
    openTransport: transportFactory({ path: pty.driverEnd, baudRate: 115_200 }, systemClock),
    clock: systemClock,
    log: logged.log,
    delays: { ...quickDelays, identifyMs: 800, shortMs: 800, pollTimeoutMs: 4_000 },
  });
  reader.onStatus((status) => seen.push(status));
});
afterEach(async () => {
  await reader.stop();
  await device?.remove();
  await pty.remove();
});

describe('a reader that answers the question for its SAM id', () => {
  it('with some other word each time is served without one', async () => {
    device = await oddReader(pty.deviceEnd, 'always 24');
    await reader.start();
    await untilTrue(() => reader.status().device === 'online');
    expect(reader.status().detail).toEqual({ media: 'present', sam: 'ok' });
  });

  it('with another word once is asked again, and has its id', async () => {
    device = await oddReader(pty.deviceEnd, [0x24]);
    await reader.start();
    await untilTrue(() => reader.status().device === 'online');
    expect(reader.status().detail.samId).toBe(oddSamId);
  });

  it('with "request garbled" is asked until it understands', async () => {
    device = await oddReader(pty.deviceEnd, [0x10, 0x11, 0x10]);
    await reader.start();
    await untilTrue(() => reader.status().device === 'online');
    expect(reader.status().detail.samId).toBe(oddSamId);
  });
});

it('a reader that is met with a card on it is logged as online, and shown so once, on its connection', async () => {
  device = await oddReader(pty.deviceEnd, []);
  await reader.start();
  await untilTrue(() => reader.status().device === 'online' && reader.status().detail.media === 'present');
  expect(seen.map(({ device: state, epoch }) => [state, epoch])).toEqual([['online', 1]]);
  expect(logged.lines).toMatchObject([{ event: 'device.status', fields: { state: 'online', epoch: 1 } }]);
});

it('what is no reader is offline because of what it says, not because it says nothing', async () => {
  device = await babbler(pty.deviceEnd, [1, 2, 3]);
  await reader.start();
  await untilTrue(() => reader.status().device === 'offline');
  expect(logged.lines).toMatchObject([{ fields: { state: 'offline', raw: '3 bytes, no answer in them' } }]);
});
