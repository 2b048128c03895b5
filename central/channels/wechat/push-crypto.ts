import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { base64Bytes } from '../strict-values.ts';

/**
 * 消息推送, 安全模式: what WeChat pushes is AES-256-CBC encrypted (key = EncodingAESKey, 43 characters; IV = its first 16 bytes; PKCS#7 padding to 32 bytes) as
 * 16 random bytes, length (4 bytes, big-endian), message, application id. The plain mode signs the time and the nonce only, not the
 * body; it is not accepted here.
 */

/** sha1 over the sorted parts: `signature` of (token, timestamp, nonce), `msg_signature` of these and the encrypted text. */
export function pushSignature(...parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''), 'utf8')
    .digest('hex');
}

/** @param aesKey EncodingAESKey, 43 characters. @param lead 16 random bytes. */
export function encryptPush(aesKey: string, appId: string, message: string, lead: Uint8Array): string {
  const key = keyBytes(aesKey);
  const text = Buffer.from(message, 'utf8');
  const size = Buffer.alloc(4);
  size.writeUInt32BE(text.length);
  const plain = Buffer.concat([lead, size, text, Buffer.from(appId, 'utf8')]);
  const pad = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]).toString('base64');
}

/** The message; undefined when it is not encrypted with our key for our application. */
export function decryptPush(aesKey: string, appId: string, encrypted: string): string | undefined {
  const key = keyBytes(aesKey);
  const bytes = base64Bytes(encrypted, 'base64');
  if (!bytes || bytes.length % 32 !== 0) return undefined;
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(bytes), decipher.final()]);
  const pad = plain.at(-1) ?? 0;
  if (pad < 1 || pad > 32 || plain.length < 20 + pad) return undefined;
  const end = 20 + plain.readUInt32BE(16);
  if (end > plain.length - pad || plain.subarray(end, plain.length - pad).toString('utf8') !== appId) return undefined;
  return plain.subarray(20, end).toString('utf8');
}

function keyBytes(aesKey: string): Buffer {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  if (key.length !== 32) throw new Error('EncodingAESKey has 43 characters');
  return key;
}
