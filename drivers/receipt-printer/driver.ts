import type { Clock } from '#contracts/basics/clock.ts';
import type { DeviceResult, StatusOf } from '#contracts/devices/device.ts';
import type { ReceiptPrinter } from '#contracts/devices/printers.ts';
import type { Log } from '#contracts/log/events.ts';
import { connectionDelays, createConnection, type ConnectionDelays, type PollAnswer } from '../transport/connection.ts';
import type { Link } from '../transport/link.ts';
import { failure, success } from '../transport/outcome.ts';
import type { OpenTransport } from '../transport/transport.ts';
import { createInquiry, type Inquiry, type InquiryDelays } from './inquiry.ts';
import { printJob, type JobDelays } from './job.ts';
import { encodeReceipt } from './protocol.ts';
import { clearBuffers, detailOf, findFault, type StatusFlags } from './status.ts';

export type ReceiptPrinterDelays = ConnectionDelays & InquiryDelays & JobDelays;

export const receiptPrinterDelays: ReceiptPrinterDelays = {
  ...connectionDelays,
  answerMs: 500,
  // 9,600 baud, the slowest line that is found in the field
  perByteMs: 1.1,
  resyncMs: 1_000,
  writeMs: 3_000,
  watchMs: 250,
  // 150 mm/s; slower printers exist, faster ones only wait a little
  dotsPerSecond: 1_200,
  cutMs: 400,
};

export interface ReceiptPrinterOptions {
  readonly id: string;
  readonly openTransport: OpenTransport;
  readonly clock: Clock;
  readonly log: Log;
  readonly delays?: Partial<ReceiptPrinterDelays>;
}

type Heard = Exclude<PollAnswer<'receiptPrinter'>, { readonly silent: string }>;

const unknownDetail: StatusOf['receiptPrinter'] = { paper: 'unknown', cover: 'unknown', cutter: 'unknown' };

/**
 * An ESC/POS receipt printer with GB18030 font and DLE EOT. What a print settles as:
 * - `success` only after the last byte was taken, the mechanics had their time and four good answers came;
 * - a failure with its reason: paper out PRN-002, cutter or recoverable fault PRN-003, cover PRN-004, unrecoverable PRN-005,
 *   offline PRN-001 (also when the printer was not there to begin with);
 * - `outcomeUnknown` PRN-006 when it fell silent, the line broke or a write stalled after the first byte.
 * A printer that leaves one of the four questions unanswered shows what it told and stays `offline`: none of its prints could end.
 * Whatever happened, the driver never prints a receipt again by itself, and what a failed one left in the printer's memory is
 * cleared before the next person can get it.
 */
export function createReceiptPrinter(options: ReceiptPrinterOptions): ReceiptPrinter {
  const { id, clock, log } = options;
  const delays = { ...receiptPrinterDelays, ...options.delays };
  let inquiry: Inquiry = createInquiry(delays);
  /** Part of a receipt may still be in the printer. */
  let residue = false;
  let paper: StatusOf['receiptPrinter']['paper'] = 'unknown';

  async function sweep(link: Link): Promise<void> {
    if (!residue) return;
    const written = await link.write(clearBuffers, delays.writeMs);
    if (written.ok) residue = false;
  }

  async function poll(link: Link): Promise<PollAnswer<'receiptPrinter'>> {
    const answer = await inquiry.askAll(link);
    if (answer.kind === 'silent') return { silent: answer.raw };
    await sweep(link);
    if (answer.kind === 'partial') return { silent: answer.raw, detail: detailOf(answer.flags, answer.missing) };
    return learn(answer.flags, answer.raw);
  }

  function learn(flags: StatusFlags, raw: string): Heard {
    const detail = detailOf(flags);
    if (detail.paper !== paper) {
      const first = paper === 'unknown' && detail.paper === 'full';
      paper = detail.paper;
      if (!first) connection.store.raise({ name: 'paperThreshold', paper });
    }
    const device = findFault(flags)?.device ?? 'online';
    return { device, detail, ...(device === 'online' ? {} : { raw }) };
  }

  const connection = createConnection<'receiptPrinter'>({
    id,
    openTransport: options.openTransport,
    clock,
    log,
    delays,
    unknownDetail,
    absentCode: 'PRN-001',
    poll,
    onLost() {
      inquiry = createInquiry(delays);
    },
  });

  return {
    id,
    cls: 'receiptPrinter',
    start: () => connection.start(),
    stop: () => connection.stop(),
    status: () => connection.store.current(),
    onStatus: (listener) => connection.store.onStatus(listener),
    onEvent: (listener) => connection.store.onEvent(listener),
    async print(lines, commandOptions) {
      const segments = encodeReceipt(lines);
      return connection.run<{ readonly bytes: number }>('print', commandOptions, async (link) => {
        await sweep(link);
        const ending = await printJob(segments, { link, inquiry, clock, delays });
        if (ending.flags) connection.store.show(learn(ending.flags, ending.raw));
        residue ||= ending.outcome !== 'printed' && ending.sentBytes > 0;
        if (ending.outcome === 'failed') await sweep(link);
        return resultOf(ending);
      });
    },
  };
}

function resultOf(ending: Awaited<ReturnType<typeof printJob>>): DeviceResult<{ readonly bytes: number }> {
  switch (ending.outcome) {
    case 'printed':
      return success({ bytes: ending.sentBytes });
    case 'failed': {
      const { code, errorCode, retryable, fault } = ending.fault;
      return failure(code, errorCode, { error: fault, retryable, raw: ending.raw });
    }
    case 'unreached':
      return failure('deviceNotReady', 'PRN-001', { error: 'offline', retryable: true, raw: ending.raw });
    case 'unknown':
      return failure('outcomeUnknown', 'PRN-006', { retryable: false, raw: ending.raw });
  }
}
