import type { CentralReceipt, SyncResult } from '#contracts/sync/wire.ts';

/** One `SyncResult` as JSON text: a stored receipt goes out as it was stored, byte for byte, without being read again. */
export type Answer = string;

const retryDelays = { firstMs: 5_000, maxMs: 5 * 60_000 } as const;

/** @param receipt the signed receipt's JSON text. */
export function storedAnswer(id: string, receipt: string, duplicate: boolean): Answer {
  return `{"id":"${id}","answer":"final","duplicate":${duplicate},"receipt":${receipt}}`;
}

export function parkedAnswer(id: string): Answer {
  return `{"id":"${id}","answer":"parked"}`;
}

/** The act is not to blame, or not proven to be: try again later. @param attempts failures so far, this one included. */
export function retryAnswer(id: string, attempts: number): Answer {
  const answer = {
    id,
    answer: 'retry',
    afterMs: Math.min(retryDelays.maxMs, retryDelays.firstMs * 2 ** (attempts - 1)),
    reason: 'SYN-003',
  };
  return JSON.stringify(answer satisfies Record<keyof Extract<SyncResult, { answer: 'retry' }>, unknown>);
}

/** A refusal that is not stored: the id belongs to another act. */
export function refusedAnswer(receipt: CentralReceipt): Answer {
  return storedAnswer(receipt.id, JSON.stringify(receipt), false);
}

/** The whole reply of `POST /v1/sync`. */
export function replyText(answers: readonly Answer[], serverTime: string): string {
  return `{"results":[${answers.join(',')}],"serverTime":"${serverTime}"}`;
}
