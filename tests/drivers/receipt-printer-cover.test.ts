import { afterEach, beforeEach, expect, test } from 'vitest';
import { untilTrue } from './pty.ts';
import { generous, longReceipt, printerBench, untilOnline, type PrinterBench } from './receipt-printer-bench.ts';

let bench: PrinterBench;
beforeEach(async () => {
  bench = await printerBench();
  await untilOnline(bench.printer);
});
afterEach(() => bench.remove());

const coverOpen = { code: 'commandErrorCode', error: 'coverOpen', errorCode: 'PRN-004', retryable: true, raw: '1a 16 12 12' };

test.each(['coverOpen', 'coverOpenMidPrint'] as const)('%s: failed with its reason', async (fault) => {
  bench.simulator.switchOn(fault);
  expect(await bench.printer.print(longReceipt, generous)).toEqual(coverOpen);
  expect(bench.printer.status()).toMatchObject({ device: 'userError', detail: { cover: 'open' } });
});

test('shut again it prints', async () => {
  bench.simulator.switchOn('coverOpenMidPrint');
  await bench.printer.print(longReceipt, generous);
  bench.simulator.repair();
  await untilTrue(() => bench.printer.status().detail.cover === 'closed');
  expect(await bench.printer.print(longReceipt, generous)).toMatchObject({ code: 'success' });
});
