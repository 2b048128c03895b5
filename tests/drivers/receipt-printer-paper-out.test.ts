import { afterEach, beforeEach, expect, test } from 'vitest';
import { untilTrue } from './pty.ts';
import { generous, longReceipt, printerBench, untilOnline, type PrinterBench } from './receipt-printer-bench.ts';

let bench: PrinterBench;
beforeEach(async () => {
  bench = await printerBench();
  await untilOnline(bench.printer);
});
afterEach(() => bench.remove());

const paperOut = { code: 'commandErrorCode', error: 'paperOut', errorCode: 'PRN-002', retryable: true, raw: '1a 32 12 7e' };

test('out at the start: refused before the first byte', async () => {
  bench.simulator.switchOn('paperOut');
  expect(await bench.printer.print(longReceipt, generous)).toEqual(paperOut);
  expect(bench.simulator.receipts()).toEqual([]);
});

test('out in mid-print: failed with its reason, although every byte was taken', async () => {
  bench.simulator.switchOn('paperOutMidPrint');
  expect(await bench.printer.print(longReceipt, generous)).toEqual(paperOut);
});

test('out in mid-print: nothing of the torn receipt comes out after the refill', async () => {
  bench.simulator.switchOn('paperOutMidPrint');
  await bench.printer.print(longReceipt, generous);
  await untilTrue(() => bench.simulator.receipts().length === 1);
  expect(bench.simulator.receipts()[0]).toMatchObject({ cut: false });
  bench.simulator.repair();
  await untilOnline(bench.printer);
  await bench.printer.print([{ kind: 'text', text: 'next person' }, { kind: 'cut' }], generous);
  await untilTrue(() => bench.simulator.receipts().length === 2);
  expect(bench.simulator.receipts()[1]?.lines).toEqual(['next person']);
});

test('staff see it in the status, and see it gone after the refill', async () => {
  bench.simulator.switchOn('paperOut');
  await untilTrue(() => bench.printer.status().detail.paper === 'out');
  expect(bench.printer.status().device).toBe('userError');
  bench.simulator.repair();
  await untilTrue(() => bench.printer.status().detail.paper === 'full');
  expect(bench.printer.status().device).toBe('online');
});
