import type { Clock } from '#contracts/basics/clock.ts';
import type { DeviceState, StatusOf } from '#contracts/devices/device.ts';
import type { DocPrinter } from '#contracts/devices/printers.ts';
import type { Log } from '#contracts/log/events.ts';
import { createRequest, createTurns } from '../transport/requests.ts';
import { failure, lineFailure } from '../transport/outcome.ts';
import { createStatusStore } from '../transport/status-store.ts';
import { createCupsQueue, type CupsQueue } from './cups-queue.ts';
import { pageCount } from './document.ts';
import { createIppClient, cupsSocket } from './ipp-client.ts';
import { settleJob, type JobDelays } from './settle-job.ts';

export interface DocPrinterDelays extends JobDelays {
  readonly pollMs: number;
  readonly ippMs: number;
}

/** All in ms. */
export const docPrinterDelays: DocPrinterDelays = {
  pollMs: 2_000,
  ippMs: 5_000,
  watchMs: 500,
  supplyGraceMs: 8_000,
  cancelMs: 4_000,
};

export interface DocPrinterOptions {
  readonly id: string;
  /** Name of the CUPS queue. */
  readonly queue: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly delays?: Partial<DocPrinterDelays>;
  /** cupsd's socket; Debian's when left out. */
  readonly socketPath?: string;
}

const unknownDetail: StatusOf['docPrinter'] = { paper: 'unknown', toner: 'unknown', jobsQueued: 0 };

/**
 * A4 printer behind CUPS, spoken to in IPP. A print settles as
 * - `success` when the queue says completed (also when it had been completed under the same key before a restart);
 * - failed: DOC-001 queue absent, stopped, refusing, or the job gave up before it began; DOC-003 paper, toner, jam, door;
 * - `outcomeUnknown` DOC-002 when the job had begun and did not come to an end in time, or cupsd went away.
 * Whatever does not settle is cancelled: a stranger's paper must not come out an hour later.
 */
export function createDocPrinter(options: DocPrinterOptions): DocPrinter {
  const { id, clock, log } = options;
  const delays = { ...docPrinterDelays, ...options.delays };
  const store = createStatusStore<'docPrinter'>(clock, unknownDetail, 3 * delays.pollMs + delays.ippMs);
  const queue: CupsQueue = createCupsQueue(options.queue, createIppClient(options.socketPath ?? cupsSocket, clock, delays.ippMs));
  const turns = createTurns();
  let requests = 0;
  let epoch = 0;
  let running = false;
  let cancelPoll = (): void => undefined;

  async function poll(): Promise<void> {
    const state = await queue.state();
    if (!running) return;
    if (state.ok) {
      if (store.current().device === 'starting' || store.current().device === 'noDevice') epoch += 1;
      store.seen();
      show(state.value.device, state.value.detail, state.value.raw);
    } else {
      show('noDevice', unknownDetail, state.error.raw);
    }
    cancelPoll = clock.after(delays.pollMs, () => void poll());
  }

  function show(device: DeviceState, detail: StatusOf['docPrinter'], raw: string): void {
    const before = store.current();
    if (before.device !== device) log('device.status', { device: id, state: device, epoch, raw });
    store.show({ device, detail, epoch });
    if (detail.paper !== before.detail.paper && before.detail.paper !== 'unknown' && detail.paper !== 'unknown') {
      store.raise({ name: 'paperThreshold', paper: detail.paper });
    }
  }

  return {
    id,
    cls: 'docPrinter',
    async start() {
      if (running) return;
      running = true;
      void poll();
    },
    async stop() {
      running = false;
      cancelPoll();
    },
    status: () => store.current(),
    onStatus: (listener) => store.onStatus(listener),
    onEvent: (listener) => store.onEvent(listener),
    async print(pdf, printOptions) {
      const pages = pageCount(pdf);
      if (pages === 0) return failure('invalidData', 'DOC-001', { error: 'notPdf', retryable: false });
      const request = createRequest(++requests, printOptions, clock);
      const turn = await turns.take(request);
      try {
        if (!turn.ok) return lineFailure(turn.error, 'DOC-001');
        const result = await settleJob(pdf, printOptions, { queue, clock, delays, request });
        if (result.code === 'success') return { code: 'success', value: { job: result.value.job, pages } };
        log('device.command-failed', {
          device: id,
          command: 'print',
          code: result.code,
          errorCode: result.errorCode,
          raw: result.raw,
        });
        return result;
      } finally {
        request.done();
        if (turn.ok) turn.value();
      }
    },
  };
}
