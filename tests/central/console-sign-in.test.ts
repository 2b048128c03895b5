import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { csrfHeader } from '#contracts/console/endpoint.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { cookieNames } from '#central/console/gate.ts';
import { pagePolicy } from '#central/console/pages.ts';
import { openSessions, sessionLimits } from '#central/console/sessions.ts';
import { readConsoleSettings } from '#central/console/settings.ts';
import type { OidcFault } from '#central/console/stand-ins/oidc-faults.ts';
import { ask, staffOf } from './console-kit.ts';
import type { Door, Got } from './console-kit.ts';
import type { Running } from './harness/processes.ts';
import { startProcess } from './harness/processes.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

/** Sign-ins come from one address here; its bucket fills as time goes by, and time goes by when we say so. */
let skippedMs = 0;
const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + skippedMs };
function clearLimit(): void {
  skippedMs += 10 * 60_000;
}

let folder: string;
let oidc: Running;
let world: World;
let door: Door;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'e-station-oidc-'));
  oidc = await startProcess('central/console/stand-ins/oidc.ts', ['--keys', folder]);
  world = await openWorld({
    clock,
    env: {
      oidcIssuer: `http://127.0.0.1:${oidc.port}`,
      oidcClientId: 'e-station-console',
      oidcClientSecretFile: path.join(folder, 'oidc-client.secret'),
    },
  });
  door = { port: world.centre.port, ca: world.pki.caCertificate };
});
beforeEach(() => {
  clearLimit();
  return fault('none');
});
afterAll(async () => {
  await world.close();
  await oidc.end();
  rmSync(folder, { recursive: true, force: true });
});

async function fault(name: OidcFault): Promise<void> {
  const url = `http://127.0.0.1:${oidc.controlPort}/fault`;
  await ask(url, { method: 'POST', body: JSON.stringify({ fault: name }) });
}

/** A browser's cookies, by host and port; what is set empty is forgotten. */
class Browser {
  readonly jar = new Map<string, Map<string, string>>();

  async get(url: URL | string, form?: Readonly<Record<string, string>>): Promise<Got> {
    const { host } = new URL(url);
    const jar = this.jar.get(host) ?? new Map<string, string>();
    this.jar.set(host, jar);
    const body = form && new URLSearchParams(form).toString();
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await ask(url, {
      ca: door.ca,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(cookie !== '' && { cookie }),
        ...(body !== undefined && {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
        }),
      },
      ...(body !== undefined && { body }),
    });
    for (const set of reply.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(set)) jar.delete(name);
      else jar.set(name, value);
    }
    return reply;
  }

  /** Follows redirects until something else comes. @returns the last address and its reply. */
  async follow(start: string): Promise<{ url: URL; reply: Got }> {
    let url = new URL(start);
    for (;;) {
      const reply = await this.get(url);
      const next = reply.headers.location;
      if (next === undefined || url.pathname === '/console/') return { url, reply };
      url = new URL(next, url);
    }
  }

  /** Picks somebody on the identity provider's page and comes back. @returns where the console leads then. */
  async signIn(subject: string): Promise<{ url: URL; token: string | undefined; callback: URL }> {
    const { url, reply } = await this.follow(`${origin()}/console/sign-in`);
    if (!url.pathname.startsWith('/interaction/')) return { url, token: this.token(), callback: url };
    expect(reply.status).toBe(200);
    const chosen = await this.get(url, { account: subject });
    let at = new URL(chosen.headers.location ?? '', url);
    let callback = at;
    for (;;) {
      if (at.pathname === '/console/signed-in') callback = at;
      if (at.pathname === '/console/') return { url: at, token: this.token(), callback };
      const next = (await this.get(at)).headers.location;
      if (next === undefined) return { url: at, token: this.token(), callback };
      at = new URL(next, at);
    }
  }

  token(): string | undefined {
    return this.jar.get(`localhost:${door.port}`)?.get(cookieNames.session);
  }
}

const origin = (): string => `https://localhost:${door.port}`;

test('a member of staff signs in and is who the provider says', async () => {
  const { url, token } = await new Browser().signIn('gao-pingdu');
  expect(url.pathname + url.search).toBe('/console/');
  const me = (await (await staffOf(door, token ?? '')).call('session.read')).json();
  expect(me).toMatchObject({ subject: 'gao-pingdu', name: '高远', roles: ['reviewer', 'caseworker'], districts: ['370283'] });
  const entry = await world.db.selectFrom('audit_entry').selectAll().where('action', '=', 'session.sign-in').executeTakeFirst();
  expect(entry).toMatchObject({ actor: 'staff:gao-pingdu', outcome: 'ok' });
});

