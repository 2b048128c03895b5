import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { ConsoleRole } from '#contracts/console/roles.ts';
import { consoleRole } from '#contracts/console/roles.ts';
import type { Db } from '../store/index.ts';

export const sessionLimits = { idleMs: 30 * 60_000, absoluteMs: 8 * 3_600_000, noteEveryMs: 30_000 } as const;

/** Who somebody is, as the identity provider says it. Districts: GB/T 2260; 370200 = the whole city. */
export interface StaffIdentity {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly ConsoleRole[];
  readonly districts: readonly string[];
}

export interface StaffSession extends StaffIdentity {
  /** SHA-256 of what the cookie holds, hex: who reads the table cannot sign in with it. */
  readonly id: string;
  readonly csrf: string;
  readonly endsAt: string;
}

/** Sessions of staff in the database, so that every process of the centre knows them and one can end them all. */
export interface Sessions {
  /** A new session with a new id; the one before, if there was one, is over. @returns what goes into the cookie. */
  begin(identity: StaffIdentity, before: string | undefined): Promise<string>;
  /** The session of a cookie, if it is neither idle for too long nor over; marks it as seen. */
  find(token: string | undefined): Promise<StaffSession | undefined>;
  end(session: StaffSession, everywhere: boolean): Promise<void>;
}

export function openSessions(db: Db, clock: Clock, random: RandomBytes): Sessions {
  const remove = async (id: string): Promise<void> => {
    await db.deleteFrom('staff_session').where('id', '=', id).execute();
  };
  return {
    async begin({ subject, name, roles, districts }, before) {
      const token = secretText(random);
      const now = clock.now();
      if (before !== undefined) await remove(idOf(before));
      await db
        .deleteFrom('staff_session')
        .where((row) =>
          row.or([row('expires_at', '<', instantOf(now)), row('seen_at', '<', instantOf(now - sessionLimits.idleMs))]),
        )
        .execute();
      await db
        .insertInto('staff_session')
        .values({
          id: idOf(token),
          subject,
          name,
          roles: JSON.stringify(roles),
          districts: JSON.stringify(districts),
          csrf: secretText(random),
          created_at: instantOf(now),
          seen_at: instantOf(now),
          expires_at: instantOf(now + sessionLimits.absoluteMs),
        })
        .execute();
      return token;
    },

    async find(token) {
      if (token === undefined || token.length > 100) return undefined;
      const row = await db.selectFrom('staff_session').selectAll().where('id', '=', idOf(token)).executeTakeFirst();
      if (!row) return undefined;
      const now = clock.now();
      const seen = Date.parse(row.seen_at);
      if (Date.parse(row.expires_at) <= now || seen + sessionLimits.idleMs <= now) {
        await remove(row.id);
        return undefined;
      }
      if (now - seen >= sessionLimits.noteEveryMs)
        await db
          .updateTable('staff_session')
          .set({ seen_at: instantOf(now) })
          .where('id', '=', row.id)
          .execute();
      const { id, subject, name, csrf, districts, expires_at: endsAt } = row;
      return {
        id,
        subject,
        name,
        csrf,
        districts,
        endsAt,
        roles: row.roles.flatMap((role) => consoleRole.safeParse(role).data ?? []),
      };
    },

    async end({ id, subject }, everywhere) {
      if (everywhere) await db.deleteFrom('staff_session').where('subject', '=', subject).execute();
      else await remove(id);
    },
  };
}

/** In a time that says nothing of how much was right. */
export function isSameText(given: string, wanted: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}

function idOf(token: string): string {
  return createHash('sha256').update(`console-session\n${token}`).digest('hex');
}

function secretText(random: RandomBytes): string {
  return Buffer.from(random(32)).toString('base64url');
}
