import { sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { feedSignedText, receiptSignedText } from '#contracts/sync/signed-text.ts';
import type { CentralReceipt, FeedEntry } from '#contracts/sync/wire.ts';
import type { SigningKey } from '../store/index.ts';
import { ensureSigningKey } from '../store/index.ts';

/** What the centre signs with; every signature is Ed25519 over the text of `contracts/sync/signed-text.ts`, base64url. */
export interface CentreSigner {
  receipt(fields: Omit<CentralReceipt, 'sig' | 'keyId'>): CentralReceipt;
  feedEntry(stream: string, fields: Omit<FeedEntry, 'sig' | 'keyId'>): FeedEntry;
  readonly publicKeys: PublicKeys;
}

/** What a terminal must hold to believe a receipt: `GET /v1/keys`, and `public-keys.json` for its set-up. */
export interface PublicKeys {
  readonly keys: readonly {
    readonly keyId: string;
    readonly algorithm: 'Ed25519';
    /** SubjectPublicKeyInfo, PEM. */
    readonly publicKey: string;
  }[];
}

/** Reads the centre's signing key, making it at the first start; writes `public-keys.json` into `publishTo`. */
export function openSigner(keyFolder: string, publishTo: string): CentreSigner {
  const key = ensureSigningKey(keyFolder, 'centre-signing');
  const publicKey = key.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const publicKeys: PublicKeys = { keys: [{ keyId: key.keyId, algorithm: 'Ed25519', publicKey }] };
  writeFileSync(path.join(publishTo, 'public-keys.json'), `${JSON.stringify(publicKeys, null, 2)}\n`, { mode: 0o644 });
  return {
    receipt: (fields) => ({ ...fields, ...signature(key, receiptSignedText(fields)) }),
    feedEntry: (stream, fields) => ({ ...fields, ...signature(key, feedSignedText(stream, fields)) }),
    publicKeys,
  };
}

function signature(key: SigningKey, text: string): { keyId: string; sig: string } {
  return { keyId: key.keyId, sig: sign(null, Buffer.from(text, 'utf8'), key.privateKey).toString('base64url') };
}
