import { localDateOf } from '#contracts/basics/clock.ts';
import type { SendRefusal } from './channel-port.ts';

/** Times of one call to a provider, ms. A lost answer costs two: a person may stand at the terminal and wait for a code. */
export const callDelays = { answerMs: 4_000 } as const;

const largestAnswer = 256 * 1024;

interface ProviderAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** One HTTPS call; follows no redirect, reads no endless answer. @throws when there is no whole answer: see `downAfter`. */
export async function callProvider(url: URL, init: RequestInit): Promise<ProviderAnswer> {
  const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(callDelays.answerMs) });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > largestAnswer) throw new Error('answer too large');
    chunks.push(chunk);
  }
  return { status: response.status, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') };
}

/** What a broken call means: where no connection came about nothing was taken; otherwise nobody knows. */
export function downAfter(error: unknown): SendRefusal {
  return { code: 'provider-down', taken: wasNeverSent(error) ? 'no' : 'unknown' };
}

/** An HTTP status that is no answer of the provider's own. 503 and 429 come from its gate, before the message was taken. */
export function downWithStatus(status: number): SendRefusal {
  return { code: 'provider-down', taken: status === 503 || status === 429 ? 'no' : 'unknown', raw: `http-${status}` };
}

const beforeConnection = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Libraries wrap the error of the socket in errors of their own. */
function wasNeverSent(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string' && beforeConnection.has(at.code)) return true;
  }
  return false;
}

/** Daily limits of the providers begin anew at midnight in China. */
export function untilLocalMidnightMs(nowMs: number): number {
  return Date.parse(`${localDateOf(nowMs)}T00:00:00+08:00`) + 86_400_000 - nowMs;
}
