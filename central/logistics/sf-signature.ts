import { createHash, timingSafeEqual } from 'node:crypto';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';

/**
 * How SF Express (丰桥, "数字签名认证说明") recognises its customers: a form with the fields below, POSTed to `/std/service`, where
 * msgDigest = base64(md5(urlencode(msgData + timestamp + checkWord))), urlencode as Java's URLEncoder does it.
 *
 * The one public sample digest did not reproduce with this rule, nor with its variants; several public clients use it as it is
 * here. An official vector is needed before the real service is called. The digest covers msgData and the timestamp only, the
 * rest is protected by TLS; so our requestID, which SF only wants unique, is a fingerprint of all other fields (UUID version 8,
 * RFC 9562 §5.8), and the stand-in checks it.
 */
export interface SfCredentials {
  /** 顾客编码. */
  readonly partnerId: string;
  /** 校验码, the shared secret. */
  readonly checkWord: string;
}

export const sfPath = '/std/service';
export const sfContentType = 'application/x-www-form-urlencoded;charset=UTF-8';
const fields = ['partnerID', 'requestID', 'serviceCode', 'timestamp', 'msgDigest', 'msgData'] as const;

/** How far the two clocks may be apart. SF states no figure; five minutes is the stand-in's. */
export const sfToleranceMs = 5 * 60_000;

export function sfDigest(msgData: string, timestamp: string, checkWord: string): string {
  const encoded = new URLSearchParams({ t: `${msgData}${timestamp}${checkWord}` }).toString().slice(2);
  return createHash('md5').update(encoded, 'utf8').digest('base64');
}

/** The body of a request. @param timestampMs unix ms; two requests of one customer never share it. */
export function signedForm(credentials: SfCredentials, serviceCode: string, msgData: string, timestampMs: number): string {
  const timestamp = String(timestampMs);
  const msgDigest = sfDigest(msgData, timestamp, credentials.checkWord);
  const { partnerId: partnerID } = credentials;
  const requestID = fingerprint(partnerID, serviceCode, timestamp, msgDigest);
  return new URLSearchParams({ partnerID, requestID, serviceCode, timestamp, msgDigest, msgData }).toString();
}

interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface ReadRequest {
  readonly requestId: string;
  readonly serviceCode: string;
  readonly msgData: string;
}

/** Codes of the gateway: A1001 form · A1002 time · A1004 no such customer or service · A1006 digest. */
export type GatewayRefusal = 'A1001' | 'A1002' | 'A1004' | 'A1006';

/** The service's side: believes a request only when every part of it is as its customer wrote it. */
export function readSignedRequest(
  request: SignedRequest,
  credentials: SfCredentials,
  services: readonly string[],
  nowMs: number,
): Result<ReadRequest, GatewayRefusal> {
  if (request.method !== 'POST' || request.path !== sfPath || request.headers['content-type'] !== sfContentType)
    return err('A1001');
  const form = new URLSearchParams(request.body);
  // One spelling per content: what is equal after decoding but differs on the line was not written by the customer.
  if (form.toString() !== request.body || [...form.keys()].join() !== fields.join()) return err('A1001');
  const [partnerID, requestId, serviceCode, timestamp, msgDigest, msgData] = fields.map((name) => form.get(name) ?? '') as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  if (!isSame(msgDigest, sfDigest(msgData, timestamp, credentials.checkWord))) return err('A1006');
  if (!isSame(requestId, fingerprint(partnerID, serviceCode, timestamp, msgDigest))) return err('A1006');
  if (!isSame(partnerID, credentials.partnerId) || !services.includes(serviceCode)) return err('A1004');
  if (!isNear(timestamp, nowMs)) return err('A1002');
  return ok({ requestId, serviceCode, msgData });
}

export function isNear(timestamp: string, nowMs: number): boolean {
  return /^\d{13}$/.test(timestamp) && Math.abs(Number(timestamp) - nowMs) <= sfToleranceMs;
}

/** Compares secrets without telling by time where they differ. */
export function isSame(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}

function fingerprint(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
