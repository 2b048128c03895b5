import { afterEach, beforeEach, expect, test } from 'vitest';
import { untilTrue } from './pty.ts';
import { generous, longReceipt, printerBench, untilOnline, type PrinterBench } from './receipt-printer-bench.ts';

let bench: PrinterBench;
beforeEach(async () => {
  bench = await printerBench();
});
afterEach(() => bench.remove());

test('absent at the start: refused at once, served when it comes', async () => {
  await bench.pty.cut();
  await untilTrue(() => bench.printer.status().device === 'noDevice');
  expect(await bench.printer.print(longReceipt, generous)).toMatchObject({ code: 'deviceNotReady', errorCode: 'PRN-001' });
  await bench.pty.restore();
  await untilOnline(bench.printer);
  expect(await bench.printer.print(longReceipt, generous)).toMatchObject({ code: 'success' });
});

test('mute: offline, and a print is refused before its first byte', async () => {
  await untilOnline(bench.printer);
  bench.simulator.switchOn('mute');
  expect(await bench.printer.print(longReceipt, generous)).toMatchObject({ code: 'deviceNotReady', errorCode: 'PRN-001' });
  await untilTrue(() => bench.printer.status().device === 'offline');
  expect(bench.printer.status().detail).toEqual({ paper: 'unknown', cover: 'unknown', cutter: 'unknown' });
  bench.simulator.repair();
  await untilOnline(bench.printer);
  expect(bench.simulator.receipts()).toEqual([]);
});

test('an answer that comes too late does not answer the next question', async () => {
  await untilOnline(bench.printer);
  bench.simulator.switchOn('lateReplies');
  expect(await bench.printer.print(longReceipt, generous)).toMatchObject({ code: 'deviceNotReady', errorCode: 'PRN-001' });
  bench.simulator.repair();
  bench.simulator.switchOn('paperOut');
  const result = await bench.printer.print(longReceipt, generous);
  expect(result.code).not.toBe('success');
  await untilTrue(() => bench.printer.status().detail.paper === 'out');
});

test('an unplugged idle printer is missed and found again with a new epoch', async () => {
  await untilOnline(bench.printer);
  const { epoch } = bench.printer.status();
  await bench.pty.cut();
  await untilTrue(() => bench.printer.status().device === 'noDevice');
  await bench.pty.restore();
  await untilOnline(bench.printer);
  expect(bench.printer.status().epoch).toBeGreaterThan(epoch);
});
