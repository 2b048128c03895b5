import { createHash } from 'node:crypto';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { Selectable } from 'kysely';
import type { Db, Tables } from '../../store/index.ts';

export type MobileLinkRow = Selectable<Tables['mobile_link']>;

/** 128 random bits, base64url. */
export const mobileToken = /^[A-Za-z0-9_-]{22}$/;

/** What is kept of a token: it cannot be made out of it again. */
export function mobileTokenHash(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}

/**
 * A new way to the phone's page for one person and one proposal; each message has its own. It ends with the proposal. @returns the token: it goes
 * into the message and nowhere else.
 */
export async function makeMobileLink(
  db: Db,
  { clock, random }: { readonly clock: Clock; readonly random: RandomBytes },
  about: Pick<MobileLinkRow, 'party_key' | 'proposal_id' | 'person_key' | 'channel'>,
): Promise<string> {
  const token = Buffer.from(random(16)).toString('base64url');
  const { party_key, proposal_id, person_key, channel } = about;
  await db
    .insertInto('mobile_link')
    .values({
      token_hash: mobileTokenHash(token),
      party_key,
      proposal_id,
      person_key,
      channel,
      created_at: instantOf(clock.now()),
      disowned_at: null,
    })
    .execute();
  return token;
}

/** Undefined for what is no token of ours. */
export async function findMobileLink(db: Db, token: string): Promise<MobileLinkRow | undefined> {
  if (!mobileToken.test(token)) return undefined;
  return db.selectFrom('mobile_link').selectAll().where('token_hash', '=', mobileTokenHash(token)).executeTakeFirst();
}
