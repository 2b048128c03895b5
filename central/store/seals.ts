import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from './database.ts';
import { ensureSecret } from './key-folder.ts';

/** AES-256-GCM under one subject's own key. `seal` text = base64url of nonce(12), ciphertext, tag(16). */
export interface SubjectSeal {
  seal(value: object): string;
  /** @throws when the text was sealed for somebody else, or was changed. */
  open<T>(text: string): T;
}

/**
 * Personal columns. A subject's key = HMAC-SHA-256(master secret, the subject's salt); whoever deletes the salt (`forget`) has
 * destroyed all that was sealed, in every table and every backup that has no copy of the salt.
 */
export interface Seals {
  /** Seals of these parties, with new salts where there were none. */
  ensure(db: Db, partyKeys: readonly string[]): Promise<ReadonlyMap<string, SubjectSeal>>;
  /** Seals of those of these parties that were not forgotten. */
  find(db: Db, partyKeys: readonly string[]): Promise<ReadonlyMap<string, SubjectSeal>>;
  forget(db: Db, partyKey: string): Promise<void>;
}

const nonceBytes = 12;
const tagBytes = 16;

export function openSeals(keyFolder: string): Seals {
  const master = createSecretKey(
    ensureSecret(keyFolder, 'subjects.secret', () => randomBytes(32).toString('base64url')),
    'utf8',
  );

  function sealOf(partyKey: string, salt: Uint8Array): SubjectSeal {
    const key = createHmac('sha256', master).update(salt).digest();
    const subject = Buffer.from(partyKey, 'utf8');
    return {
      seal(value) {
        const nonce = randomBytes(nonceBytes);
        const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(subject);
        const sealed = Buffer.concat([nonce, cipher.update(JSON.stringify(value), 'utf8'), cipher.final(), cipher.getAuthTag()]);
        return sealed.toString('base64url');
      },
      open<T>(text: string) {
        const bytes = Buffer.from(text, 'base64url');
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
        decipher.setAAD(subject).setAuthTag(bytes.subarray(-tagBytes));
        const plain = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
        return JSON.parse(plain.toString('utf8')) as T;
      },
    };
  }

  async function find(db: Db, partyKeys: readonly string[]): Promise<Map<string, SubjectSeal>> {
    if (partyKeys.length === 0) return new Map();
    const found = await sql<{ party_key: string; salt: Buffer }>`
      SELECT party_key, salt FROM subject_key WHERE party_key = ANY(${[...partyKeys]})`.execute(db);
    return new Map(found.rows.map((row) => [row.party_key, sealOf(row.party_key, row.salt)]));
  }

  return {
    find,
    async ensure(db, partyKeys) {
      const known = await find(db, partyKeys);
      const missing = [...new Set(partyKeys)].filter((key) => !known.has(key));
      if (missing.length === 0) return known;
      const rows = missing.toSorted().map((party_key) => ({ party_key, salt: randomBytes(32) }));
      // Another process may be first: its salt stands.
      await db
        .insertInto('subject_key')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return new Map([...known, ...(await find(db, missing))]);
    },
    async forget(db, partyKey) {
      await db.deleteFrom('subject_key').where('party_key', '=', partyKey).execute();
    },
  };
}
