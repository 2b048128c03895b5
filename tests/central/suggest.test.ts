import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import { readSuggestions, recomputeSuggestions } from '#central/inference/index.ts';
import { openFollowUpCount } from '#central/inference/suggest/follow-ups.ts';
import type { FollowUp, PartyHistory } from '#central/inference/suggest/follow-ups.ts';
import type { SuggestionSources } from '#central/inference/suggest/rank.ts';
import { rankSuggestions } from '#central/inference/suggest/rank.ts';
import type { Db, Tables } from '#central/store/index.ts';
import { migrate, openDatabase } from '#central/store/index.ts';
import { freshDatabase } from './harness/postgres.ts';

const day = 86_400_000;
const now = Date.parse('2026-11-25T04:00:00.000Z');
const place = {
  district: '370200',
  implementationCode: '',
  agency: { name: { 'zh-CN': '局', en: 'Bureau' }, uscc: '' },
  from: '2026-01-01',
};

function item(id: string, changes: Partial<ApprovalItem> = {}): ApprovalItem {
  const title = { 'zh-CN': `事项${id}`, en: `Item ${id}` };
  return {
    id,
    version: 1,
    title,
    type: 'change',
    serves: 'organisation',
    partyClasses: ['survey'],
    certificateType: 'survey-qualification',
    suggest: true,
    places: [place],
    ...changes,
  } as unknown as ApprovalItem;
}

/** `parties` units that did `a`, of which `followed` did `b` so many days later. */
function histories(parties: number, followed: number, afterDays = 30, ofClass = 'survey'): PartyHistory[] {
  return Array.from({ length: parties }, (_, index) => ({
    class: ofClass,
    done: [
      { itemId: 'a', at: now - 300 * day },
      ...(index < followed ? [{ itemId: 'b', at: now - (300 - afterDays) * day }] : []),
    ],
  }));
}

function counted(list: readonly PartyHistory[]): FollowUp[] {
  const count = openFollowUpCount();
  for (const history of list) count.add(history);
  return count.list();
}

describe('counting', () => {
  test('of the parties that did one thing, how many did another within 180 days', () => {
    expect(counted(histories(37, 21))).toEqual([{ class: 'survey', afterItem: 'a', item: 'b', parties: 37, followed: 21 }]);
    expect(counted(histories(37, 21, 180))).toHaveLength(1);
    expect(counted(histories(37, 21, 181))).toEqual([]);
    expect(counted(histories(37, 21, 0))).toEqual([]); // at the same moment is not after
  });

  test('fewer than ten parties, or fewer than one in five, say nothing', () => {
    expect(counted(histories(9, 9))).toEqual([]);
    expect(counted(histories(10, 2))).toHaveLength(1);
    expect(counted(histories(10, 1))).toEqual([]);
    expect(counted([...histories(6, 6), ...histories(6, 6, 30, 'hr-service')])).toEqual([]); // classes are not thrown together
  });

  test('a party counts once, however often it did either; and never follows itself', () => {
    const done = [0, 40, 80].flatMap((after) => ['a', 'b'].map((itemId, n) => ({ itemId, at: now - (300 - after - n) * day })));
    const found = counted(Array.from({ length: 10 }, () => ({ class: 'survey', done })));
    expect(found).toEqual([
      { class: 'survey', afterItem: 'a', item: 'b', parties: 10, followed: 10 },
      { class: 'survey', afterItem: 'b', item: 'a', parties: 10, followed: 10 },
    ]);
  });

  test('the order of the histories changes nothing', () => {
    const list = [...histories(20, 8), ...histories(12, 12, 10, 'hr-service'), ...histories(15, 3)];
    expect(counted(list.toReversed())).toEqual(counted(list));
  });
});

