import { ensureSecret } from '../store/index.ts';
import type { App, AppReply, AppRequest } from '../http/index.ts';
import { writeStaffAudit } from './audit-trail.ts';
import { cookieNames, cookieOptions, ownOrigin } from './gate.ts';
import type { IdentityProvider, SignInCheck } from './identity-provider.ts';
import { openIdentityProvider, signInCheck } from './identity-provider.ts';
import { pageHeaders } from './pages.ts';
import type { HandlerParts } from './parts.ts';
import { openCookieSeal } from './sealed-cookie.ts';
import { sessionLimits } from './sessions.ts';

/** Reasons that the signed-out page has words for (`signedOut.*`). */
type Reason = 'not-configured' | 'unreachable' | 'refused' | 'no-role' | 'too-many';

/** `/console/sign-in` leads to the identity provider, `/console/signed-in` is where it sends people back to. */
export function addSignIn(app: App, parts: HandlerParts): void {
  const { settings, clock, random, sessions, signInLimit, keyFolder, log } = parts;
  const provider = settings.oidc && openIdentityProvider(settings.oidc, clock);
  const seal = openCookieSeal(
    ensureSecret(keyFolder, 'console-cookie.secret', () => Buffer.from(random(32)).toString('base64url')),
    random,
  );
  const open = { config: { scope: 'public' }, schema: { hide: true } } as const;

  const back = (reply: AppReply, reason: Reason): AppReply => {
    log('centre.refused', { route: '/console/sign-in', reason, status: 303 });
    return reply.clearCookie(cookieNames.signIn, cookieOptions).headers(pageHeaders).redirect(`/console/?reason=${reason}`, 303);
  };
  /** The provider, when there is one and this address has not tried too often. */
  const admitted = (request: AppRequest): IdentityProvider | Reason => {
    if (signInLimit.take(request.ip) > 0) return 'too-many';
    return provider ?? 'not-configured';
  };

  app.get('/console/sign-in', open, async (request, reply) => {
    const ready = admitted(request);
    if (typeof ready === 'string') return back(reply, ready);
    const again = (request.query as Record<string, unknown>)['again'] !== undefined;
    const begun = await ready.begin(`${ownOrigin(request, settings)}/console/signed-in`, again);
    if (!begun.ok) return back(reply, begun.error === 'unreachable' ? 'unreachable' : 'refused');
    const { url, check } = begun.value;
    return reply
      .setCookie(cookieNames.signIn, seal.seal(check), { ...cookieOptions, maxAge: 600 })
      .headers(pageHeaders)
      .redirect(url, 303);
  });

  app.get('/console/signed-in', open, async (request, reply) => {
    const ready = admitted(request);
    if (typeof ready === 'string') return back(reply, ready);
    const check = checkOf(seal.open(request.cookies[cookieNames.signIn] ?? ''));
    if (!check) return back(reply, 'refused');
    const identity = await ready.finish(new URL(request.url, check.redirectUri), check);
    if (!identity.ok) return back(reply, identity.error);
    const token = await sessions.begin(identity.value, request.cookies[cookieNames.session]);
    const staff = await sessions.find(token);
    if (!staff) throw new Error('a session that was just begun is not there');
    await writeStaffAudit(parts, staff, { action: 'session.sign-in', outcome: 'ok' });
    return reply
      .clearCookie(cookieNames.signIn, cookieOptions)
      .setCookie(cookieNames.session, token, { ...cookieOptions, maxAge: sessionLimits.absoluteMs / 1000 })
      .headers(pageHeaders)
      .redirect('/console/', 303);
  });
}

function checkOf(opened: unknown): SignInCheck | undefined {
  return signInCheck.safeParse(opened).data;
}
