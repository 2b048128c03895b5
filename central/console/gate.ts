import { csrfHeader } from '#contracts/console/endpoint.ts';
import type { AppRequest } from '../http/index.ts';
import type { StaffSession } from './sessions.ts';
import { isSameText } from './sessions.ts';
import type { ConsoleSettings } from './settings.ts';

/** `__Host-`: the browser itself refuses it without Secure, with a domain, or from another path. */
export const cookieNames = { session: '__Host-estation-console', signIn: '__Host-estation-sign-in' } as const;
export const cookieOptions = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;

/** The origin by which staff open the console. */
export function ownOrigin(request: Pick<AppRequest, 'host'>, { publicUrl }: ConsoleSettings): string {
  return publicUrl ?? `https://${request.host}`;
}

/**
 * Whether a request that changes something comes from our own page, in this session: its Origin is ours, the browser says no other site
 * made it, and it brings the session's own token, which no other site can read. A missing Origin is refused: every browser sends one.
 */
export function isFromOwnPage(
  request: Pick<AppRequest, 'headers' | 'host'>,
  settings: ConsoleSettings,
  { csrf }: Pick<StaffSession, 'csrf'>,
): boolean {
  const { origin, 'sec-fetch-site': site, [csrfHeader]: token } = request.headers;
  if (origin !== ownOrigin(request, settings)) return false;
  if (site !== undefined && site !== 'same-origin') return false;
  return typeof token === 'string' && isSameText(token, csrf);
}
