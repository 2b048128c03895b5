import { constants, createCipheriv, createDecipheriv, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { base64Bytes } from '../strict-values.ts';

/**
 * 服务端 API 加密与签名 of the WeChat mini-program platform ("服务端api签名指南"), algorithms AES256_GCM and RSAwithSHA256 (PSS, 32 bytes of salt): the
 * request is encrypted, and what decides is signed, both ways. Without it nothing but TLS protects what we say about a person.
 */
export const sealHeaders = {
  appId: 'wechatmp-appid',
  timestamp: 'wechatmp-timestamp',
  signature: 'wechatmp-signature',
} as const;

/** Seconds that a message may be old or ahead. */
export const sealToleranceS = 300;

interface SealContext {
  /** With protocol, without query: `https://api.weixin.qq.com/cgi-bin/message/subscribe/send`. */
  readonly urlPath: string;
  readonly appId: string;
  /** Unix seconds. */
  readonly timestamp: number;
}

export interface SymmetricKey {
  /** The key's number at the platform. */
  readonly sn: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

const sealedBody = z.strictObject({ iv: z.string(), data: z.string(), authtag: z.string() });

/** The body that goes over the line: `{iv, data, authtag}` in base64. */
export function sealBody(context: SealContext, key: SymmetricKey, content: object, random: RandomBytes): string {
  const iv = random(12);
  const cipher = createCipheriv('aes-256-gcm', key.key, iv).setAAD(authenticated(context, key));
  const safe = { ...content, _n: base64(random(24)), _appid: context.appId, _timestamp: context.timestamp };
  const data = Buffer.concat([cipher.update(JSON.stringify(safe), 'utf8'), cipher.final()]);
  return JSON.stringify({ iv: base64(iv), data: base64(data), authtag: base64(cipher.getAuthTag()) });
}

/** What was sealed; undefined when it was changed, or sealed for another path, time or application. */
export function openBody(context: SealContext, key: SymmetricKey, body: string): unknown {
  try {
    const parsed = sealedBody.parse(JSON.parse(body));
    if (JSON.stringify(parsed) !== body) return undefined; // one text per message
    const [iv, data, tag] = [parsed.iv, parsed.data, parsed.authtag].map((text) => base64Bytes(text, 'base64'));
    if (iv?.length !== 12 || !data || tag?.length !== 16) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', key.key, iv).setAAD(authenticated(context, key)).setAuthTag(tag);
    return JSON.parse(Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

export function signSeal(context: SealContext, body: string, key: KeyObject): string {
  return sign('sha256', signedBytes(context, body), { key, ...pss }).toString('base64');
}

export function isSealSigned(context: SealContext, body: string, signature: string, key: KeyObject): boolean {
  const bytes = base64Bytes(signature, 'base64');
  return bytes !== undefined && verify('sha256', signedBytes(context, body), { key, ...pss }, bytes);
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } as const;

function authenticated({ urlPath, appId, timestamp }: SealContext, { sn }: SymmetricKey): Buffer {
  return Buffer.from([urlPath, appId, String(timestamp), sn].join('|'), 'utf8');
}

function signedBytes({ urlPath, appId, timestamp }: SealContext, body: string): Buffer {
  return Buffer.from([urlPath, appId, String(timestamp), body].join('\n'), 'utf8');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
