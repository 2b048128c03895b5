import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#contracts/basics/clock.ts';
import type { StatusOf } from '#contracts/devices/device.ts';
import type { DocPrinter } from '#contracts/devices/printers.ts';
import type { Log } from '#contracts/log/events.ts';
import { failure, success } from '../transport/outcome.ts';
import { createStatusStore } from '../transport/status-store.ts';
import { jobMark, pageCount } from './document.ts';

export interface FolderDocPrinterOptions {
  readonly id: string;
  /** Takes the PDFs; made when missing. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly delays?: Partial<typeof folderDocPrinterDelays>;
}

/** ms. */
export const folderDocPrinterDelays = { pollMs: 5_000 };

const unknownDetail: StatusOf['docPrinter'] = { paper: 'unknown', toner: 'unknown', jobsQueued: 0 };
const readyDetail: StatusOf['docPrinter'] = { paper: 'full', toner: 'full', jobsQueued: 0 };

/** A document printer for machines without a queue: each document is a file, durable before the print counts as done. */
export function createFolderDocPrinter(options: FolderDocPrinterOptions): DocPrinter {
  const { id, folder, clock, log } = options;
  const { pollMs } = { ...folderDocPrinterDelays, ...options.delays };
  const store = createStatusStore<'docPrinter'>(clock, unknownDetail, 4 * pollMs);
  let running = false;
  let cancelPoll = (): void => undefined;

  async function poll(): Promise<void> {
    const fault = await folderFault(folder);
    if (!running) return;
    if (!fault) store.seen();
    const device = fault ? 'offline' : 'online';
    if (store.current().device !== device) log('device.status', { device: id, state: device, epoch: 1, raw: fault });
    store.show({ device, detail: fault ? unknownDetail : readyDetail, epoch: 1 });
    cancelPoll = clock.after(pollMs, () => void poll());
  }

  return {
    id,
    cls: 'docPrinter',
    async start() {
      if (running) return;
      running = true;
      await poll();
    },
    async stop() {
      running = false;
      cancelPoll();
    },
    status: () => store.current(),
    onStatus: (listener) => store.onStatus(listener),
    onEvent: (listener) => store.onEvent(listener),
    async print(pdf, { jobKey, title, signal }) {
      const pages = pageCount(pdf);
      if (pages === 0) return failure('invalidData', 'DOC-001', { error: 'notPdf', retryable: false });
      if (signal?.aborted) return failure('canceled', 'DOC-001', { retryable: true });
      const mark = jobMark(jobKey);
      const name = `${title.replace(/[^\p{L}\p{N}.-]+/gu, '-').slice(0, 80)}-${mark}.pdf`;
      const fault = await writeOnce(folder, name, mark, pdf);
      return fault ? failure('hardwareError', 'DOC-001', { raw: fault, retryable: true }) : success({ job: mark, pages });
    },
  };
}

/** The operating system's word for why the folder cannot be used. */
async function folderFault(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return undefined;
  } catch (cause) {
    return codeOf(cause);
  }
}

/** Whole and on the disk, or not there at all: written aside, flushed, then renamed, and the folder flushed too. */
async function writeOnce(folder: string, name: string, mark: string, bytes: Uint8Array): Promise<string | undefined> {
  const aside = join(folder, `.${mark}.part`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const known = await readdir(folder);
    if (known.some((file) => file.endsWith(`${mark}.pdf`))) return undefined;
    const file = await open(aside, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, join(folder, name));
    const directory = await open(folder, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
    return undefined;
  } catch (cause) {
    await rm(aside, { force: true }).catch(() => undefined);
    return codeOf(cause);
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
}