describe('ranking', () => {
  const row = (after: string, next: string, followed: number, parties = 40): FollowUp => ({
    class: 'survey',
    afterItem: after,
    item: next,
    parties,
    followed,
  });
  const sources = (changes: Partial<SuggestionSources> = {}): SuggestionSources => ({
    party: { kind: 'organisation', class: 'survey', district: '370212' },
    certificates: [{ type: 'survey-qualification', district: '370200', status: 'valid' }],
    done: [{ itemId: 'a', at: now - 20 * day }],
    atHand: new Set(),
    followUps: [row('a', 'b', 20), row('a', 'c', 30), row('x', 'd', 40)],
    items: ['b', 'c', 'd'].map((id) => item(id)),
    isSuspended: () => false,
    nowMs: now,
    today: '2026-11-25',
    ...changes,
  });
  const ids = (changes?: Partial<SuggestionSources>): string[] => rankSuggestions(sources(changes)).map(({ itemId }) => itemId);

  test('the most usual first, only after what the party did itself, with the figures in words', () => {
    expect(ids()).toEqual(['c', 'b']);
    const [first] = rankSuggestions(sources({ followUps: [row('a', 'b', 21, 37)] }));
    expect(first?.evidence).toEqual({
      'zh-CN': '同类单位 37 家里有 21 家接着办了这件。',
      en: '21 of 37 similar units did this next.',
    });
  });

  test('nothing that is switched off, at hand, done since, of another class or place, or about a certificate that it has not', () => {
    expect(ids({ items: [item('b', { suggest: false }), item('c')] })).toEqual(['c']);
    expect(ids({ atHand: new Set(['c']) })).toEqual(['b']);
    expect(
      ids({
        done: [
          { itemId: 'a', at: now - 20 * day },
          { itemId: 'c', at: now - 10 * day },
        ],
      }),
    ).toEqual(['b']);
    expect(ids({ items: [item('b', { partyClasses: ['hr-service'] }), item('c')] })).toEqual(['c']);
    expect(ids({ items: [item('b', { serves: 'person' }), item('c')] })).toEqual(['c']);
    expect(ids({ items: [item('b', { places: [{ ...place, district: '370283' }] }), item('c')] })).toEqual(['c']);
    expect(ids({ items: [item('b', { places: [{ ...place, to: '2026-06-30' }] }), item('c')] })).toEqual(['c']);
    expect(ids({ items: [item('b', { certificateType: 'other' }), item('c')] })).toEqual(['c']);
    expect(ids({ certificates: [{ type: 'survey-qualification', district: '370200', status: 'revoked' }] })).toEqual([]);
    expect(ids({ isSuspended: (id) => id === 'c' })).toEqual(['b']);
    expect(ids({ done: [{ itemId: 'a', at: now - 200 * day }] })).toEqual([]);
    expect(ids({ party: { kind: 'organisation', class: 'design', district: '370212' } })).toEqual([]);
  });

  test('an allowance needs no certificate', () => {
    expect(ids({ certificates: [], items: [item('b', { type: 'grant' }), item('c')] })).toEqual(['b']);
  });

  test('the best evidence of several, and always the same order', () => {
    const done = [
      { itemId: 'a', at: now - 20 * day },
      { itemId: 'x', at: now - 30 * day },
    ];
    const followUps = [row('a', 'b', 10), row('x', 'b', 30), row('a', 'c', 30), row('x', 'c', 30)];
    const found = rankSuggestions(sources({ done, followUps }));
    expect(found.map(({ itemId, afterItem, followed }) => [itemId, afterItem, followed])).toEqual([
      ['b', 'x', 30],
      ['c', 'a', 30],
    ]);
    expect(rankSuggestions(sources({ done, followUps: followUps.toReversed() }))).toEqual(found);
  });
});

