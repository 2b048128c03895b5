import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { z } from 'zod';
import { announce, readStandInOptions } from '../../stand-ins/command-line.ts';
import { json, serveLoopback } from '../../stand-ins/loopback.ts';
import { ensureSecret } from '../../store/index.ts';
import { staffClaims } from '../identity-provider.ts';
import type { OidcFault } from './oidc-faults.ts';
import { oidcFault, spoilAnswer } from './oidc-faults.ts';
import { signInPage } from './oidc-pages.ts';
import type { DemoMember } from './staff.ts';
import { readDemoStaff } from './staff.ts';

/**
 * The identity provider of development (统一身份认证): a real OpenID provider for one client, with PKCE demanded and the demo's staff as its
 * people. Never in production: it asks for no password. Control port: `POST /fault` `{fault}` (`oidc-faults.ts`), `GET /state`.
 *
 *   node central/console/stand-ins/oidc.ts --keys DIR [--port N] [--control-port N]
 */
const client = { id: 'e-station-console', secretFile: 'oidc-client.secret' } as const;

const scope = 'openid profile estation';

/** The console listens where it likes on this machine. */
const redirectUri = /^https:\/\/(localhost|127\.0\.0\.1)(:\d+)?\/console\/signed-in$/;

const options = readStandInOptions();
const staff = readDemoStaff();
const keys = { own: rsaKey(), foreign: rsaKey() };
let fault: OidcFault = 'none';
let signIns = 0;

const server = createServer((request, response) => {
  void serve(request, response).catch(() => {
    if (!response.headersSent) response.writeHead(500).end();
    else response.destroy();
  });
});
await new Promise<void>((resolve) => {
  server.listen(options.port, '127.0.0.1', resolve);
});
const { port } = server.address() as AddressInfo;
const provider = openProvider(`http://127.0.0.1:${port}`);
const answer = provider.callback();

const control = await serveLoopback(options.controlPort, ({ method, path, body }) => {
  if (method === 'GET' && path === '/state') return json(200, { signIns, fault });
  if (method !== 'POST' || path !== '/fault') return json(404, {});
  ({ fault } = z.object({ fault: oidcFault }).parse(JSON.parse(body)));
  return json(200, {});
});
announce('oidc', { port, controlPort: control.port }, options.jsonReady, async () => {
  server.closeAllConnections();
  server.close();
  await control.close();
});

function openProvider(issuer: string): Provider {
  const secret = ensureSecret(options.keys, client.secretFile, () => randomBytes(24).toString('base64url'));
  const made = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: secret.trim(),
        redirect_uris: ['https://localhost/console/signed-in'],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...keys.own.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(24).toString('base64url')] },
    pkce: { required: () => true },
    scopes: scope.split(' '),
    claims: { openid: ['sub'], profile: ['name'], estation: Object.values(staffClaims) },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 3_600, IdToken: 600, Interaction: 600, Session: 3_600 },
    findAccount: (_context: unknown, subject: string) => accountOf(subject),
    // Staff have agreed to it with their contract: nobody is asked.
    async loadExistingGrant({ oidc }: { oidc: { client?: { clientId: string }; session?: { accountId?: string } } }) {
      const grant = new made.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
      grant.addOIDCScope(scope);
      await grant.save();
      return grant;
    },
  });
  made.Client.prototype.redirectUriAllowed = (value) => redirectUri.test(value);
  return made;
}

function accountOf(subject: string): object | undefined {
  const member = staff.find((one) => one.subject === subject);
  return member && { accountId: subject, claims: () => claimsOf(member) };
}

function claimsOf({ subject, name, roles, districts }: DemoMember): object {
  return { sub: subject, name, [staffClaims.roles]: roles, [staffClaims.districts]: districts };
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (fault === 'drop') return void response.destroy();
  if (fault === 'down') return void response.writeHead(503, { 'content-type': 'text/plain' }).end('down');
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname.startsWith('/interaction/')) return interact(request, response);
  if (pathname === '/token') spoilAnswer(response, fault, keys);
  await answer(request, response);
}

async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { uid } = await provider.interactionDetails(request, response);
  if (fault === 'denied') {
    const denied = { error: 'access_denied', error_description: 'refused by the demonstration' };
    return provider.interactionFinished(request, response, denied);
  }
  if (request.method === 'GET')
    return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(signInPage(uid, staff));
  const accountId = new URLSearchParams(await bodyOf(request)).get('account') ?? '';
  if (!accountOf(accountId)) return void response.writeHead(400).end();
  signIns += 1;
  await provider.interactionFinished(request, response, { login: { accountId } });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function rsaKey() {
  return createPrivateKey(
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
}
