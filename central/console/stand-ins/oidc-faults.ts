import type { KeyObject } from 'node:crypto';
import { sign } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { z } from 'zod';

/**
 * What the identity provider of development does wrong when told so. down: it answers 503 · drop: it hangs up · denied: it sends people back
 * with access_denied · foreign-key: the ID token is signed by somebody else · the others change one claim of a well-signed ID token.
 */
export const oidcFault = z.enum([
  'none',
  'down',
  'drop',
  'denied',
  'foreign-key',
  'other-nonce',
  'other-audience',
  'other-issuer',
  'expired',
  'no-roles',
]);
export type OidcFault = z.infer<typeof oidcFault>;

type Claims = Record<string, unknown>;

const changes: Readonly<Partial<Record<OidcFault, (claims: Claims) => Claims>>> = {
  'foreign-key': (claims) => claims,
  'other-nonce': (claims) => ({ ...claims, nonce: 'somebody-else' }),
  'other-audience': (claims) => ({ ...claims, aud: 'another-client' }),
  'other-issuer': (claims) => ({ ...claims, iss: 'https://elsewhere.example' }),
  expired: (claims) => ({ ...claims, iat: 1_600_000_000, exp: 1_600_000_600 }),
  'no-roles': ({ estation_roles: _roles, ...claims }) => claims,
};

/** Has the ID token of this answer of the token endpoint changed and signed anew, where the fault asks for that. */
export function spoilAnswer(response: ServerResponse, fault: OidcFault, keys: { own: KeyObject; foreign: KeyObject }): void {
  const change = changes[fault];
  if (!change) return;
  const end = response.end.bind(response);
  response.end = ((body: Buffer | string = '') => {
    const text = typeof body === 'string' ? body : body.toString('utf8');
    const spoiled = spoil(text, change, fault === 'foreign-key' ? keys.foreign : keys.own);
    response.setHeader('content-length', Buffer.byteLength(spoiled));
    return end(spoiled);
  }) as typeof response.end;
}

function spoil(text: string, change: (claims: Claims) => Claims, key: KeyObject): string {
  const answer = JSON.parse(text) as Claims;
  if (typeof answer['id_token'] !== 'string') return text;
  const [head = '', payload = ''] = answer['id_token'].split('.');
  const claims = change(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims);
  const signed = `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return JSON.stringify({ ...answer, id_token: `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}` });
}
