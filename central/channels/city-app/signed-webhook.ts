import { createHash, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { ReplayMemory } from '../replay-memory.ts';
import { base64Bytes, isSameText, readParameters } from '../strict-values.ts';

/**
 * Our own agreement with the city's app (青e办), the same in both directions: Ed25519 over everything that decides, one nonce per
 * message, and a window of time. Answers are signed, too, and bound to the nonce that they answer.
 */
export const webhookHeaders = {
  client: 'x-estation-client',
  timestamp: 'x-estation-timestamp',
  nonce: 'x-estation-nonce',
  signature: 'x-estation-signature',
} as const;

/** A message older or newer than this is refused; nonces are remembered for twice as long. */
export const webhookWindowMs = 60_000;

export interface WebhookRequest {
  readonly method: string;
  /** Without the query, as the receiver sees it. */
  readonly path: string;
  /** As in the request line, without `?`. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

interface Signer {
  /** Who speaks: `e-station-centre`, `city-app`. */
  readonly client: string;
  readonly key: KeyObject;
}

/** The four headers of a request. @param at ISO instant of the sender's clock. */
export function signedHeaders(
  request: Omit<WebhookRequest, 'headers'>,
  { client, key }: Signer,
  at: string,
  random: RandomBytes,
): Record<string, string> {
  const nonce = Buffer.from(random(16)).toString('base64url');
  const signature = sign(null, requestBytes({ ...request, client, timestamp: at, nonce }), key).toString('base64url');
  return {
    [webhookHeaders.client]: client,
    [webhookHeaders.timestamp]: at,
    [webhookHeaders.nonce]: nonce,
    [webhookHeaders.signature]: signature,
  };
}

export type WebhookFault = 'signature' | 'time' | 'replay';

/** Whether a request is from `sender`, now, and for the first time; undefined = it is. */
export function faultOf(request: WebhookRequest, sender: Signer, nowMs: number, seen: ReplayMemory): WebhookFault | undefined {
  const header = (name: string): string => request.headers[name] ?? '';
  const [client, timestamp, nonce] = [
    header(webhookHeaders.client),
    header(webhookHeaders.timestamp),
    header(webhookHeaders.nonce),
  ];
  const signature = base64Bytes(header(webhookHeaders.signature), 'base64url');
  const isWellFormed = isSameText(client, sender.client) && base64Bytes(nonce, 'base64url')?.length === 16;
  if (!isWellFormed || signature?.length !== 64 || readParameters(request.query) === undefined) return 'signature';
  if (!verify(null, requestBytes({ ...request, client, timestamp, nonce }), sender.key, signature)) return 'signature';
  if (!(Math.abs(Date.parse(timestamp) - nowMs) <= webhookWindowMs)) return 'time';
  return seen.useOnce(nonce, nowMs) ? undefined : 'replay';
}

/** What an answer's signature covers. @param nonce of the request. */
export function answerSignature(answer: SignedAnswer, key: KeyObject): string {
  return sign(null, answerBytes(answer), key).toString('base64url');
}

export function isAnswerSigned(answer: SignedAnswer, signature: string, key: KeyObject): boolean {
  const bytes = base64Bytes(signature, 'base64url');
  return bytes?.length === 64 && verify(null, answerBytes(answer), key, bytes);
}

interface SignedAnswer {
  readonly status: number;
  readonly nonce: string;
  readonly body: string;
}

interface Signed extends Omit<WebhookRequest, 'headers'> {
  readonly client: string;
  readonly timestamp: string;
  readonly nonce: string;
}

function requestBytes({ client, method, path, query, timestamp, nonce, body }: Signed): Buffer {
  const sorted = query.split('&').sort().join('&');
  return lines('estation-webhook-v1', client, method, path, sorted, timestamp, nonce, sha256(body));
}

function answerBytes({ status, nonce, body }: SignedAnswer): Buffer {
  return lines('estation-webhook-answer-v1', String(status), nonce, sha256(Buffer.from(body, 'utf8')));
}

function lines(...parts: readonly string[]): Buffer {
  return Buffer.from(parts.join('\n'), 'utf8');
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
