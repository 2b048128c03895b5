import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Clock, Instant } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { Db, Tables } from '../store/index.ts';
import type { MobileLinkRow } from '../tracking/index.ts';

export type VisitRow = Selectable<Tables['mobile_visit']>;

const cookieName = '__Secure-m';
const lifetimes = { cookieSeconds: 2 * 3600, formMs: 2 * 3_600_000, visitMs: 2 * 86_400_000, linkMs: 400 * 86_400_000 } as const;

/** The browser's own secret for one link, from its `cookie` header; undefined where it has none. */
export function readCookie(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === cookieName && value !== undefined && /^[A-Za-z0-9_-]{22}$/.test(value)) return value;
  }
  return undefined;
}

export function newCookie(random: RandomBytes): string {
  return Buffer.from(random(16)).toString('base64url');
}

/** Lax, so that who comes back by the message's link is still known; only below this link's own path. */
export function cookieHeader(value: string, base: string): string {
  return `${cookieName}=${value}; Path=${base}; Max-Age=${lifetimes.cookieSeconds}; Secure; HttpOnly; SameSite=Lax`;
}

/** A link that somebody passed on is another visit: what this browser has proven does not go with it. */
function visitKey(cookie: string, link: Pick<MobileLinkRow, 'token_hash'>): string {
  return createHash('sha256').update(`${cookie}\n${link.token_hash}`).digest('hex');
}

export async function findVisit(db: Db, cookie: string, link: MobileLinkRow): Promise<VisitRow | undefined> {
  return db.selectFrom('mobile_visit').selectAll().where('visit_key', '=', visitKey(cookie, link)).executeTakeFirst();
}

/** One more interaction; opening the page was the first. The visit begins to be kept with the first touch on it. */
export async function countTouch(
  db: Db,
  { clock, random }: { readonly clock: Clock; readonly random: RandomBytes },
  cookie: string,
  link: MobileLinkRow,
): Promise<VisitRow> {
  const now = clock.now();
  const found = await sql<VisitRow>`
    INSERT INTO mobile_visit AS v (visit_key, token_hash, session, interactions, challenge, phone_masked, code_until, tries_left, started_at)
    VALUES (${visitKey(cookie, link)}, ${link.token_hash}, ${makeUuidV7(now, random)}::uuid, 2, NULL, '', NULL, 0, ${instantOf(now)})
    ON CONFLICT (visit_key) DO UPDATE SET interactions = v.interactions + 1 RETURNING *`.execute(db);
  const [visit] = found.rows;
  if (!visit) throw new Error('a visit was not written');
  return visit;
}

export async function setChallenge(
  db: Db,
  visit: VisitRow,
  sent: Pick<VisitRow, 'challenge' | 'phone_masked' | 'code_until' | 'tries_left'>,
): Promise<VisitRow> {
  await db.updateTable('mobile_visit').set(sent).where('visit_key', '=', visit.visit_key).execute();
  return { ...visit, ...sent };
}

const nonceBytes = 16;
const macBytes = 16;

interface FormParts {
  readonly secret: string;
  readonly cookie: string;
  readonly tokenHash: string;
}

/** One form of one page: bound to the browser and the link, for two hours, for one sending. */
export function formToken(form: FormParts, clock: Clock, random: RandomBytes): string {
  const nonce = Buffer.from(random(nonceBytes));
  const until = Buffer.alloc(6);
  until.writeUIntBE(clock.now() + lifetimes.formMs, 0, 6);
  return Buffer.concat([nonce, until, macOf(form, nonce, until)]).toString('base64url');
}

function macOf({ secret, cookie, tokenHash }: FormParts, nonce: Buffer, until: Buffer): Buffer {
  const text = `${cookie}\n${tokenHash}\n${nonce.toString('hex')}\n${until.toString('hex')}`;
  return createHmac('sha256', secret).update(`mobile-form\n${text}`).digest().subarray(0, macBytes);
}

/** The form's nonce; undefined when it was not made for this browser and link, or too long ago. */
export function readFormToken(form: FormParts, clock: Clock, text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== nonceBytes + 6 + macBytes) return undefined;
  const [nonce, until, mac] = [
    bytes.subarray(0, nonceBytes),
    bytes.subarray(nonceBytes, nonceBytes + 6),
    bytes.subarray(-macBytes),
  ];
  if (!timingSafeEqual(mac, macOf(form, nonce, until))) return undefined;
  return until.readUIntBE(0, 6) > clock.now() ? nonce.toString('hex') : undefined;
}

/** @returns false when the form was sent before: a second touch on the same button. */
export async function useForm(db: Db, clock: Clock, nonce: string): Promise<boolean> {
  const used = await sql`INSERT INTO mobile_form VALUES (${nonce}, ${instantOf(clock.now())}) ON CONFLICT DO NOTHING`.execute(db);
  return used.numAffectedRows === 1n;
}

/** Every night: what no page asks for any more. */
export async function forgetOldVisits(db: Db, clock: Clock): Promise<void> {
  const before = (ms: number): Instant => instantOf(clock.now() - ms);
  await db.deleteFrom('mobile_form').where('used_at', '<', before(lifetimes.visitMs)).execute();
  await db.deleteFrom('mobile_visit').where('started_at', '<', before(lifetimes.visitMs)).execute();
  await db.deleteFrom('mobile_link').where('created_at', '<', before(lifetimes.linkMs)).execute();
}
