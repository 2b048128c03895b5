import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { ReceiptLine, ReceiptPrinter } from '#contracts/devices/printers.ts';
import { createReceiptPrinter } from '#drivers/receipt-printer/driver.ts';
import { transportFactory } from '#drivers/transport/open.ts';
import { oddPrinter, type OddDevice } from './odd-devices.ts';
import { createPtyPair, untilTrue, type PtyPair } from './pty.ts';
import { keptLog, type KeptLog } from './test-tools.ts';

let pty: PtyPair;
let device: OddDevice;
let printer: ReceiptPrinter;
let logged: KeptLog;

beforeEach(async () => {
  pty = await createPtyPair();
  logged = keptLog();
  printer = createReceiptPrinter({
    id: 'receipt-printer',
    openTransport: transportFactory({ path: pty.driverEnd, baudRate: 115_200 }, systemClock),
    clock: systemClock,
    log: logged.log,
    delays: { pollMs: 20, answerMs: 800, resyncMs: 900, perByteMs: 0.05, watchMs: 100, dotsPerSecond: 400, cutMs: 10 },
  });
});
afterEach(async () => {
  await printer.stop();
  await device.remove();
  await pty.remove();
});

async function meet(...parts: Parameters<typeof oddPrinter> extends [string, ...infer Rest] ? Rest : never): Promise<void> {
  device = await oddPrinter(pty.deviceEnd, ...parts);
  await printer.start();
}

const good = [0x12, 0x12, 0x12, 0x12];
const slip: readonly ReceiptLine[] = [{ kind: 'text', text: '回执' }, { kind: 'text', text: '完' }, { kind: 'cut' }];
const generous = { timeoutMs: 15_000 };
/** Automatic status back (GS a): four bytes, none of which looks like an answer to DLE EOT. */
const automatic = { bytes: [0x14, 0x00, 0x00, 0x0f], everyMs: 5 };

const answered = (): boolean => printer.status().device !== 'starting';
const printed = (): boolean => Buffer.from(device.heard).includes(Buffer.of(0x1b, 0x40));

test('a printer that never stops telling its status by itself prints to the end', async () => {
  await meet(good, automatic);
  await untilTrue(() => printer.status().device === 'online');
  expect(await printer.print(slip, generous)).toMatchObject({ code: 'success' });
});

test('one that tells its status by itself and answers nothing does not answer', async () => {
  await meet([], automatic);
  await untilTrue(answered);
  expect(printer.status().device).toBe('offline');
  expect(await printer.print(slip, generous)).toMatchObject({ errorCode: 'PRN-001', raw: 'before the first byte: no answer' });
  expect(printed()).toBe(false);
});

test.each([
  [1, { paper: 'low', cover: 'closed', cutter: 'ok' }],
  [2, { paper: 'low', cover: 'unknown', cutter: 'ok' }],
  [3, { paper: 'low', cover: 'closed', cutter: 'unknown' }],
  [4, { paper: 'unknown', cover: 'closed', cutter: 'ok' }],
])('one that does not know DLE EOT %i shows what it tells, stays offline and prints nothing', async (unknown, detail) => {
  await meet([0x12, 0x12, 0x12, 0x1e].map((byte, i) => (i + 1 === unknown ? undefined : byte)));
  await untilTrue(() => Object.values(printer.status().detail).some((part) => part !== 'unknown'));
  expect(printer.status()).toMatchObject({ device: 'offline', detail });
  const raw = `before the first byte: no answer to DLE EOT ${unknown}`;
  expect(await printer.print(slip, generous)).toMatchObject({ code: 'deviceNotReady', errorCode: 'PRN-001', raw });
  expect(printed()).toBe(false);
});

test('a fault is believed from a printer that answers only some of the questions', async () => {
  await meet([0x1a, 0x16, undefined, 0x12]);
  await untilTrue(() => printer.status().detail.cover === 'open');
  expect(await printer.print(slip, generous)).toMatchObject({ errorCode: 'PRN-004', error: 'coverOpen' });
});

test('a printer that says that it is off line is offline in its own words', async () => {
  await meet([0x1a, 0x12, 0x12, 0x12]);
  await untilTrue(() => printer.status().device === 'offline');
  expect(logged.lines).toMatchObject([{ fields: { state: 'offline', raw: '1a 12 12 12' } }]);
});
