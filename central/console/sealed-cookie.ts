import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { RandomBytes } from '#contracts/basics/ids.ts';

/** What a browser keeps for us and cannot read or change: AES-256-GCM, base64url of nonce(12), ciphertext, tag(16). */
export interface CookieSeal {
  seal(value: object): string;
  /** Undefined when it is not ours or was changed. */
  open(text: string): unknown;
}

const nonceBytes = 12;
const tagBytes = 16;

export function openCookieSeal(secret: string, random: RandomBytes): CookieSeal {
  const key = createHash('sha256').update(`console-cookie\n${secret}`).digest();
  return {
    seal(value) {
      const nonce = random(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const parts = [nonce, cipher.update(JSON.stringify(value), 'utf8'), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(parts).toString('base64url');
    },
    open(text) {
      const bytes = Buffer.from(text, 'base64url');
      if (bytes.length <= nonceBytes + tagBytes) return undefined;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
        decipher.setAuthTag(bytes.subarray(-tagBytes));
        const plain = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
        return JSON.parse(plain.toString('utf8'));
      } catch {
        return undefined;
      }
    },
  };
}