describe('on PostgreSQL', () => {
  let db: Db;
  let drop: () => Promise<void>;
  const clock = { ...systemClock, now: () => now };

  beforeAll(async () => {
    const fresh = await freshDatabase();
    await migrate(fresh.urls.owner);
    db = openDatabase(fresh.urls.owner, 4);
    drop = () => fresh.drop();
  });
  afterAll(async () => {
    await db.destroy();
    await drop();
  });

  const iso = (ms: number): string => new Date(ms).toISOString();

  async function insertItem(id: string, changes: Partial<ApprovalItem> = {}): Promise<void> {
    const body = item(id, changes);
    const row = {
      item_id: id,
      version: 1,
      state: 'live',
      body: JSON.stringify(body),
      decision: '',
      sha256: '',
      author: 'a',
      approver: 'b',
    } as const;
    await db
      .insertInto('approval_item')
      .values({
        ...row,
        effective_from: '2026-01-01',
        effective_to: null,
        backtest: null,
        key_id: 'k',
        sig: 's',
        created_at: iso(now),
        changed_at: iso(now),
      })
      .execute();
  }

  async function insertParty(
    key: string,
    done: readonly { readonly itemId: string; readonly at: number; readonly status?: 'withdrawn' }[],
  ): Promise<void> {
    const provenance = { source: 'market-regulation', source_at: iso(now) };
    await db
      .insertInto('party')
      .values({
        party_key: key,
        kind: 'organisation',
        uscc: null,
        class: 'survey',
        district: '370212',
        status: 'normal',
        listed_abnormal: false,
        open_case: false,
        facts: '{}',
        marks: '{}',
        sealed: '',
        record_version: 1,
        ...provenance,
      })
      .execute();
    await db
      .insertInto('party_certificate')
      .values({
        party_key: key,
        type: 'survey-qualification',
        number: `N-${key}`,
        version: 1,
        district: '370200',
        issuer: '局',
        issued_on: '2020-01-01',
        valid_from: '2020-01-01',
        valid_to: null,
        status: 'valid',
        fields: '{}',
        marks: '{}',
        sealed: '',
        case_number: null,
        ...provenance,
      })
      .execute();
    for (const { itemId, at, status = 'closed' } of done) await insertCase(db, key, itemId, iso(at), status);
  }

  /** A history by a seed: the same one every time. */
  test('a generated history of 60 parties gives the counts that were put in, the night after again the same, and a reader its ranking', async () => {
    await insertItem('a');
    await insertItem('b');
    await insertItem('c', { suggest: false });
    await insertItem('d');
    for (let n = 0; n < 60; n += 1) {
      await insertParty(`p${String(n).padStart(3, '0')}`, [
        { itemId: 'a', at: now - 250 * day },
        ...(n % 2 === 0 ? [{ itemId: 'b', at: now - (250 - (n % 170) - 1) * day }] : []),
        ...(n % 3 === 0 ? [{ itemId: 'c', at: now - 200 * day }] : []),
        ...(n % 4 === 0 ? [{ itemId: 'd', at: now - 100 * day }] : []),
        ...(n % 6 === 5 ? [{ itemId: 'd', at: now - 90 * day, status: 'withdrawn' as const }] : []), // a need that was none
      ]);
    }
    expect(await recomputeSuggestions(db, clock)).toBeGreaterThan(0);
    const rows = await db.selectFrom('next_need').selectAll().where('after_item', '=', 'a').orderBy('item').execute();
    expect(rows.map(({ item: next, parties, followed }) => [next, parties, followed])).toEqual([
      ['b', 60, 30],
      ['c', 60, 20],
      ['d', 60, 15],
    ]);
    const first = await db.selectFrom('next_need').selectAll().orderBy('class').orderBy('after_item').orderBy('item').execute();
    await recomputeSuggestions(db, clock);
    expect(await db.selectFrom('next_need').selectAll().orderBy('class').orderBy('after_item').orderBy('item').execute()).toEqual(
      first,
    );

    await insertParty('q', [{ itemId: 'a', at: now - 5 * day }]);
    const suggestions = await readSuggestions(db, clock, 'q');
    expect(suggestions.map(({ itemId, parties, followed }) => [itemId, parties, followed])).toEqual([
      ['b', 60, 30],
      ['d', 60, 15],
    ]);
    expect(suggestions[0]?.evidence['zh-CN']).toBe('同类单位 60 家里有 30 家接着办了这件。');
    expect(await db.selectFrom('proposal').selectAll().execute()).toEqual([]); // never a proposal by itself

    await db
      .insertInto('item_suspension')
      .values({ item_id: 'b', district: '370200', since: iso(now), by_whom: 'x', reason: '' })
      .execute();
    expect((await readSuggestions(db, clock, 'q')).map(({ itemId }) => itemId)).toEqual(['d']);
    expect(await readSuggestions(db, clock, 'nobody')).toEqual([]);
  });
});

async function insertCase(
  db: Kysely<Tables>,
  key: string,
  itemId: string,
  at: string,
  status: 'closed' | 'withdrawn',
): Promise<void> {
  const id = makeUuidV7(Date.parse(at), randomBytes);
  await db
    .insertInto('approval_case')
    .values({
      party_key: key,
      case_number: `C-${key}-${itemId}-${status}`,
      proposal_id: id,
      act_id: id,
      item_id: itemId,
      item_version: 1,
      district: '370200',
      certificate: '',
      base_version: 0,
      state: JSON.stringify({ step: 'close', waiting: 'nothing', outcome: status === 'closed' ? 'done' : 'withdrawn' }),
      status,
      step: 'close',
      sealed: '',
      due_on: at.slice(0, 10),
      due_provisional: false,
      warn_at: null,
      wake_at: null,
      escalated: 0,
      revision: 0,
      opened_at: at,
      closed_at: at,
    })
    .execute();
}
