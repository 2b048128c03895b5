import { generateKeyPairSync, createPrivateKey, createPublicKey, scryptSync, randomBytes, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { Json } from '#contracts/basics/canonical-json.ts';

/** Signs configuration on a development machine. The key is made here, stays here, and no shipped terminal trusts it. */
export interface DevSigner {
  readonly publicKeys: Readonly<Record<string, string>>;
  /** Writes `content` as a SignedFile. */
  write(file: string, content: Json): void;
}

const keyId = 'development';

export function createDevSigner(folder: string): DevSigner {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'config-signing.pem');
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  const key = createPrivateKey(readFileSync(file));
  const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  return {
    publicKeys: { [keyId]: publicPem },
    write(target, content) {
      const payload = canonicalJson(content);
      const sig = sign(null, Buffer.from(payload, 'utf8'), key).toString('base64url');
      writeFileSync(target, JSON.stringify({ payload, keyId, sig }, null, 2));
    },
  };
}

/** The scrypt record of a staff PIN, as the terminal's configuration holds it. */
export function staffPinRecord(pin: string): string {
  const [N, r, p] = [16_384, 8, 1];
  const salt = randomBytes(16);
  return [N, r, p, salt.toString('base64url'), scryptSync(pin, salt, 32, { N, r, p }).toString('base64url')].join('$');
}
