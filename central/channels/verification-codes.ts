import { timingSafeEqual } from 'node:crypto';
import type { Clock, Instant } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import { maskPhone } from '#contracts/basics/mask.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { Db, Pseudonyms } from '../store/index.ts';
import { inTransaction } from '../store/index.ts';
import type { Contact } from './contacts.ts';
import type { SmsPort } from './sms-port.ts';

const codeRules = {
  lifetimeMs: 5 * 60_000,
  tries: 3,
  /** Codes that one person, or one terminal, may cause within the window. */
  perPerson: 3,
  perTerminal: 20,
  windowMs: 10 * 60_000,
  /** How long a passed code counts as verification of its visit. */
  passedForMs: 30 * 60_000,
} as const;

type CodeError = Extract<ErrorCode, `SMS-${string}`>;

interface SentCode {
  readonly challenge: string;
  readonly phoneMasked: string;
  readonly expiresAt: Instant;
  readonly triesLeft: number;
}

interface Asked {
  readonly terminal: string;
  readonly session: string;
  readonly personKey: string;
}

/** 短信验证码: the way to verify a person where the face cannot; six digits to the phone that another system confirmed. */
export interface VerificationCodes {
  /** SMS-003 no phone · SMS-004 not sent · SMS-005 too many. */
  send(asked: Asked): Promise<Result<SentCode, CodeError>>;
  /** SMS-001 wrong · SMS-002 too old · SMS-005 no try left. A try is spent before the answer is known. */
  check(
    terminal: string,
    session: string,
    challenge: string,
    code: string,
  ): Promise<Result<{ at: Instant; personKey: string }, CodeError>>;
  /** Whether this person passed a code in this visit. */
  hasPassed(asked: Asked): Promise<boolean>;
}

export interface CodeParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly pseudonyms: Pseudonyms;
  /** The phone that another system confirmed, if there is one. */
  readonly phoneOf: (personKey: string) => Promise<Contact | undefined>;
  readonly sms: SmsPort;
}

export function openVerificationCodes(parts: CodeParts): VerificationCodes {
  const { db, clock, pseudonyms } = parts;
  const hashOf = (challenge: string, code: string): string => pseudonyms.digest('verification-code', `${challenge}\n${code}`);

  return {
    async send(asked) {
      const contact = await parts.phoneOf(asked.personKey);
      if (!contact) return err('SMS-003');
      const challenge = makeUuidV7(clock.now(), parts.random);
      const code = sixDigits(parts.random);
      if (!(await register(parts, asked, challenge, hashOf(challenge, code)))) return err('SMS-005');
      const sent = await parts.sms.send({
        key: challenge,
        phone: contact.phone,
        template: 'verification-code',
        params: { code },
      });
      if (!sent.ok) return sent;
      const expiresAt = instantOf(clock.now() + codeRules.lifetimeMs);
      return ok({ challenge, phoneMasked: maskPhone(contact.phone), expiresAt, triesLeft: codeRules.tries });
    },

    async check(terminal, session, challenge, code) {
      const row = await spendTry(db, terminal, session, challenge);
      if (!row) return err('SMS-005');
      if (Date.parse(row.expires_at) < clock.now()) return err('SMS-002');
      const right = timingSafeEqual(Buffer.from(row.code_hash), Buffer.from(hashOf(challenge, code)));
      if (!right) return err(row.tries_left > 0 ? 'SMS-001' : 'SMS-005');
      const at = instantOf(clock.now());
      await db
        .updateTable('verification_code')
        .set({ passed_at: at, tries_left: 0 })
        .where('terminal_id', '=', terminal)
        .where('challenge', '=', challenge)
        .execute();
      return ok({ at, personKey: row.person_key });
    },

    async hasPassed({ terminal, session, personKey }) {
      const row = await db
        .selectFrom('verification_code')
        .select('challenge')
        .where('terminal_id', '=', terminal)
        .where('session', '=', session)
        .where('person_key', '=', personKey)
        .where('passed_at', '>', instantOf(clock.now() - codeRules.passedForMs))
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

/** Serializable: two requests at once must not both be the last one that is allowed. @returns false when it is too many. */
async function register(parts: CodeParts, asked: Asked, challenge: string, codeHash: string): Promise<boolean> {
  const { db, clock } = parts;
  const since = instantOf(clock.now() - codeRules.windowMs);
  return inTransaction(
    db,
    clock,
    async (tx) => {
      const count = async (column: 'person_key' | 'terminal_id', value: string): Promise<number> => {
        const found = await tx
          .selectFrom('verification_code')
          .select((row) => row.fn.countAll<number>().as('n'))
          .where(column, '=', value)
          .where('sent_at', '>', since)
          .executeTakeFirstOrThrow();
        return found.n;
      };
      if ((await count('person_key', asked.personKey)) >= codeRules.perPerson) return false;
      if ((await count('terminal_id', asked.terminal)) >= codeRules.perTerminal) return false;
      await tx
        .insertInto('verification_code')
        .values({
          terminal_id: asked.terminal,
          challenge,
          session: asked.session,
          person_key: asked.personKey,
          code_hash: codeHash,
          sent_at: instantOf(clock.now()),
          expires_at: instantOf(clock.now() + codeRules.lifetimeMs),
          tries_left: codeRules.tries,
          passed_at: null,
        })
        .execute();
      return true;
    },
    'serializable',
  );
}

/** Takes a try away in one statement, so that guesses in parallel cannot share one. Undefined when there is none to take. */
async function spendTry(db: Db, terminal: string, session: string, challenge: string) {
  return db
    .updateTable('verification_code')
    .set((row) => ({ tries_left: row('tries_left', '-', 1) }))
    .where('terminal_id', '=', terminal)
    .where('session', '=', session)
    .where('challenge', '=', challenge)
    .where('tries_left', '>', 0)
    .where('passed_at', 'is', null)
    .returning(['person_key', 'code_hash', 'expires_at', 'tries_left'])
    .executeTakeFirst();
}

/** Every one of the million is as likely: 32 random bits modulo 10^6 is off by less than one in four thousand. */
function sixDigits(random: RandomBytes): string {
  const value = Buffer.from(random(4)).readUInt32BE(0);
  return String(value % 1_000_000).padStart(6, '0');
}
