import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceEvent } from '#contracts/devices/device.ts';
import { untilTrue } from './pty.ts';
import { generous, longReceipt, printerBench, untilOnline, type PrinterBench } from './receipt-printer-bench.ts';

let bench: PrinterBench;
beforeEach(async () => {
  bench = await printerBench();
  await untilOnline(bench.printer);
});
afterEach(() => bench.remove());

test('a receipt comes out whole, cut, and as a picture', async () => {
  const result = await bench.printer.print(longReceipt, generous);
  expect(result).toMatchObject({ code: 'success' });
  await untilTrue(() => bench.simulator.receipts().length === 1);
  const [receipt] = bench.simulator.receipts();
  expect(receipt?.cut).toBe(true);
  expect(receipt?.lines).toContain('受理回执');
  expect(receipt?.lines).toContain('请妥善保管');
  expect(
    readFileSync(receipt?.file ?? '')
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  expect(bench.simulator.refusals()).toEqual([]);
});

test('success tells the bytes that went over the line, and the log holds no text of the receipt', async () => {
  const result = await bench.printer.print(longReceipt, generous);
  expect(result.code === 'success' && result.value.bytes).toBeGreaterThan(5_000);
  expect(JSON.stringify(bench.log.lines)).not.toContain('办件');
});

test('two receipts asked for at once come out one after the other, unmixed', async () => {
  const one = [{ kind: 'text', text: 'AAAA' } as const, { kind: 'cut' } as const];
  const two = [{ kind: 'text', text: 'BBBB' } as const, { kind: 'cut' } as const];
  const results = await Promise.all([bench.printer.print(one, generous), bench.printer.print(two, generous)]);
  expect(results.map((result) => result.code)).toEqual(['success', 'success']);
  await untilTrue(() => bench.simulator.receipts().length === 2);
  expect(bench.simulator.receipts().map((receipt) => receipt.lines)).toEqual([['AAAA'], ['BBBB']]);
});

test('paper near its end is told as an event and does not stop a print', async () => {
  const events: DeviceEvent[] = [];
  bench.printer.onEvent((event) => events.push(event));
  bench.simulator.switchOn('nearEnd');
  await untilTrue(() => events.length > 0);
  expect(events).toEqual([{ name: 'paperThreshold', paper: 'low' }]);
  expect(bench.printer.status()).toMatchObject({ device: 'online', detail: { paper: 'low' } });
  expect(await bench.printer.print(longReceipt, generous)).toMatchObject({ code: 'success' });
});

test('the pictures stay in the folder that was given', async () => {
  await bench.printer.print(longReceipt, generous);
  await untilTrue(() => existsSync(`${bench.folder}/receipt-0001.png`));
});
