import { Worker } from 'node:worker_threads';
import type { Clock } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { CertificateContent } from './certificate-content.ts';

export interface RenderRequest {
  readonly id: number;
  readonly content: CertificateContent;
}
export type RenderAnswer = { readonly id: number; readonly pdf: Uint8Array } | { readonly id: number; readonly failed: string };

export interface CertificateRenderer {
  /**
   * The certificate as PDF. Rejects when it cannot be made (fonts missing, a character that no font has, worker lost or too
   * slow); the message holds nothing of the content.
   */
  render(content: CertificateContent): Promise<Uint8Array>;
  /** Ends the worker; what is still being rendered rejects. */
  stop(): Promise<void>;
}

const delays = { renderMs: 20_000 };

interface Pending {
  readonly done: (pdf: Uint8Array) => void;
  readonly fail: (cause: Error) => void;
}

/** The same folder holds the worker as source in development and compiled in the product. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './certificate-worker.ts' : './certificate-worker.js',
  import.meta.url,
);

/**
 * Renders in a worker thread: opening the fonts reads 46 MB and a certificate takes some 100 ms of computing, which the host
 * owes to its devices and its screen. The worker starts with the first certificate and comes back after a crash.
 */
export function createCertificateRenderer(clock: Clock = systemClock): CertificateRenderer {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let lastId = 0;

  function runningWorker(): Worker {
    if (worker) return worker;
    const fresh = new Worker(workerFile);
    fresh.on('message', settle);
    fresh.on('error', (cause) => lose(fresh, cause instanceof Error ? cause : new Error(String(cause))));
    fresh.on('exit', () => lose(fresh, new Error('the certificate worker ended')));
    // It must not keep a host alive that wants to end.
    fresh.unref();
    worker = fresh;
    return fresh;
  }

  function settle(answer: RenderAnswer): void {
    const waiting = pending.get(answer.id);
    pending.delete(answer.id);
    if ('pdf' in answer) waiting?.done(answer.pdf);
    else waiting?.fail(new Error(answer.failed));
  }

  function lose(lost: Worker, cause: Error): void {
    if (worker !== lost) return;
    worker = undefined;
    for (const { fail } of pending.values()) fail(cause);
    pending.clear();
  }

  return {
    render(content) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        const running = runningWorker();
        const cancel = clock.after(delays.renderMs, () => {
          lose(running, new Error(`no certificate within ${delays.renderMs} ms`));
          void running.terminate();
        });
        pending.set(id, {
          done(pdf) {
            cancel();
            resolve(pdf);
          },
          fail(cause) {
            cancel();
            reject(cause);
          },
        });
        const request: RenderRequest = { id, content };
        running.postMessage(request);
      });
    },
    async stop() {
      const running = worker;
      if (!running) return;
      lose(running, new Error('the certificate renderer was stopped'));
      await running.terminate();
    },
  };
}
