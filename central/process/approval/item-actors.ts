import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { ensureSecret } from '../../store/index.ts';

/**
 * Who acts, named by a token, until staff sign in: two people of the demonstration, each with a file in the key folder, so that whoever writes
 * a version is not who approves it.
 */
export const demoActors = { author: 'item-author.token', approver: 'item-approver.token' } as const;

export interface ItemActors {
  /** The person's name; undefined when nobody has this token. */
  findActor(token: string): string | undefined;
}

/** Makes the two tokens at the first start. */
export function openItemActors(keyFolder: string): ItemActors {
  const known = Object.entries(demoActors).map(([name, file]) => ({
    name,
    hash: hashOf(ensureSecret(keyFolder, file, () => randomBytes(24).toString('base64url')).trim()),
  }));
  return {
    findActor(token) {
      const given = hashOf(token.trim());
      return known.find(({ hash }) => timingSafeEqual(hash, given))?.name;
    },
  };
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
