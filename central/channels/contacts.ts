import type { Db } from '../store/index.ts';

/** How a person can be reached, as another system confirmed it. */
export interface Contact {
  readonly phone: string;
  /** Where the number comes from, for people to read. */
  readonly source: string;
  readonly verifiedAt: string;
}

export async function findContact(db: Db, personKey: string): Promise<Contact | undefined> {
  const row = await db
    .selectFrom('contact')
    .select(['address', 'source', 'verified_at'])
    .where('person_key', '=', personKey)
    .where('channel', '=', 'sms')
    .executeTakeFirst();
  return row && { phone: row.address, source: row.source, verifiedAt: row.verified_at };
}

export async function saveContact(db: Db, personKey: string, contact: Contact): Promise<void> {
  const values = { address: contact.phone, source: contact.source, verified_at: contact.verifiedAt };
  await db
    .insertInto('contact')
    .values({ person_key: personKey, channel: 'sms', ...values })
    .onConflict((conflict) => conflict.columns(['person_key', 'channel']).doUpdateSet(values))
    .execute();
}
