import { createPublicKey, verify } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { serviceItem } from '#contracts/domain/service-item.ts';
import type { FeedReply } from '#contracts/sync/wire.ts';
import { feedReply } from '#contracts/sync/wire.ts';
import { feedSignedText } from '#contracts/sync/signed-text.ts';
import type { Feed } from '#central/sync/index.ts';
import { openFeed, openSigner } from '#central/sync/index.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

let world: World;
let feed: Feed;
const catalogue = mkdtempSync(path.join(os.tmpdir(), 'e-station-catalogue-'));
const shipped = path.resolve(import.meta.dirname, '../../assets/catalogue');

beforeAll(async () => {
  cpSync(shipped, catalogue, { recursive: true });
  writeFileSync(path.join(catalogue, 'broken.item.json'), '{"id":"broken.item","version":1}');
  writeFileSync(path.join(catalogue, 'torn.item.json'), '{"id":');
  world = await openWorld({ catalogue });
  const keys = path.join(world.folder, 'data', 'keys');
  mkdirSync(path.join(world.folder, 'elsewhere'));
  // Another process of the same centre: same database, same keys.
  feed = openFeed(world.db, systemClock, openSigner(keys, path.join(world.folder, 'elsewhere')));
});
afterAll(async () => {
  await world.close();
  rmSync(catalogue, { recursive: true });
});

async function read(after: number, headers = {}): Promise<FeedReply & { readonly etag: string }> {
  const reply = await world.line('E0217').get(`/v1/feed/catalogue?after=${after}&wait=0`, headers);
  expect(reply.status).toBe(200);
  return { ...feedReply.parse(JSON.parse(reply.text)), etag: String(reply.headers['etag']) };
}

test('the catalogue is on the feed: the good items, each signed; a bad file stops only itself', async () => {
  const { entries } = await read(0);
  expect(entries.map(({ key }) => key).sort()).toEqual([
    'social-insurance.contribution-certificate',
    'social-insurance.flexible-employment-registration',
  ]);
  const keys = JSON.parse(readFileSync(path.join(world.folder, 'data', 'public-keys.json'), 'utf8')) as {
    keys: { keyId: string; publicKey: string }[];
  };
  for (const { sig, keyId, ...fields } of entries) {
    const key = keys.keys.find((one) => one.keyId === keyId)?.publicKey ?? '';
    expect(
      verify(null, Buffer.from(feedSignedText('catalogue', fields)), createPublicKey(key), Buffer.from(sig, 'base64url')),
    ).toBe(true);
    expect(serviceItem.safeParse(JSON.parse(fields.payload)).success).toBe(true);
  }
  const refused = world.logged.filter(({ event }) => event === 'feed.refused').map(({ fields }) => fields['file']);
  expect(refused).toEqual(['broken.item.json', 'torn.item.json']);
});

test('who has everything gets 304, by cursor or by tag', async () => {
  const { next, etag } = await read(0);
  const line = world.line('E0217');
  expect((await line.get(`/v1/feed/catalogue?after=${next}&wait=0`)).status).toBe(304);
  expect((await line.get('/v1/feed/catalogue?after=0', { 'if-none-match': etag })).status).toBe(304);
});

test('news reach who waits, though another process published them', async () => {
  const { next } = await read(0);
  const waiting = world.line('E0217').get(`/v1/feed/catalogue?after=${next}&wait=25`);
  await feed.publish('catalogue', [{ key: 'test.item', payload: '{"n":1}' }]);
  const news = feedReply.parse(JSON.parse((await waiting).text));
  expect(news).toMatchObject({ next: next + 1, entries: [{ pos: next + 1, key: 'test.item', op: 'put', payload: '{"n":1}' }] });
});

test('a thing that is unchanged is not published again; one that is gone is a deletion, and absent from the snapshot', async () => {
  const before = await feed.publish('catalogue', [{ key: 'test.gone', payload: '{}' }]);
  expect(await feed.publish('catalogue', [{ key: 'test.gone', payload: '{}' }])).toBe(before);
  await feed.publish('catalogue', [{ key: 'test.gone' }]);
  expect((await read(before)).entries).toMatchObject([{ key: 'test.gone', op: 'delete', payload: '' }]);
  expect((await read(0)).entries.map(({ key }) => key)).not.toContain('test.gone');
});

test('a cursor of the future, or from before the oldest kept entry, is answered 410', async () => {
  const line = world.line('E0217');
  const status = async (after: number) => (await line.get(`/v1/feed/catalogue?after=${after}&wait=0`)).status;
  expect(await status(1_000_000)).toBe(410);
  for (let n = 0; n < 5; n += 1) await feed.publish('catalogue', [{ key: 'test.busy', payload: `{"n":${n}}` }]);
  await feed.compact('catalogue', 1);
  expect(await status(1)).toBe(410);
  const { entries, next } = await read(0);
  expect(entries.find(({ key }) => key === 'test.busy')?.payload).toBe('{"n":4}');
  expect(await status(next)).toBe(304);
});

test('what is published at the same moment gets a place of its own each', async () => {
  const { next } = await read(0);
  await Promise.all(Array.from({ length: 6 }, (_, n) => feed.publish('catalogue', [{ key: `test.race-${n}`, payload: '{}' }])));
  const positions = (await read(next)).entries.map(({ pos }) => pos);
  expect(positions).toEqual(Array.from({ length: 6 }, (_, n) => next + 1 + n));
});

test('an unknown stream is refused', async () => {
  expect((await world.line('E0217').get('/v1/feed/secrets?after=0')).status).toBe(400);
});
