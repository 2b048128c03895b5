import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Clock } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { SyncRecord, SyncReply } from '#contracts/sync/wire.ts';
import { FakeTerminal, newId, wang } from './harness/acts.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

let world: World;
let aheadMs = 0;
const clock: Clock = { ...systemClock, monotonic: () => systemClock.monotonic() + aheadMs };
let certificate: SyncRecord;
let registration: SyncRecord;
let number: string;
let checkCode: string;

beforeAll(async () => {
  world = await openWorld({ clock });
  const terminal = new FakeTerminal();
  const visit = terminal.visit();
  certificate = terminal.certificate(visit);
  registration = terminal.registration(visit);
  const reply = await world.line('E0217').sync([certificate, registration]);
  [number = '', checkCode = ''] = refOf(reply).split('|');
});
afterAll(() => world.close());

function refOf(reply: SyncReply): string {
  const [first] = reply.results;
  return first?.answer === 'final' ? first.receipt.ref : '';
}

function open(path: string) {
  aheadMs += 60_000; // the limit is another test's matter
  return world.line().get(path);
}

test('a genuine certificate is confirmed to anybody who holds it, with a masked name and nothing more of the person', async () => {
  const page = await open(`/verify?n=${number}&c=${checkCode}`);
  expect(page.status).toBe(200);
  expect(page.text).toContain('这份证明是真的');
  expect(page.text).toContain('This certificate is genuine');
  expect(page.text).toContain('王*梅');
  expect(page.text).not.toContain(wang.name);
  expect(page.text).not.toContain(wang.idNumber);
  expect((await open(`/verify?n=${number}&c=${checkCode.replace('-', '').toLowerCase()}`)).status).toBe(200);
});

test('a wrong code and an unknown number look the same', async () => {
  const wrongCode = await open(`/verify?n=${number}&c=AAAA-AAAA`);
  const unknown = await open('/verify?n=370282-2026-9999-9999&c=AAAA-AAAA');
  expect([wrongCode.status, unknown.status]).toEqual([404, 404]);
  expect(wrongCode.text).toBe(unknown.text);
  expect(wrongCode.text).not.toContain('王');
});

test('a revoked certificate says so', async () => {
  await world.db.updateTable('certificate').set({ state: 'revoked' }).where('number', '=', number).execute();
  expect((await open(`/verify?n=${number}&c=${checkCode}`)).text).toContain('已经作废');
  await world.db.updateTable('certificate').set({ state: 'valid' }).where('number', '=', number).execute();
});

test("a receipt's code shows where the matter stands, to who has the beginning of its hash", async () => {
  const page = await open(`/acts/${registration.id}?h=${registration.hash.slice(0, 12)}`);
  expect(page.status).toBe(200);
  expect(page.text).toContain('灵活就业参保登记');
  expect(page.text).toContain('中心已收到，材料齐全。');
  expect(page.text).not.toContain('王');
  const bodyHash = createHash('sha256').update(registration.body).digest('hex');
  expect((await open(`/acts/${registration.id}?h=${bodyHash.slice(0, 16)}`)).status).toBe(200);
  expect((await open(`/acts/${registration.id}?h=00000000`)).status).toBe(404);
  expect((await open(`/acts/${newId()}?h=${registration.hash}`)).text).toContain('还没有收到');
});

test('what is typed into the address never becomes part of the page as markup', async () => {
  const page = await open(`/verify?n=${encodeURIComponent('<script>alert(1)</script>')}&c=x`);
  expect(page.text).not.toContain('<script');
  expect((await open('/acts/not-an-id?h=00000000')).status).toBe(400);
  expect((await open(`/acts/${registration.id}?h=%25`)).status).toBe(400);
});

test('the page loads nothing and runs nothing: its only style is the one that its policy names by hash', async () => {
  const page = await open('/verify');
  const style = /<style>(.*?)<\/style>/s.exec(page.text)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`style-src 'sha256-${hash}'`);
  expect(policy).not.toContain('unsafe');
  expect(page.text).not.toMatch(/ style=| src=|<link|<script/);
  expect(page.headers['cache-control']).toBe('no-store');
});

test('nobody can try numbers by the thousand, and others are not held up', async () => {
  const replies = await Promise.all(Array.from({ length: 40 }, () => world.line().get('/verify?n=1&c=1')));
  const refused = replies.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(20);
  expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
  expect((await world.line('E0217').get('/v1/keys')).status).toBe(200);
});
