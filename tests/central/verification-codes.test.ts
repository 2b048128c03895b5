import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Clock } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { newId, wang } from './harness/acts.ts';
import type { SmsState, StandIn } from './harness/processes.ts';
import { startSms } from './harness/processes.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

let world: World;
let sms: StandIn<SmsState>;
const keys = mkdtempSync(path.join(os.tmpdir(), 'e-station-keys-'));
let aheadMs = 0;
const clock: Clock = { ...systemClock, now: () => Date.now() + aheadMs };
const li = { name: '李国强', idNumber: '370202195909201235', layout: 'resident' } as const;

beforeAll(async () => {
  sms = await startSms(keys);
  world = await openWorld({ env: { keys, smsUrl: sms.url }, clock });
});
beforeEach(() => {
  aheadMs += 11 * 60_000; // past the window of the test before
});
afterEach(() => sms.fault({ mode: 'none' }));
afterAll(async () => {
  await world.close();
  await sms.stop();
  rmSync(keys, { recursive: true });
});

const send = (session: string, actor: object = wang) => world.line('E0217').query('verification-codes', { session, actor });
const check = (session: string, challenge: unknown, code: string) =>
  world.line('E0217').query('verification-codes/check', { session, challenge, code });

async function codeFor(challenge: unknown): Promise<string> {
  const { messages } = await sms.state();
  return messages.find(({ key }) => key === challenge)?.params['code'] ?? '';
}

const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');

test('the right code passes once, is never stored as it is, and opens the visit that asked for it only', async () => {
  const session = newId();
  const sent = await send(session);
  expect(sent).toMatchObject({ status: 200, json: { phoneMasked: '139****6027', triesLeft: 3 } });
  const code = await codeFor(sent.json['challenge']);
  expect(code).toMatch(/^\d{6}$/);
  const verification = { method: 'sms', attempt: 1, at: new Date().toISOString(), policy: 'sms' };
  const cases = (visit: string, actor: object = wang) =>
    world.line('E0217').query('cases', { session: visit, actor, verification });
  expect(await cases(session)).toMatchObject({ status: 403, json: { code: 'SMS-001' } });
  expect(await check(session, sent.json['challenge'], code)).toMatchObject({ status: 200, json: { passed: true } });
  expect((await check(session, sent.json['challenge'], code)).status).toBe(429);
  expect((await cases(session)).status).toBe(200);
  expect((await cases(newId())).status).toBe(403);
  expect((await cases(session, li)).status).toBe(403);
  const stored = JSON.stringify(await world.db.selectFrom('verification_code').selectAll().execute());
  expect(stored).not.toContain(code);
});

test('three wrong tries use the code up, even when the fourth is right', async () => {
  const session = newId();
  const { json } = await send(session);
  const code = await codeFor(json['challenge']);
  expect(await check(session, json['challenge'], wrong(code))).toMatchObject({ status: 403, json: { code: 'SMS-001' } });
  expect(await check(session, json['challenge'], wrong(code))).toMatchObject({ status: 403, json: { code: 'SMS-001' } });
  expect(await check(session, json['challenge'], wrong(code))).toMatchObject({ status: 429, json: { code: 'SMS-005' } });
  expect(await check(session, json['challenge'], code)).toMatchObject({ status: 429, json: { code: 'SMS-005' } });
});

test('guesses in parallel get three tries together', async () => {
  const session = newId();
  const { json } = await send(session);
  const code = wrong(await codeFor(json['challenge']));
  const replies = await Promise.all(Array.from({ length: 12 }, () => check(session, json['challenge'], code)));
  expect(replies.filter(({ json: answer }) => answer['code'] === 'SMS-001')).toHaveLength(2);
  expect(replies.filter(({ json: answer }) => answer['code'] === 'SMS-005')).toHaveLength(10);
});

test('after five minutes the code is too old', async () => {
  const session = newId();
  const { json } = await send(session);
  const code = await codeFor(json['challenge']);
  aheadMs += 5 * 60_000 + 1000;
  expect(await check(session, json['challenge'], code)).toMatchObject({ status: 403, json: { code: 'SMS-002' } });
});

test("another visit's or another terminal's code does not pass", async () => {
  const session = newId();
  const { json } = await send(session);
  const code = await codeFor(json['challenge']);
  expect((await check(newId(), json['challenge'], code)).status).toBe(429);
  const elsewhere = await world.line('E0218').query('verification-codes/check', { session, challenge: json['challenge'], code });
  expect(elsewhere.status).toBe(429);
});

test('one person gets three codes in ten minutes, also when they are asked for at the same moment', async () => {
  const replies = await Promise.all(Array.from({ length: 6 }, () => send(newId(), li)));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(3);
  expect(replies.filter(({ status }) => status === 429)).toHaveLength(3);
  expect((await send(newId(), li)).json['code']).toBe('SMS-005');
  aheadMs += 10 * 60_000 + 1000;
  expect((await send(newId(), li)).status).toBe(200);
});

test('nobody is sent a code whose phone is not known', async () => {
  expect(await send(newId(), { name: '孙无', idNumber: '370214200102031019', layout: 'resident' })).toMatchObject({
    status: 404,
    json: { code: 'SMS-003' },
  });
});

test('a refusal of the provider, or its silence, is SMS-004', async () => {
  await sms.fault({ mode: 'refuse' });
  expect(await send(newId())).toMatchObject({ status: 503, json: { code: 'SMS-004' } });
  await sms.fault({ mode: 'drop' });
  expect(await send(newId())).toMatchObject({ status: 503, json: { code: 'SMS-004' } });
});

test('a lost answer is cleared up: the message was taken, so it is not sent twice', async () => {
  await sms.fault({ mode: 'lose' });
  const session = newId();
  const sent = await send(session);
  expect(sent.status).toBe(200);
  const { messages } = await sms.state();
  expect(messages.filter(({ key }) => key === sent.json['challenge'])).toHaveLength(1);
  expect((await check(session, sent.json['challenge'], await codeFor(sent.json['challenge']))).status).toBe(200);
});
