import * as oidc from 'openid-client';
import { z } from 'zod';
import type { Clock } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import { consoleRole } from '#contracts/console/roles.ts';
import { districtCode } from '#contracts/approval/item.ts';
import type { StaffIdentity } from './sessions.ts';
import type { ConsoleSettings } from './settings.ts';
import { isOnThisMachine } from './settings.ts';

/** Claims that the identity provider gives of a member of staff, beside `sub` and `name`. */
export const staffClaims = { roles: 'estation_roles', districts: 'estation_districts' } as const;

const claims = z.object({
  sub: z.string().min(1).max(80),
  name: z.string().min(1).max(80),
  [staffClaims.roles]: z.array(z.string()).max(40),
  [staffClaims.districts]: z.array(districtCode).max(20),
});

/** What must come back with the person; kept sealed in a cookie meanwhile. */
export const signInCheck = z.strictObject({
  verifier: z.string(),
  state: z.string(),
  nonce: z.string(),
  redirectUri: z.string(),
  until: z.number(),
});
export type SignInCheck = z.infer<typeof signInCheck>;

/** unreachable: the provider does not answer or its answer cannot be read · refused: it, or what it said, was not believed · no-role: signed in, but not for us. */
export type SignInFailure = 'unreachable' | 'refused' | 'no-role';

/** OpenID Connect, authorization code with PKCE (RFC 7636, S256), state and nonce; nothing is taken from a front channel but the code. */
export interface IdentityProvider {
  /** @param again asks for the password even of somebody whom the provider still knows. */
  begin(
    redirectUri: string,
    again: boolean,
  ): Promise<Result<{ readonly url: string; readonly check: SignInCheck }, SignInFailure>>;
  /** @param returned the whole address that the person came back with. */
  finish(returned: URL, check: SignInCheck): Promise<Result<StaffIdentity, SignInFailure>>;
}

const delays = { signInMs: 10 * 60_000, answerSeconds: 10 } as const;

export function openIdentityProvider(settings: NonNullable<ConsoleSettings['oidc']>, clock: Clock): IdentityProvider {
  let known: Promise<oidc.Configuration> | undefined;

  /** Asked once; what failed is asked again the next time. */
  function configuration(): Promise<oidc.Configuration> {
    known ??= discover(settings).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  }

  return {
    async begin(redirectUri, again) {
      const verifier = oidc.randomPKCECodeVerifier();
      const check = {
        verifier,
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        redirectUri,
        until: clock.now() + delays.signInMs,
      };
      try {
        const url = oidc.buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirectUri,
          scope: 'openid profile estation',
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          state: check.state,
          nonce: check.nonce,
          ...(again && { prompt: 'login' }),
        });
        return ok({ url: url.href, check });
      } catch {
        return err('unreachable');
      }
    },

    async finish(returned, check) {
      if (clock.now() > check.until) return err('refused');
      const address = new URL(check.redirectUri);
      address.search = returned.search;
      try {
        const tokens = await oidc.authorizationCodeGrant(await configuration(), address, {
          pkceCodeVerifier: check.verifier,
          expectedState: check.state,
          expectedNonce: check.nonce,
          idTokenExpected: true,
        });
        return identityOf(tokens.claims());
      } catch (error) {
        return err(isOutage(error) ? 'unreachable' : 'refused');
      }
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: NonNullable<ConsoleSettings['oidc']>): Promise<oidc.Configuration> {
  const authentication = clientSecret === undefined ? oidc.None() : oidc.ClientSecretPost(clientSecret);
  return oidc.discovery(new URL(issuer), clientId, { id_token_signed_response_alg: 'RS256' }, authentication, {
    timeout: delays.answerSeconds,
    // The ID token's signature is verified as well, not only the line that it came over.
    execute: [oidc.enableNonRepudiationChecks, ...(isOnThisMachine(issuer) ? [oidc.allowInsecureRequests] : [])],
  });
}

function identityOf(given: unknown): Result<StaffIdentity, SignInFailure> {
  const read = claims.safeParse(given);
  if (!read.success) return err('no-role');
  const { sub: subject, name, [staffClaims.roles]: names, [staffClaims.districts]: districts } = read.data;
  const roles = names.flatMap((role) => consoleRole.safeParse(role).data ?? []);
  return roles.length > 0 && districts.length > 0 ? ok({ subject, name, roles, districts }) : err('no-role');
}

/** The line or the provider's service failed, rather than what it said. */
function isOutage(error: unknown): boolean {
  if (error instanceof TypeError && error.message.includes('fetch failed')) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === 'OAUTH_RESPONSE_IS_NOT_JSON';
}
