import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { ReceiptLine, ReceiptPrinter } from '#contracts/devices/printers.ts';
import { createReceiptPrinter, type ReceiptPrinterDelays } from '#drivers/receipt-printer/driver.ts';
import { createReceiptPrinterSimulator, type ReceiptPrinterSimulator } from '#drivers/receipt-printer/simulator.ts';
import { transportFactory } from '#drivers/transport/open.ts';
import { createPtyPair, untilTrue, type PtyPair } from './pty.ts';
import { keptLog, type KeptLog } from './test-tools.ts';

/** Short enough for tests; the relations between them stay those of the product. */
const quick: Partial<ReceiptPrinterDelays> = {
  pollMs: 20,
  reopenMinMs: 20,
  reopenMaxMs: 60,
  answerMs: 1_000,
  perByteMs: 0.05,
  resyncMs: 1_200,
  writeMs: 1_000,
  watchMs: 10,
  dotsPerSecond: 8_000,
  cutMs: 10,
};

export interface PrinterBench {
  readonly printer: ReceiptPrinter;
  readonly simulator: ReceiptPrinterSimulator;
  readonly pty: PtyPair;
  readonly log: KeptLog;
  readonly folder: string;
  remove(): Promise<void>;
}

/** The real driver and the simulated printer on the two ends of a real pty. */
export async function printerBench(delays: Partial<ReceiptPrinterDelays> = {}): Promise<PrinterBench> {
  const folder = await mkdtemp(join(tmpdir(), 'estation-receipts-'));
  const pty = await createPtyPair();
  const log = keptLog();
  const simulator = createReceiptPrinterSimulator({
    path: pty.deviceEnd,
    folder,
    clock: systemClock,
    dotsPerSecond: 12_000,
    darkMs: 1_400,
  });
  const printer = createReceiptPrinter({
    id: 'receipt-printer',
    openTransport: transportFactory({ path: pty.driverEnd, baudRate: 115_200 }, systemClock),
    clock: systemClock,
    log: log.log,
    delays: { ...quick, ...delays },
  });
  await simulator.start();
  await printer.start();
  return {
    printer,
    simulator,
    pty,
    log,
    folder,
    async remove() {
      await printer.stop();
      await simulator.stop();
      await pty.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until the driver has heard the printer say that all is well. */
export async function untilOnline(printer: ReceiptPrinter): Promise<void> {
  await untilTrue(() => printer.status().device === 'online');
}

export const generous = { timeoutMs: 15_000 };

/** About 900 dots of paper and 9 KB on the line: long enough for something to happen in the middle. */
export const longReceipt: readonly ReceiptLine[] = [
  { kind: 'text', text: '受理回执', align: 'center', bold: true, scale: 2 },
  { kind: 'rule', style: 'solid' },
  ...Array.from({ length: 12 }, (_, i): ReceiptLine => ({ kind: 'text', text: `第 ${i + 1} 行 办件进度可随时查询` })),
  { kind: 'qr', data: 'https://e-station.example/v/QD2026112302170001?c=7K2M-9QXD', moduleDots: 6 },
  { kind: 'text', text: '请妥善保管' },
  { kind: 'cut' },
];
