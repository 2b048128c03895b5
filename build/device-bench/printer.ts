import { readFileSync } from 'node:fs';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { DeviceState } from '#contracts/devices/device.ts';
import type { ReceiptLine, ReceiptPrinter } from '#contracts/devices/printers.ts';
import { createReceiptPrinter } from '#drivers/receipt-printer/driver.ts';
import { transportFactory, type LineConfig } from '#drivers/transport/open.ts';
import {
  countdown,
  failureFields,
  keepReasons,
  settledStatus,
  statusFields,
  watch,
  type BenchRun,
  type Reasons,
} from './bench.ts';

const delays = { commandMs: 20_000 };

/** Half-width columns of an 80 mm slip. */
const columns = 48;

function open(line: LineConfig): { readonly printer: ReceiptPrinter; readonly reasons: Reasons } {
  const reasons = keepReasons();
  const openTransport = transportFactory(line, systemClock);
  return {
    reasons,
    printer: createReceiptPrinter({ id: 'receipt-printer', openTransport, clock: systemClock, log: reasons.log }),
  };
}

export async function runPrinter(what: 'status' | 'watch', line: LineConfig, run: BenchRun): Promise<number> {
  const { printer, reasons } = open(line);
  if (what === 'watch') return watch(printer, reasons, run);
  await printer.start();
  const status = await settledStatus(printer, reasons, run.timeoutMs ?? delays.commandMs);
  const good = status.device === 'online';
  const errorCode = good ? {} : { errorCode: errorCodeOf(status.device, status.detail) };
  run.print({ ok: good, command: what, ...errorCode, ...statusFields(status, reasons) });
  await printer.stop();
  return good ? 0 : 1;
}

function errorCodeOf(device: DeviceState, detail: ReturnType<ReceiptPrinter['status']>['detail']): string {
  if (detail.paper === 'out' || detail.paper === 'jammed') return 'PRN-002';
  if (detail.cover === 'open') return 'PRN-004';
  if (detail.cutter === 'fault') return 'PRN-003';
  return device === 'hardwareError' ? 'PRN-005' : 'PRN-001';
}

/** The text of the file to print, or why there is none. */
export function readPrintable(file: string): Result<string, string> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file === '-' ? 0 : file)));
  } catch (cause) {
    return err(cause instanceof Error ? cause.message : String(cause));
  }
}

export async function runPrint(text: string, line: LineConfig, run: BenchRun): Promise<number> {
  const { printer, reasons } = open(line);
  const left = countdown(run.timeoutMs ?? delays.commandMs);
  await printer.start();
  const status = await settledStatus(printer, reasons, left());
  const printed = await printer.print(receiptOf(text), { timeoutMs: left() });
  const done = printed.code === 'success';
  const outcome = done ? 'printed' : printed.code === 'outcomeUnknown' ? 'unknown' : 'failed';
  const { device, ...rest } = statusFields(status, reasons);
  run.print({
    ...(done ? { ok: true, bytes: printed.value.bytes } : failureFields(printed)),
    command: 'print',
    outcome,
    before: { device, ...rest },
  });
  await printer.stop();
  return done ? 0 : 1;
}

/** One line of text is one line of paper, or more where it is too long; cut at the end. */
export function receiptOf(text: string): readonly ReceiptLine[] {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  return [...lines.flatMap(wrap).map((part): ReceiptLine => ({ kind: 'text', text: part })), { kind: 'cut' }];
}

function wrap(line: string): readonly string[] {
  const parts: string[] = [];
  let [part, width] = ['', 0];
  for (const letter of line.replaceAll('\t', '    ')) {
    const letterWidth = (letter.codePointAt(0) ?? 0) < 0x80 ? 1 : 2;
    if (width + letterWidth > columns) {
      parts.push(part);
      [part, width] = ['', 0];
    }
    part += letter;
    width += letterWidth;
  }
  return [...parts, part];
}
