import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { acsAuthorization, isAcsAuthorized, sha256 } from '#central/channels/acs-signature.ts';
import type { BreakerState } from '#central/exchange/circuit-breaker.ts';
import { admit, breakerRules, breakerStart, settle } from '#central/exchange/circuit-breaker.ts';
import { openPartnerClient } from '#central/exchange/index.ts';
import { headerNames, isSignedBy, replyText, requestText, signText } from '#central/exchange/signed-message.ts';
import { ensureSigningKey } from '#central/store/index.ts';
import type { DepartmentState, StandIn } from './harness/processes.ts';
import { startDepartment } from './harness/processes.ts';

const keys = mkdtempSync(path.join(os.tmpdir(), 'e-station-keys-'));
afterAll(() => rmSync(keys, { recursive: true }));

/** Flips one bit of a text's UTF-8. */
function flip(text: string, bit: number): string {
  const bytes = Buffer.from(text, 'utf8');
  const index = Math.floor(bit / 8) % Math.max(1, bytes.length);
  bytes[index] = (bytes[index] ?? 0) ^ (1 << (bit % 8));
  return bytes.toString('latin1');
}

describe('signed messages between the centre and a department', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const request = {
    client: 'e-station-centre',
    method: 'POST',
    path: '/records/query',
    timestamp: '2026-11-23T06:00:00.000Z',
    nonce: 'n'.repeat(22),
    body: '{"a":1}',
  };
  const reply = { status: 200, nonce: request.nonce, timestamp: request.timestamp, body: '{"b":2}' };

  test('one flipped bit anywhere in a request is refused', () => {
    const signature = signText(requestText(request), privateKey);
    expect(isSignedBy(requestText(request), signature, publicKey)).toBe(true);
    fc.assert(
      fc.property(fc.constantFrom('client', 'method', 'path', 'timestamp', 'nonce', 'body'), fc.nat(), (part, bit) => {
        const changed = { ...request, [part]: flip(request[part], bit) };
        expect(isSignedBy(requestText(changed), signature, publicKey)).toBe(false);
      }),
    );
  });

  test("a reply of another request, status or time is refused, and a request's signature is no reply's", () => {
    const signature = signText(replyText(reply), privateKey);
    for (const changed of [
      { ...reply, nonce: 'm'.repeat(22) },
      { ...reply, status: 404 },
      { ...reply, timestamp: 'x' },
      { ...reply, body: '{}' },
    ]) {
      expect(isSignedBy(replyText(changed), signature, publicKey)).toBe(false);
    }
    expect(isSignedBy(replyText(reply), signText(requestText(request), privateKey), publicKey)).toBe(false);
    expect(isSignedBy(replyText(reply), '', publicKey)).toBe(false);
  });
});

describe("the SMS provider's signature", () => {
  const headers = {
    host: '127.0.0.1:1',
    'x-acs-action': 'SendSms',
    'x-acs-date': '2026-11-23T06:00:00Z',
    'x-acs-content-sha256': sha256(''),
  };
  const request = {
    method: 'POST',
    path: '/',
    query: { PhoneNumbers: '13912346027', TemplateParam: '{"code":"123456"}', SignName: "政务!'()*" },
    headers,
    body: '',
  };
  const authorization = acsAuthorization(request, 'id', 'secret');

  test('what the adapter signs, the stand-in accepts; nothing else', () => {
    expect(isAcsAuthorized(request, authorization, 'id', 'secret')).toBe(true);
    expect(isAcsAuthorized(request, authorization, 'id', 'other')).toBe(false);
    expect(isAcsAuthorized(request, authorization, 'other', 'secret')).toBe(false);
    expect(
      isAcsAuthorized({ ...request, query: { ...request.query, PhoneNumbers: '13912346028' } }, authorization, 'id', 'secret'),
    ).toBe(false);
    expect(isAcsAuthorized({ ...request, headers: { ...headers, 'x-acs-action': 'Other' } }, authorization, 'id', 'secret')).toBe(
      false,
    );
    expect(isAcsAuthorized({ ...request, headers: { ...headers, 'x-acs-extra': '1' } }, authorization, 'id', 'secret')).toBe(
      false,
    );
    expect(isAcsAuthorized({ ...request, body: 'x' }, authorization, 'id', 'secret')).toBe(false);
  });
});

describe('the stand-in of the department believes nobody', () => {
  let department: StandIn<DepartmentState>;
  beforeAll(async () => {
    department = await startDepartment(keys);
  });
  afterAll(() => department.stop());

  test('a request without signature, by another key, of long ago, or sent twice is refused', async () => {
    const ours = ensureSigningKey(keys, 'centre-exchange').privateKey;
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const send = async (key: typeof ours | undefined, changes: Partial<Parameters<typeof requestText>[0]> = {}) => {
      const parts = {
        client: 'e-station-centre',
        method: 'POST',
        path: '/registrations/status',
        timestamp: new Date().toISOString(),
        nonce: randomBytes(16).toString('base64url'),
        body: JSON.stringify({ key: '0190a000-0000-7000-8000-000000000000' }),
        ...changes,
      };
      const headers = {
        [headerNames.client]: parts.client,
        [headerNames.timestamp]: parts.timestamp,
        [headerNames.nonce]: parts.nonce,
        ...(key && { [headerNames.signature]: signText(requestText(parts), key) }),
      };
      return (await fetch(department.url + parts.path, { method: 'POST', headers, body: parts.body })).status;
    };
    expect(await send(undefined)).toBe(401);
    expect(await send(stranger)).toBe(401);
    expect(await send(ours, { timestamp: new Date(Date.now() - 120_000).toISOString() })).toBe(401);
    expect(await send(ours, { nonce: 'same-nonce-twice-over-' })).toBe(404);
    expect(await send(ours, { nonce: 'same-nonce-twice-over-' })).toBe(401);
  });
});

describe('the client of a partner that is down', () => {
  let server: Server;
  let calls = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      calls += 1;
      request.resume();
      response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterAll(() => server.close());

  test('tries a few times, then asks nobody for a while', async () => {
    const address = server.address();
    const ownKey = ensureSigningKey(keys, 'centre-exchange');
    const client = openPartnerClient({
      partner: 'test',
      baseUrl: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`,
      ownKey,
      partnerKey: ownKey.publicKey,
      clock: systemClock,
      random: randomBytes,
      log: () => undefined,
    });
    for (let n = 0; n < 4; n += 1) expect(await client.post('/x', {})).toEqual({ ok: false, error: 'down' });
    expect(calls).toBe(breakerRules.failuresToOpen);
  });

  test('the circuit opens after enough failures, lets one try after a while, and closes when it is answered', () => {
    let state: BreakerState = breakerStart;
    for (let n = 0; n < breakerRules.failuresToOpen; n += 1) state = settle(admit(state, 0).state, false, 0);
    expect(admit(state, breakerRules.openMs - 1).admitted).toBe(false);
    const trial = admit(state, breakerRules.openMs);
    expect(trial.admitted).toBe(true);
    expect(admit(trial.state, breakerRules.openMs).admitted).toBe(false);
    expect(admit(settle(trial.state, false, breakerRules.openMs), breakerRules.openMs + 1).admitted).toBe(false);
    expect(settle(trial.state, true, breakerRules.openMs)).toEqual(breakerStart);
  });
});
