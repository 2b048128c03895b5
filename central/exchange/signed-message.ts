import { createHash, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/**
 * How the centre and a department prove to each other what they said, in both directions, beside TLS: the signature covers
 * everything that decides, so that a stored message is evidence and a replayed one is refused. Ed25519, base64url.
 */
export const headerNames = {
  client: 'x-estation-client',
  timestamp: 'x-estation-timestamp',
  nonce: 'x-estation-nonce',
  signature: 'x-estation-signature',
} as const;

export interface RequestParts {
  readonly client: string;
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly path: string;
  /** ISO instant of the sender's clock. */
  readonly timestamp: string;
  /** 22 characters base64url, never used twice. */
  readonly nonce: string;
  readonly body: string;
}

export interface ReplyParts {
  readonly status: number;
  /** The request's: a reply that was given to another question does not pass. */
  readonly nonce: string;
  readonly timestamp: string;
  readonly body: string;
}

/** A message older or newer than this is refused; nonces are remembered for twice as long. */
export const timestampToleranceMs = 60_000;

export function requestText(parts: RequestParts): string {
  const { client, method, path, timestamp, nonce, body } = parts;
  return ['estation-request-v1', client, method, path, timestamp, nonce, sha256(body)].join('\n');
}

export function replyText(parts: ReplyParts): string {
  const { status, nonce, timestamp, body } = parts;
  return ['estation-reply-v1', String(status), nonce, timestamp, sha256(body)].join('\n');
}

export function signText(text: string, key: KeyObject): string {
  return sign(null, Buffer.from(text, 'utf8'), key).toString('base64url');
}

/** The signature in its one spelling: base64url has spare bits at its end, and readers that overlook foreign characters. */
export function isSignedBy(text: string, signature: string, key: KeyObject): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.length !== 64 || bytes.toString('base64url') !== signature) return false;
  return verify(null, Buffer.from(text, 'utf8'), key, bytes);
}

/** What a signed body must say that it is, to the letter. */
export const signedContentType = 'application/json';

/** Text of well-formed UTF-8, so that what is verified is what came; undefined for anything else. */
export function exactText(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
}

/** Whether a message's time is near enough to ours. */
export function isTimely(timestamp: string, nowMs: number): boolean {
  return Math.abs(Date.parse(timestamp) - nowMs) <= timestampToleranceMs;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
