import { expect, test } from 'vitest';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { FeedEntry } from '#contracts/sync/wire.ts';
import { createTerminal, logged } from './kit.ts';
import type { TestCentre } from './test-centre.ts';

const both = (text: string) => ({ 'zh-CN': text, en: text });
const itemOf = (id: string, version = 1) => ({
  id,
  version,
  kind: 'convenience',
  flow: 'certificate',
  icon: 'document',
  title: both('凭证'),
  summary: both('摘要'),
  department: both('人社局'),
  minutes: 2,
  workingDays: 0,
  feeFen: 0,
  result: both('凭证'),
  materials: [],
  consent: [both('同意')],
  assurance: ['face'],
  offline: 'onlineOnly',
  rated: true,
});

function put(centre: TestCentre, pos: number, key: string, payload: object = itemOf(key, pos)): FeedEntry {
  return centre.signEntry({ pos, key, op: 'put', payload: canonicalJson(payload as never) });
}

/** A stream that answers as the centre does: everything at 0, what came later otherwise. */
function serve(centre: TestCentre, entries: readonly FeedEntry[]) {
  const next = entries.at(-1)?.pos ?? 0;
  centre.feed = (after) => {
    const news = entries.filter(({ pos }) => pos > after);
    return news.length === 0 ? { status: 304 } : { status: 200, body: { stream: 'catalogue', entries: news, next } };
  };
}

/** Starts the engine and waits until the cursor stands at `pos`. */
async function follow(kiosk: Awaited<ReturnType<typeof createTerminal>>, pos: number) {
  kiosk.engine.start();
  kiosk.world.clock.advance(0);
  await expect.poll(() => kiosk.journal.cursor('catalogue')).toBe(pos);
}

test('the catalogue is taken over, told to whoever listens, and there when the centre is not', async () => {
  const kiosk = await createTerminal();
  serve(kiosk.centre, [put(kiosk.centre, 1, 'a.one'), put(kiosk.centre, 2, 'a.two')]);
  const heard: string[][] = [];
  kiosk.engine.onFeed('catalogue', (items) => heard.push(items.map(({ id }) => id)));
  await follow(kiosk, 2);
  await expect.poll(() => heard).toEqual([['a.one', 'a.two']]);
  await kiosk.centre.stop();
  expect(kiosk.engine.catalogue().map(({ id, version }) => [id, version])).toEqual([
    ['a.one', 1],
    ['a.two', 2],
  ]);
});

test.each<[string, (centre: TestCentre) => FeedEntry, string]>([
  ['is not signed', (centre) => ({ ...put(centre, 2, 'a.bad'), sig: put(centre, 3, 'a.bad').sig }), 'signature'],
  ['is signed by an unknown key', (centre) => ({ ...put(centre, 2, 'a.bad'), keyId: 'other' }), 'signature'],
  ['was changed on the way', (centre) => ({ ...put(centre, 2, 'a.bad'), key: 'a.worse' }), 'signature'],
  ['is no service item', (centre) => put(centre, 2, 'a.bad', { ...itemOf('a.bad'), minutes: 0 }), 'content'],
  ['is no JSON', (centre) => centre.signEntry({ pos: 2, key: 'a.bad', op: 'put', payload: '{' }), 'content'],
  ['is filed under another name', (centre) => put(centre, 2, 'a.bad', itemOf('a.good')), 'key'],
])('an entry that %s refuses itself and no other', async (_, bad, problem) => {
  const kiosk = await createTerminal();
  serve(kiosk.centre, [put(kiosk.centre, 1, 'a.one'), bad(kiosk.centre), put(kiosk.centre, 3, 'a.three')]);
  await follow(kiosk, 3);
  expect(kiosk.engine.catalogue().map(({ id }) => id)).toEqual(['a.one', 'a.three']);
  expect(logged(kiosk.world, 'feed.refused')).toEqual([{ stream: 'catalogue', pos: 2, problem }]);
});

test('news come with the next look: changed, deleted, added', async () => {
  const kiosk = await createTerminal();
  const first = [put(kiosk.centre, 1, 'a.one'), put(kiosk.centre, 2, 'a.two')];
  serve(kiosk.centre, first);
  await follow(kiosk, 2);
  serve(kiosk.centre, [
    ...first,
    put(kiosk.centre, 3, 'a.one', itemOf('a.one', 9)),
    kiosk.centre.signEntry({ pos: 4, key: 'a.two', op: 'delete', payload: '' }),
    put(kiosk.centre, 5, 'a.new'),
  ]);
  await expect
    .poll(() => {
      kiosk.world.clock.advance(10_000);
      return kiosk.journal.cursor('catalogue');
    })
    .toBe(5);
  expect(kiosk.engine.catalogue().map(({ id, version }) => [id, version])).toEqual([
    ['a.new', 5],
    ['a.one', 9],
  ]);
});

test('when the centre no longer knows the cursor, everything is taken anew and what is gone is dropped', async () => {
  const kiosk = await createTerminal();
  serve(kiosk.centre, [put(kiosk.centre, 7, 'a.old'), put(kiosk.centre, 8, 'a.kept')]);
  await follow(kiosk, 8);
  const fresh = put(kiosk.centre, 2, 'a.kept');
  kiosk.centre.feed = (after) => {
    if (after === 2) return { status: 304 };
    return after === 0 ? { status: 200, body: { stream: 'catalogue', entries: [fresh], next: 2 } } : { status: 410 };
  };
  await expect
    .poll(() => {
      kiosk.world.clock.advance(10_000);
      return kiosk.journal.cursor('catalogue');
    })
    .toBe(2);
  expect(kiosk.engine.catalogue().map(({ id }) => id)).toEqual(['a.kept']);
});
