import { createReadStream } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
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

/** A bench meets slow and odd printers: more patience than a kiosk has. A long text gets time for each of its lines. */
const delays = {
  commandMs: 20_000,
  perLineMs: 100,
  answerMs: 1_500,
  perByteMs: 5,
  pollTimeoutMs: 9_000,
};

/** Some 20,000 lines, or 80 m of paper: whatever is longer was not meant for a receipt printer. */
const maxTextBytes = 1_048_576;

/** Half-width columns of an 80 mm slip. */
const columns = 48;

function open(line: LineConfig): { readonly printer: ReceiptPrinter; readonly reasons: Reasons } {
  const reasons = keepReasons();
  const openTransport = transportFactory(line, systemClock);
  return {
    reasons,
    printer: createReceiptPrinter({ id: 'receipt-printer', openTransport, clock: systemClock, log: reasons.log, delays }),
  };
}

export async function runPrinter(what: 'status' | 'watch', line: LineConfig, run: BenchRun): Promise<number> {
  const { printer, reasons } = open(line);
  if (what === 'watch') return watch(printer, reasons, run);
  await printer.start();
  const status = await settledStatus(printer, run.timeoutMs ?? delays.commandMs, run.stop);
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

type Unprintable = { readonly error: 'fileUnreadable' | 'fileTooLong' | 'notText'; readonly raw: string };

/** The text of the file to print (`-`: stdin), or why there is none. */
async function readPrintable(file: string, stop: AbortSignal): Promise<Result<string, Unprintable>> {
  let bytes: Uint8Array;
  try {
    bytes = await readUpTo(maxTextBytes + 1, file === '-' ? process.stdin : createReadStream(file), stop);
  } catch (cause) {
    return err({ error: 'fileUnreadable', raw: cause instanceof Error ? cause.message : String(cause) });
  }
  if (bytes.length > maxTextBytes) return err({ error: 'fileTooLong', raw: `more than ${maxTextBytes} bytes` });
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return err({ error: 'notText', raw: 'the file is not UTF-8 text' });
  }
}

/** Little more than `limit` bytes, also of what has no end. */
async function readUpTo(limit: number, stream: Readable, stop: AbortSignal): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of addAbortSignal(stop, stream) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= limit) break;
  }
  return Buffer.concat(chunks);
}

export async function runPrint(file: string, line: LineConfig, run: BenchRun): Promise<number> {
  const text = await readPrintable(file, run.stop);
  if (!text.ok) {
    run.print({ ok: false, ...text.error, command: 'print', outcome: 'failed' });
    return 1;
  }
  const receipt = receiptOf(text.value);
  const { printer, reasons } = open(line);
  const left = countdown(run.timeoutMs ?? delays.commandMs + receipt.length * delays.perLineMs);
  await printer.start();
  const status = await settledStatus(printer, left(), run.stop);
  const printed = await printer.print(receipt, { timeoutMs: left(), signal: run.stop });
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
