import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { instantOf } from '#contracts/basics/clock.ts';
import type { EventSource, PushRequest } from '#central/exchange/index.ts';
import { eventHash, followPush, readPush } from '#central/exchange/index.ts';
import { believe } from '#central/exchange/partner-client.ts';
import { headerNames, replyText, requestText, signText } from '#central/exchange/signed-message.ts';
import { ensureSigningKey } from '#central/store/index.ts';
import { until } from './harness/processes.ts';
import type { FakeSource } from './harness/sources.ts';
import { connect, pullAll, startSource, trustOf } from './harness/sources.ts';

const keys = mkdtempSync(path.join(os.tmpdir(), 'e-station-keys-'));
let receiver: Server;
let came: PushRequest[] = [];
/** What the receiver answers with. */
let answer = 204;
let register: FakeSource;
let source: EventSource;
let uscc: string;
let cursor: number;

const trusts = () => ({ 'market-regulation': trustOf(keys, 'market-regulation') });
const read = (request: PushRequest, nowMs = Date.now()) => readPush(request, trusts(), nowMs);

beforeAll(async () => {
  ensureSigningKey(keys, 'centre-exchange');
  receiver = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = '', url = '', headers } = request;
      came.push({ method, path: url, headers, body: Buffer.concat(chunks) });
      response.writeHead(answer).end();
    })();
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve);
  });
  const address = receiver.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  register = await startSource('market-regulation', keys, ['--push', `http://127.0.0.1:${port}/v1/events?from=register`]);
  source = connect(keys, 'market-regulation', register.url);
  const { events } = await pullAll(source);
  uscc = events[0]?.organisation?.uscc ?? '';
});
beforeEach(async () => {
  came = [];
  answer = 204;
  cursor = (await register.state()).last;
});
afterAll(async () => {
  await register.end();
  receiver.close();
  rmSync(keys, { recursive: true });
});

/** One change and the push that tells of it. */
async function pushedChange(name: string): Promise<PushRequest> {
  await register.tell('/change', { uscc, name });
  return until(() => Promise.resolve(came[0]));
}

describe('a push brings what a pull would bring, sooner', () => {
  test('the same event by both ways is one, by (source, seq) and hash', async () => {
    const request = await pushedChange('甲勘察有限公司');
    const pushed = read(request);
    if (!pushed.ok) throw new Error(JSON.stringify(pushed.error));
    const followed = followPush(cursor, pushed.value);
    expect(followed).toMatchObject({ next: cursor + 1, isPullDue: false, aside: [], events: [{ event: { seq: cursor + 1 } }] });
    const pulled = await source.pull(cursor);
    expect(pulled.ok && pulled.value.events.map(({ envelope }) => eventHash(envelope))).toEqual(
      followed.events.map(({ envelope }) => eventHash(envelope)),
    );
    expect(followPush(cursor + 1, pushed.value), 'known already').toMatchObject({
      events: [],
      next: cursor + 1,
      isPullDue: false,
    });
  });

  test('one that runs ahead of the cursor is not taken: a pull is due, and brings both', async () => {
    await pushedChange('乙勘察有限公司');
    await register.tell('/change', { uscc, name: '丙勘察有限公司' });
    const later = await until(() => Promise.resolve(came[1]));
    const pushed = read(later);
    expect(pushed.ok && followPush(cursor, pushed.value)).toMatchObject({ events: [], next: cursor, isPullDue: true });
    expect(await source.pull(cursor)).toMatchObject({ ok: true, value: { next: cursor + 2 } });
  });

  test('one that was not taken is tried again, then left to the pull', async () => {
    answer = 503;
    await register.tell('/change', { uscc, name: '丁勘察有限公司' });
    const pushes = await until(async () => {
      const all = (await register.state()).pushes;
      return all.at(-3) === 503 && all;
    });
    expect(pushes.slice(-3)).toEqual([503, 503, 503]);
    expect(new Set(came.map((one) => one.headers[headerNames.nonce])).size, 'signed anew each time').toBe(3);
    expect(await source.pull(cursor)).toMatchObject({ ok: true, value: { next: cursor + 1 } });
  });

  test('poison in a push: the one that nobody can use is set aside', async () => {
    await register.tell('/spoil', { as: 'schema' });
    const pushed = read(await until(() => Promise.resolve(came[0])));
    expect(pushed.ok && followPush(cursor, pushed.value)).toMatchObject({
      events: [],
      aside: [{ reason: 'schema' }],
      next: cursor + 1,
    });
  });
});

