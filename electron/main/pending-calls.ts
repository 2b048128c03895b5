import type { Clock } from '#contracts/basics/clock.ts';
import { err } from '#contracts/basics/result.ts';
import type { KioskAnswer, KioskMethod } from '#contracts/ipc/api.ts';

/** How long the host may take before the screen is told IPC-004; long work answers at once and shows itself in the view. */
const deadlinesMs: Readonly<Record<KioskMethod, number>> = {
  'view.get': 5_000,
  'session.intend': 10_000,
  'face.frame': 15_000,
  'camera.report': 5_000,
  'ui.report': 5_000,
};

type Settle = (answer: KioskAnswer<KioskMethod>) => void;

/** The calls that the host has been asked and not yet answered; each one ends exactly once. */
export class PendingCalls {
  readonly #clock: Clock;
  readonly #open = new Map<number, Settle>();
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Opens a call and hands its id to `send`; settles with the host's answer, IPC-004 at the deadline, or IPC-003 by `failAll`. */
  open(method: KioskMethod, send: (id: number) => void): Promise<KioskAnswer<KioskMethod>> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const cancelDeadline = this.#clock.after(deadlinesMs[method], () => this.settle(id, err({ code: 'IPC-004', raw: method })));
      this.#open.set(id, (answer) => {
        cancelDeadline();
        resolve(answer);
      });
      send(id);
    });
  }

  /** An answer for a call that is not open any more came too late and is dropped. */
  settle(id: number, answer: KioskAnswer<KioskMethod>): void {
    const settle = this.#open.get(id);
    this.#open.delete(id);
    settle?.(answer);
  }

  /** The host is gone: nobody will answer what is open. */
  failAll(raw: string): void {
    for (const id of this.#open.keys()) this.settle(id, err({ code: 'IPC-003', raw }));
  }
}