test('the cookies are ours alone: __Host-, Secure, HttpOnly, Lax; the provider is asked with PKCE, state and nonce', async () => {
  const reply = await ask(`${origin()}/console/sign-in`, { ca: door.ca });
  expect(reply.status).toBe(303);
  const [cookie = ''] = reply.headers['set-cookie'] ?? [];
  expect(cookie).toMatch(/^__Host-/);
  for (const flag of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax']) expect(cookie).toContain(flag);
  expect(cookie).not.toMatch(/Domain/i);
  const asked = new URL(reply.headers.location ?? '').searchParams;
  expect(asked.get('code_challenge_method')).toBe('S256');
  expect((asked.get('state') ?? '').length).toBeGreaterThan(20);
  expect((asked.get('nonce') ?? '').length).toBeGreaterThan(20);
  expect(cookie).not.toContain(asked.get('state') ?? 'x');
});

test('the provider itself demands PKCE', async () => {
  const asked = new URL((await ask(`${origin()}/console/sign-in`, { ca: door.ca })).headers.location ?? '');
  asked.searchParams.delete('code_challenge');
  asked.searchParams.delete('code_challenge_method');
  const reply = await ask(asked);
  expect(reply.headers.location ?? '').toContain('error=invalid_request');
});

test('a session is a new one after each sign-in, and the old one is over', async () => {
  const browser = new Browser();
  const first = await browser.signIn('li-jianhua');
  const second = await browser.signIn('li-jianhua');
  expect(second.token).toBeDefined();
  expect(second.token).not.toBe(first.token);
  expect((await (await staffOf(door, first.token ?? '')).call('session.read')).status).toBe(401);
  expect((await (await staffOf(door, second.token ?? '')).call('session.read')).status).toBe(200);
  const rows = await world.db.selectFrom('staff_session').select('id').execute();
  expect(rows.some(({ id }) => id === second.token)).toBe(false);
});

test('what comes back without its own cookie, twice, or with another state is refused', async () => {
  const browser = new Browser();
  const { callback } = await browser.signIn('li-jianhua');
  const reasonOf = (reply: Got): string | null => new URL(reply.headers.location ?? '', origin()).searchParams.get('reason');
  expect(reasonOf(await new Browser().get(callback))).toBe('refused');
  await browser.get(`${origin()}/console/sign-in`);
  expect(reasonOf(await browser.get(callback))).toBe('refused');
  const other = new Browser();
  const begun = new URL((await other.get(`${origin()}/console/sign-in`)).headers.location ?? '');
  const forged = `${origin()}/console/signed-in?code=abc&state=${begun.searchParams.get('state') ?? ''}x&iss=${encodeURIComponent(begun.origin)}`;
  expect(reasonOf(await other.get(forged))).toBe('refused');
  expect(other.token()).toBeUndefined();
});

const refusals = [
  ['denied', 'refused'],
  ['foreign-key', 'refused'],
  ['other-nonce', 'refused'],
  ['other-audience', 'refused'],
  ['other-issuer', 'refused'],
  ['expired', 'refused'],
  ['no-roles', 'no-role'],
] as const;

test.each(refusals)('a provider that answers with %s lets nobody in', async (name, reason) => {
  await fault(name);
  const { url, token } = await new Browser().signIn('li-jianhua');
  expect(url.searchParams.get('reason')).toBe(reason);
  expect(token).toBeUndefined();
});

test('somebody without a role of the console is told so', async () => {
  const { url, token } = await new Browser().signIn('tian-guest');
  expect([url.searchParams.get('reason'), token]).toEqual(['no-role', undefined]);
});

test.each(['down', 'drop'] as const)('a provider that is %s while somebody comes back is no refusal of theirs', async (name) => {
  const browser = new Browser();
  const { url } = await browser.follow(`${origin()}/console/sign-in`);
  const chosen = await browser.get(url, { account: 'li-jianhua' });
  let at = new URL(chosen.headers.location ?? '', url);
  while (at.pathname !== '/console/signed-in') at = new URL((await browser.get(at)).headers.location ?? '', at);
  await fault(name);
  const back = await browser.get(at);
  expect(new URL(back.headers.location ?? '', at).searchParams.get('reason')).toBe('unreachable');
  expect(browser.token()).toBeUndefined();
  await fault('none');
  expect((await browser.signIn('li-jianhua')).token).toBeDefined();
});

test('an address that tries too often waits', async () => {
  const browser = new Browser();
  const reasons: (string | null)[] = [];
  for (let n = 0; n < 140; n += 1) {
    const reply = await browser.get(`${origin()}/console/sign-in`);
    reasons.push(new URL(reply.headers.location ?? '', origin()).searchParams.get('reason'));
  }
  expect(reasons[0]).toBeNull();
  expect(reasons.at(-1)).toBe('too-many');
});

async function reviewer() {
  const sessions = openSessions(world.db, systemClock, randomBytes);
  const token = await sessions.begin({ subject: 'r', name: '合成', roles: ['caseworker'], districts: ['370200'] }, undefined);
  return staffOf(door, token);
}

const someTask = { params: { district: '370283', id: '0198f000-0000-4000-8000-000000000000' } } as const;

test('a change without the token, with another one, or from elsewhere is forged', async () => {
  const person = await reviewer();
  const other = await reviewer();
  const codeOf = async (headers: Record<string, string>): Promise<unknown> =>
    (await person.call('tasks.claim', someTask, headers)).json()['code'];
  expect(await codeOf({})).toBe('not-found');
  expect(await codeOf({ [csrfHeader]: '' })).toBe('forged');
  expect(await codeOf({ [csrfHeader]: other.csrf })).toBe('forged');
  expect(await codeOf({ origin: 'https://elsewhere.example' })).toBe('forged');
  expect(await codeOf({ origin: 'null' })).toBe('forged');
  expect(await codeOf({ origin: `http://localhost:${door.port}` })).toBe('forged');
  expect(await codeOf({ 'sec-fetch-site': 'cross-site' })).toBe('forged');
  expect(await codeOf({ 'sec-fetch-site': 'same-site' })).toBe('forged');
  const entry = await world.db
    .selectFrom('audit_entry')
    .selectAll()
    .where('action', '=', 'refused.tasks.claim')
    .executeTakeFirst();
  expect(entry).toMatchObject({ outcome: 'forged', actor: 'staff:r' });
});

test('a form of another site carries no JSON: nothing is taken from it', async () => {
  const person = await reviewer();
  const reply = await person.call('tasks.claim', someTask, { 'content-type': 'text/plain' });
  expect([400, 415]).toContain(reply.status);
});

test('signing out ends this session, or all of them', async () => {
  const [one, two, three] = [await reviewer(), await reviewer(), await reviewer()];
  await one.call('session.sign-out', { body: { everywhere: false } });
  expect((await one.call('session.read')).status).toBe(401);
  expect((await two.call('session.read')).status).toBe(200);
  await two.call('session.sign-out', { body: { everywhere: true } });
  expect([(await two.call('session.read')).status, (await three.call('session.read')).status]).toEqual([401, 401]);
});

test('a session ends after half an hour without a request, and after eight hours whatever is done', async () => {
  let now = Date.parse('2026-11-25T00:00:00Z');
  const sessions = openSessions(world.db, { ...systemClock, now: () => now }, randomBytes);
  const identity = { subject: 'clock', name: '合成', roles: ['auditor'], districts: ['370200'] } as const;
  const idle = await sessions.begin(identity, undefined);
  now += sessionLimits.idleMs - 1_000;
  expect(await sessions.find(idle)).toBeDefined();
  now += sessionLimits.idleMs;
  expect(await sessions.find(idle)).toBeUndefined();
  const busy = await sessions.begin(identity, undefined);
  const begun = now;
  while (now + 20 * 60_000 < begun + sessionLimits.absoluteMs) {
    now += 20 * 60_000;
    expect(await sessions.find(busy)).toBeDefined();
  }
  now = begun + sessionLimits.absoluteMs;
  expect(await sessions.find(busy)).toBeUndefined();
});

test('a token that nobody was given is nobody', async () => {
  for (const token of ['', 'x', 'x'.repeat(5_000), "' OR 1=1 --"])
    expect(
      (
        await ask(`${origin()}/console/api/session`, {
          ca: door.ca,
          headers: { cookie: `${cookieNames.session}=${encodeURIComponent(token)}` },
        })
      ).status,
    ).toBe(401);
});

test('the pages allow nothing from elsewhere, no inline script or style, and no frame', async () => {
  const reply = await ask(`${origin()}/console/`, { ca: door.ca });
  expect(reply.headers['content-security-policy']).toBe(pagePolicy);
  expect(pagePolicy).toContain("require-trusted-types-for 'script'");
  expect(pagePolicy).not.toMatch(/unsafe|\*/);
  expect(reply.headers['x-frame-options']).toBe('DENY');
  expect(reply.headers['cache-control']).toBe('no-store');
});

test('an issuer in the clear elsewhere than here is refused; without one nobody gets in', async () => {
  expect(() => readConsoleSettings({ oidcIssuer: 'http://id.example', oidcClientId: 'x' })).toThrow(/https/);
  const bare = await openWorld();
  try {
    const reply = await ask(`https://localhost:${bare.centre.port}/console/sign-in`, { ca: bare.pki.caCertificate });
    expect(new URL(reply.headers.location ?? '', 'https://x').searchParams.get('reason')).toBe('not-configured');
    expect((await ask(`https://localhost:${bare.centre.port}/console/api/session`, { ca: bare.pki.caCertificate })).status).toBe(
      401,
    );
  } finally {
    await bare.close();
  }
});

test('the demo staff are synthetic and cover every role', () => {
  const { staff } = JSON.parse(readFileSync('assets/demo/staff.json', 'utf8')) as { staff: { roles: string[] }[] };
  const roles = new Set(staff.flatMap((one) => one.roles));
  for (const role of [
    'acceptor',
    'reviewer',
    'approver',
    'issuer',
    'caseworker',
    'configurator',
    'publisher',
    'auditor',
    'operator',
  ])
    expect(roles).toContain(role);
});
