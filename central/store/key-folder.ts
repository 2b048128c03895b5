import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  createHash,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** An Ed25519 key of ours and the name under which others know its public half. */
export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/**
 * Reads a secret file, making it at the first start (0600). Several processes may share a folder of keys: the first one's
 * file stands, for all.
 */
export function ensureSecret(folder: string, name: string, make: () => string): string {
  const file = path.join(folder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (;;) {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      if (!isErrno(error, 'ENOENT')) throw error;
    }
    const draft = `${file}.${randomUUID()}`;
    writeFileSync(draft, make(), { mode: 0o600 });
    try {
      linkSync(draft, file); // fails when another process was first; never shows half a file
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error;
    } finally {
      rmSync(draft);
    }
  }
}

/** The Ed25519 key `<name>.key.pem` of a folder; its public half is written beside it as `<name>.pub.pem`. */
export function ensureSigningKey(folder: string, name: string): SigningKey {
  const pem = ensureSecret(folder, `${name}.key.pem`, () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey);
  ensureSecret(folder, `${name}.pub.pem`, () => publicKey.export({ type: 'spki', format: 'pem' }).toString());
  return { keyId: keyIdOf(publicKey), privateKey, publicKey };
}

/** The public half that a partner published as `<name>.pub.pem`. */
export function readPublicKey(folder: string, name: string): KeyObject {
  return createPublicKey(readFileSync(path.join(folder, `${name}.pub.pem`), 'utf8'));
}

/** First 16 hex digits of SHA-256 over the key's SubjectPublicKeyInfo. */
function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}

/**
 * Keyed hashes with the centre's own secret. `personKey` names a person in the tables: the same number gives the same name, and
 * without the secret nobody can try all numbers against a stolen dump.
 */
export interface Pseudonyms {
  /** 64 hex digits for an identity number. */
  personKey(idNumber: string): string;
  /** 64 hex digits for an organisation's USCC. */
  organisationKey(uscc: string): string;
  /** HMAC of anything short, 64 hex digits; `use` keeps different uses apart. */
  digest(use: string, text: string): string;
}

export function openPseudonyms(folder: string): Pseudonyms {
  // Prepared once: for a secret given as text it would be done at each call, which costs eight times the hash.
  const key = createSecretKey(
    ensureSecret(folder, 'pseudonyms.secret', () => randomBytes(32).toString('base64url')),
    'utf8',
  );
  const digest = (use: string, text: string): string => createHmac('sha256', key).update(`${use}\n${text}`).digest('hex');
  return {
    digest,
    personKey: (idNumber) => digest('person', idNumber.trim().toUpperCase()),
    organisationKey: (uscc) => digest('organisation', uscc.trim().toUpperCase()),
  };
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
