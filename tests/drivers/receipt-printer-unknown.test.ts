import { afterEach, beforeEach, expect, test } from 'vitest';
import { untilTrue } from './pty.ts';
import { generous, longReceipt, printerBench, untilOnline, type PrinterBench } from './receipt-printer-bench.ts';

let bench: PrinterBench;
beforeEach(async () => {
  bench = await printerBench();
  await untilOnline(bench.printer);
});
afterEach(() => bench.remove());

/** About 7,000 dots of paper: not done before the test acts. */
const huge = Array.from({ length: 8 }, () => longReceipt.slice(0, -1)).flat();

const unknown = { code: 'outcomeUnknown', errorCode: 'PRN-006', retryable: false };

test.each(['muteMidPrint', 'powerCycleMidPrint', 'lateRepliesMidPrint'] as const)(
  '%s: nobody saw the end, so the outcome is unknown',
  async (fault) => {
    bench.simulator.switchOn(fault);
    expect(await bench.printer.print(longReceipt, generous)).toMatchObject(unknown);
  },
);

test('the line breaks in mid-print', async () => {
  const printing = bench.printer.print(longReceipt, generous);
  await untilTrue(() => bench.simulator.paperDots() > 0);
  await bench.pty.cut();
  expect(await printing).toMatchObject(unknown);
});

test('the printer stops reading: the write runs into its deadline', async () => {
  bench.simulator.switchOn('stallMidPrint');
  const result = await bench.printer.print(huge, generous);
  expect(result).toMatchObject(unknown);
});

test('the deadline of the command passes in mid-print', async () => {
  expect(await bench.printer.print(huge, { timeoutMs: 300 })).toMatchObject(unknown);
});

test('the person leaves in mid-print', async () => {
  const leaving = new AbortController();
  const printing = bench.printer.print(huge, { ...generous, signal: leaving.signal });
  await untilTrue(() => bench.simulator.paperDots() > 0);
  leaving.abort();
  expect(await printing).toMatchObject(unknown);
});

test('after a power cycle the driver prints nothing by itself, and the next receipt is whole', async () => {
  bench.simulator.switchOn('powerCycleMidPrint');
  await bench.printer.print(longReceipt, generous);
  await untilTrue(() => bench.simulator.receipts().length === 1);
  expect(bench.simulator.receipts()[0]?.cut).toBe(false);
  await untilOnline(bench.printer);
  expect(await bench.printer.print([{ kind: 'text', text: 'next' }, { kind: 'cut' }], generous)).toMatchObject({
    code: 'success',
  });
  await untilTrue(() => bench.simulator.receipts().length === 2);
  expect(bench.simulator.receipts()[1]).toMatchObject({ cut: true, lines: ['next'] });
});
