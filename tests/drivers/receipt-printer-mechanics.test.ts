import { afterEach, beforeEach, expect, test } from 'vitest';
import { generous, longReceipt, printerBench, untilOnline, type PrinterBench } from './receipt-printer-bench.ts';

let bench: PrinterBench;
beforeEach(async () => {
  bench = await printerBench();
  await untilOnline(bench.printer);
});
afterEach(() => bench.remove());

test('the cutter jams: all text is out, the print still failed', async () => {
  bench.simulator.switchOn('cutterJam');
  expect(await bench.printer.print(longReceipt, generous)).toEqual({
    code: 'commandErrorCode',
    error: 'cutter',
    errorCode: 'PRN-003',
    retryable: true,
    raw: expect.stringMatching(/^1[2a] 52 1e 12$/) as string, // the first answer may be older than the jam
  });
  expect(bench.printer.status()).toMatchObject({ device: 'hardwareError', detail: { cutter: 'fault' } });
});

test.each(['unrecoverable', 'unrecoverableMidPrint'] as const)('%s: not to be tried again', async (fault) => {
  bench.simulator.switchOn(fault);
  const result = await bench.printer.print(longReceipt, generous);
  expect(result).toMatchObject({ code: 'hardwareError', errorCode: 'PRN-005', retryable: false, raw: '1a 52 32 12' });
});

test('offline without a reason', async () => {
  bench.simulator.switchOn('offline');
  const result = await bench.printer.print(longReceipt, generous);
  expect(result).toMatchObject({ code: 'deviceNotReady', error: 'offline', errorCode: 'PRN-001', raw: '1a 12 12 12' });
});
