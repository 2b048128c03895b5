import type { AppRequest } from '../http/index.ts';
import { findMobileLink } from '../tracking/index.ts';
import type { MobileLinkRow } from '../tracking/index.ts';
import type { View } from './frame.ts';
import type { MobileParts } from './parts.ts';
import { readStanding } from './standing.ts';
import type { Standing } from './standing.ts';
import { findVisit, formToken, newCookie, readCookie } from './visit.ts';
import type { VisitRow } from './visit.ts';

/** All that an answer is made of: the link, what it stands for, and who is looking. */
export interface Scene {
  readonly link: MobileLinkRow;
  readonly standing: Standing;
  readonly view: View;
  /** The browser's secret for this link; to be set where it had none. */
  readonly cookie: string;
  readonly isNewBrowser: boolean;
  readonly visit: VisitRow | undefined;
  /** A code was passed in this browser within the last half hour. */
  readonly isKnown: boolean;
  /** `https://host`, as the browser knows us. */
  readonly origin: string;
}

export type MobileRequest = Pick<AppRequest, 'headers' | 'host' | 'query' | 'method'>;

/** How the address says that a page is to be read; for pages without a link as well. */
export function viewOf(query: unknown, base = ''): View {
  const { l, s } = query as { l?: unknown; s?: unknown };
  return { lang: l === 'en' ? 'en' : 'zh-CN', big: s === 'big', base, form: '' };
}

/** Undefined where the link leads nowhere. Writes nothing. */
export async function openScene(parts: MobileParts, request: MobileRequest, token: string): Promise<Scene | undefined> {
  const link = await findMobileLink(parts.db, token);
  const standing = link && (await readStanding(parts, link));
  if (!link || !standing) return undefined;
  const known = readCookie(request.headers.cookie);
  const cookie = known ?? newCookie(parts.random);
  const visit = known === undefined ? undefined : await findVisit(parts.db, known, link);
  const form = formToken({ secret: parts.formSecret, cookie, tokenHash: link.token_hash }, parts.clock, parts.random);
  return {
    link,
    standing,
    view: { ...viewOf(request.query, `/m/${token}`), form },
    cookie,
    isNewBrowser: known === undefined,
    visit,
    isKnown: visit !== undefined && (await hasPassed(parts, link, visit)),
    origin: `https://${request.host}`,
  };
}

/** Codes are counted by link and by person; nobody can ask for one without a link. */
export function codeTerminal({ token_hash }: MobileLinkRow): string {
  return `mobile:${token_hash.slice(0, 16)}`;
}

function hasPassed({ codes }: MobileParts, link: MobileLinkRow, { session }: VisitRow): Promise<boolean> {
  return codes.hasPassed({ terminal: codeTerminal(link), session, personKey: link.person_key });
}

/** A person's browser that shows the page, and no preview, prefetch or scanner: those do not say so. */
export function isPersonLooking({ method, headers }: MobileRequest): boolean {
  return (
    method === 'GET' &&
    headers['sec-fetch-dest'] === 'document' &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-purpose'] === undefined &&
    headers['purpose'] === undefined
  );
}

/** A form of our own page, by what the browser says of it. */
export function isFromOwnPage({ headers, host }: MobileRequest): boolean {
  const site = headers['sec-fetch-site'];
  return headers.origin === `https://${host}` && (site === undefined || site === 'same-origin');
}
