import type { Clock } from '#contracts/basics/clock.ts';
import { pause } from '../../store/index.ts';
import { pushContentType, signedPushPath } from '../sf-callbacks.ts';
import { sfToleranceMs } from '../sf-signature.ts';
import type { BookedOrder, BookedRoute } from './courier-book.ts';

const pushDelays = { againAfterMs: 300, perTryMs: 5_000 } as const;
const tries = 3;

/** genuine · forged: a digest made with another secret · stale: signed in another time. */
export type PushKind = 'genuine' | 'forged' | 'stale';

export interface PushRecord {
  readonly orderId: string;
  readonly opCodes: readonly string[];
  readonly kind: PushKind;
  /** Of the last try; 0 = nobody answered. */
  readonly status: number;
  readonly tries: number;
}

export interface CourierPushes {
  /** Posts one body with these entries, in the order given, after everything that waits; tried three times, as SF does. */
  send(order: BookedOrder, entries: readonly BookedRoute[], kind?: PushKind): Promise<PushRecord | undefined>;
  list(): readonly PushRecord[];
}

/** @param callbackBase the centre's address, `http://127.0.0.1:8444`; undefined = nothing is pushed. */
export function openCourierPushes(
  clock: Clock,
  checkWord: string,
  callbackPath: string,
  callbackBase: () => string | undefined,
): CourierPushes {
  const records: PushRecord[] = [];
  let line: Promise<unknown> = Promise.resolve();

  async function push(order: BookedOrder, entries: readonly BookedRoute[], kind: PushKind): Promise<PushRecord | undefined> {
    const base = callbackBase();
    if (base === undefined) return undefined;
    const WaybillRoute = entries.map((entry) => ({ ...entry, mailno: order.waybill, orderid: order.orderId }));
    const body = JSON.stringify({ Body: { WaybillRoute } });
    let status = 0;
    let tried = 0;
    while (tried < tries && status !== 200) {
      if (tried > 0) await pause(clock, pushDelays.againAfterMs);
      tried += 1;
      const secret = kind === 'forged' ? `${checkWord}x` : checkWord;
      const at = kind === 'stale' ? clock.now() - 2 * sfToleranceMs : clock.now();
      status = await post(new URL(signedPushPath(callbackPath, body, secret, at), base), body);
    }
    const record = { orderId: order.orderId, opCodes: entries.map(({ opCode }) => opCode), kind, status, tries: tried };
    records.push(record);
    return record;
  }

  return {
    send(order, entries, kind = 'genuine') {
      const sent = line.then(() => push(order, entries, kind));
      line = sent;
      return sent;
    },
    list: () => records,
  };
}

/** @returns 200 only when the centre said that it took it. */
async function post(url: URL, body: string): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': pushContentType },
      body,
      signal: AbortSignal.timeout(pushDelays.perTryMs),
    });
    const answer = await response.text();
    return response.status === 200 && !answer.includes('"0000"') ? 500 : response.status;
  } catch {
    return 0;
  }
}