describe('a push that is not the source’s', () => {
  test('one flipped bit at any place of method, path, query, header values or body: none is taken', async () => {
    const request = await pushedChange('戊勘察有限公司');
    expect(read(request).ok).toBe(true);
    const taken: string[] = [];
    const now = Date.now();
    const attempt = (place: string, changed: PushRequest): void => {
      if (read(changed, now).ok) taken.push(place);
    };
    for (const part of ['method', 'path'] as const) {
      for (const [bit, value] of flips(Buffer.from(request[part], 'latin1'))) {
        attempt(`${part} ${bit}`, { ...request, [part]: value.toString('latin1') });
      }
    }
    for (const name of ['content-type', ...Object.values(headerNames)]) {
      const header = request.headers[name];
      if (typeof header !== 'string') throw new Error(`no ${name}`);
      for (const [bit, value] of flips(Buffer.from(header, 'latin1'))) {
        attempt(`${name} ${bit}`, { ...request, headers: { ...request.headers, [name]: value.toString('latin1') } });
      }
    }
    for (const [bit, body] of flips(Buffer.from(request.body))) attempt(`body ${bit}`, { ...request, body });
    expect(taken).toEqual([]);
  });

  test('of another time, without signature, of a stranger, of a source that we have no key of, twice the header', async () => {
    const request = await pushedChange('己勘察有限公司');
    const refusal = (changes: object, nowMs = Date.now()) => read({ ...request, ...changes }, nowMs);
    const { [headerNames.signature]: signature, ...unsigned } = request.headers;
    expect(refusal({}, Date.now() + 120_000)).toEqual({ ok: false, error: { reason: 'time' } });
    expect(refusal({}, Date.now() - 120_000)).toEqual({ ok: false, error: { reason: 'time' } });
    expect(refusal({ headers: unsigned })).toEqual({ ok: false, error: { reason: 'signature' } });
    expect(refusal({ headers: { ...unsigned, [headerNames.signature]: [signature, signature] } })).toMatchObject({ ok: false });
    expect(refusal({ body: Buffer.alloc(600_000, 0x20) })).toEqual({ ok: false, error: { reason: 'form' } });
    expect(readPush(request, {}, Date.now())).toEqual({ ok: false, error: { reason: 'source' } });
    expect(readPush(request, { construction: trustOf(keys, 'construction') }, Date.now())).toMatchObject({ ok: false });
    const stranger = { ...trustOf(keys, 'market-regulation'), keys: new Map([['x', generateKeyPairSync('ed25519').publicKey]]) };
    expect(readPush(request, { 'market-regulation': stranger }, Date.now())).toEqual({
      ok: false,
      error: { reason: 'signature' },
    });
  });

  test('a message of the source around an envelope that is not: an alarm, and nothing of it is taken', async () => {
    const request = await pushedChange('庚勘察有限公司');
    const { events } = JSON.parse(Buffer.from(request.body).toString('utf8')) as { events: { sig: string }[] };
    const forged = events.map((envelope) => ({ ...envelope, seq: cursor + 2 }));
    const body = JSON.stringify({ source: 'market-regulation', events: [...events, ...forged] });
    const { privateKey } = ensureSigningKey(keys, 'market-regulation');
    const fields = {
      client: 'market-regulation',
      method: 'POST',
      path: request.path,
      timestamp: instantOf(Date.now()),
      nonce: randomBytes(16).toString('base64url'),
      body,
    };
    const headers = {
      'content-type': 'application/json',
      [headerNames.client]: fields.client,
      [headerNames.timestamp]: fields.timestamp,
      [headerNames.nonce]: fields.nonce,
      [headerNames.signature]: signText(requestText(fields), privateKey),
    };
    expect(read({ method: 'POST', path: request.path, headers, body: Buffer.from(body) })).toEqual({
      ok: false,
      error: { reason: 'alarm', source: 'market-regulation', alarm: { reason: 'signature', seq: cursor + 2 } },
    });
  });
});

test('one flipped bit at any place of an answer’s status, header values or body: it is not believed', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const nonce = randomBytes(16).toString('base64url');
  const nowMs = Date.now();
  const body = Buffer.from(
    JSON.stringify({ source: 'construction', after: 0, last: 1, events: [{ event: '{"名":"勘察\uFFFD"}' }] }),
  );
  const timestamp = instantOf(nowMs);
  const signature = signText(replyText({ status: 200, nonce, timestamp, body: body.toString('utf8') }), privateKey);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    [headerNames.timestamp]: timestamp,
    [headerNames.signature]: signature,
  };
  const isBelieved = (changes: { status?: number; headers?: Record<string, string>; body?: Buffer; nonce?: string }): boolean => {
    const all = { ...headers, ...changes.headers };
    const reply = {
      status: changes.status ?? 200,
      headers: { get: (name: string) => all[name] ?? null },
      body: changes.body ?? body,
    };
    return believe(reply, { nonce: changes.nonce ?? nonce, partnerKey: publicKey, nowMs }).ok;
  };
  expect(isBelieved({})).toBe(true);
  expect(isBelieved({ nonce: `${nonce.slice(0, -1)}_` }), 'the answer to another question').toBe(false);
  const believed: string[] = [];
  for (let bit = 0; bit < 10; bit += 1) if (isBelieved({ status: 200 ^ (1 << bit) })) believed.push(`status ${bit}`);
  for (const [name, value] of Object.entries(headers)) {
    for (const [bit, bytes] of flips(Buffer.from(value))) {
      if (isBelieved({ headers: { [name]: bytes.toString('latin1') } })) believed.push(`${name} ${bit}`);
    }
  }
  for (const [bit, bytes] of flips(body)) if (isBelieved({ body: bytes })) believed.push(`body ${bit}`);
  expect(believed).toEqual([]);
});

function* flips(bytes: Buffer): Generator<[number, Buffer]> {
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield [bit, flipped];
  }
}
