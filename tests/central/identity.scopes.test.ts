import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { ensureDevPki } from '#central/terminals/index.ts';
import { openLine } from './harness/line.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

let world: World;
let elsewhere: string;
beforeAll(async () => {
  world = await openWorld();
  elsewhere = mkdtempSync(path.join(os.tmpdir(), 'e-station-pki-'));
});
afterAll(async () => {
  await world.close();
  rmSync(elsewhere, { recursive: true });
});

const terminalRoutes = [
  ['POST', '/v1/sync'],
  ['GET', '/v1/feed/catalogue'],
  ['GET', '/v1/keys'],
  ['POST', '/v1/contributions'],
  ['POST', '/v1/certificate-copy'],
  ['POST', '/v1/cases'],
  ['POST', '/v1/prefill'],
  ['POST', '/v1/data-reads'],
  ['POST', '/v1/verification-codes'],
  ['POST', '/v1/verification-codes/check'],
  ['POST', '/v1/heartbeat'],
] as const;

test('every route that is not listed here as open asks for a certificate', async () => {
  const openapi = JSON.parse((await world.line().get('/openapi.json')).text) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const documented = Object.entries(openapi.paths).flatMap(([route, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${route.replaceAll(/\{.*?\}/g, 'catalogue')}`),
  );
  const open = [
    'GET /healthz',
    'GET /readyz',
    'POST /operator/terminals',
    'DELETE /operator/terminals/catalogue',
    'POST /operator/desk/scans',
  ];
  expect(documented.filter((route) => !open.includes(route)).sort()).toEqual(
    terminalRoutes.map(([method, route]) => `${method} ${route}`).sort(),
  );
});

describe.each(terminalRoutes)('%s %s', (method, route) => {
  const ask = (line: ReturnType<typeof openLine>) =>
    line.request({ ':method': method, ':path': route }, method === 'POST' ? '{}' : undefined);

  test('refuses who has no certificate', async () => {
    const reply = await ask(world.line());
    expect(reply.status).toBe(401);
    expect(JSON.parse(reply.text)).toEqual({ code: 'NET-004', message: expect.any(String) as string });
  });

  test('lets an enrolled terminal in', async () => {
    const reply = await ask(world.line('E0217'));
    expect([200, 400]).toContain(reply.status);
    expect(reply.text).not.toContain('NET-004');
  });
});

test('a certificate of a stranger who calls himself a terminal is refused before anything is read', async () => {
  const pki = await ensureDevPki(elsewhere, ['E0217']);
  const line = openLine(world.centre.port, { ...pki, caCertificate: world.pki.caCertificate }, 'E0217');
  const reply = await line.get('/v1/keys');
  line.close();
  expect(reply.status).toBe(401);
});

test('a certificate of our authority that was never enrolled is refused', async () => {
  const pki = await ensureDevPki(path.join(world.folder, 'data', 'pki'), ['E0999']);
  const line = openLine(world.centre.port, pki, 'E0999');
  expect((await line.get('/v1/keys')).status).toBe(403);
  line.close();
  expect(world.logged.findLast(({ event }) => event === 'centre.refused')?.fields).toMatchObject({
    reason: 'notEnrolled',
    terminal: 'E0999',
  });
});

test('an expired certificate is refused, with the reason in the log', async () => {
  const longAgo = { ...systemClock, now: () => Date.now() - 60 * 24 * 3_600_000 };
  const folder = path.join(world.folder, 'data', 'pki');
  const pki = await ensureDevPki(folder, ['E0300'], longAgo);
  const line = openLine(world.centre.port, pki, 'E0300');
  expect((await line.get('/v1/keys')).status).toBe(401);
  line.close();
  expect(world.logged.findLast(({ event }) => event === 'centre.refused')?.fields).toMatchObject({ reason: 'CERT_HAS_EXPIRED' });
});

test("the server's own certificate does not make a terminal", async () => {
  const asTerminal = {
    ...world.pki,
    terminals: { E0217: { certificate: world.pki.serverCertificate, key: world.pki.serverKey } },
  };
  const line = openLine(world.centre.port, asTerminal, 'E0217');
  expect((await line.get('/v1/keys')).status).toBe(401);
  line.close();
});

test('a revoked terminal is refused from its next request on, on the connection that it has', async () => {
  const line = world.line('E0218');
  expect((await line.get('/v1/keys')).status).toBe(200);
  const token = readFileSync(path.join(world.folder, 'data', 'keys', 'operator.token'), 'utf8');
  const remove = (authorization: string) =>
    world.line().request({ ':method': 'DELETE', ':path': '/operator/terminals/E0218', authorization });
  expect((await remove('Bearer guess')).status).toBe(403);
  expect((await line.get('/v1/keys')).status).toBe(200);
  expect((await remove(`Bearer ${token}`)).status).toBe(200);
  expect((await line.get('/v1/keys')).status).toBe(403);
});

test('an operator enrols a terminal with its certificate', async () => {
  const pki = await ensureDevPki(path.join(world.folder, 'data', 'pki'), ['E0400']);
  const token = readFileSync(path.join(world.folder, 'data', 'keys', 'operator.token'), 'utf8');
  const certificate = readFileSync(pki.terminals['E0400']?.certificate ?? '', 'utf8');
  const headers = {
    ':method': 'POST',
    ':path': '/operator/terminals',
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
  };
  expect((await world.line().request(headers, JSON.stringify({ certificate, districtCode: '370285' }))).status).toBe(200);
  const line = openLine(world.centre.port, pki, 'E0400');
  expect((await line.get('/v1/keys')).status).toBe(200);
  line.close();
});

test('TLS below 1.3 is refused', async () => {
  const ca = readFileSync(world.pki.caCertificate);
  const code = await new Promise((resolve) => {
    const socket = connect({ port: world.centre.port, host: 'localhost', ca, maxVersion: 'TLSv1.2' }, () => resolve('connected'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
  expect(code).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
});

test('HTTP/1.1 works for probes, with security headers on every reply', async () => {
  const ca = readFileSync(world.pki.caCertificate);
  const headers = await new Promise<NodeJS.Dict<string | string[]>>((resolve, reject) => {
    const asked = httpsRequest({ port: world.centre.port, host: 'localhost', path: '/readyz', ca, agent: false }, (response) => {
      response.resume();
      resolve(response.headers);
    });
    asked.on('error', reject).end();
  });
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000',
  });
});

test('unknown routes and bodies of the wrong form are refused with a code', async () => {
  const line = world.line('E0217');
  expect((await line.get('/v1/nothing')).status).toBe(404);
  expect(await line.query('heartbeat', { queue: -1 })).toMatchObject({ status: 400, json: { code: 'NET-005' } });
  const tooLarge = await line.query('heartbeat', { queue: 0, devices: {}, version: 'x'.repeat(100_000), screen: '' });
  expect(tooLarge.status).toBe(413);
});

test('metrics are read on loopback', async () => {
  const reply = await world.line().get('/metrics');
  expect(reply.status).toBe(200);
  expect(reply.text).toContain('estation_request_seconds_count');
});
