import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Clock, Instant, LocalDate } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { DomainEvent } from '#contracts/approval/event.ts';
import { err } from '#contracts/basics/result.ts';
import type { LogEvent, LogFields } from '#contracts/log/events.ts';
import { indexItems, openInference, storeEvents } from '#central/inference/index.ts';
import type { Inference, JudgeItem } from '#central/inference/index.ts';
import { openCalendar, openDecision, openItemCentre, readVocabulary, takeReleasedItems } from '#central/process/index.ts';
import { reviewDecision } from '#central/process/approval/decision.ts';
import type { Db, Jobs } from '#central/store/index.ts';
import {
  ensureSigningKey,
  inTransaction,
  migrate,
  openDatabase,
  openJobs,
  openPseudonyms,
  openSeals,
} from '#central/store/index.ts';
import { freshDatabase } from './harness/postgres.ts';

// 智能研判 alone on a real PostgreSQL, with a clock of the test's: days that no stand-in can be on, and rules that go wrong.
const assets = path.resolve(import.meta.dirname, '../../assets');
const folder = mkdtempSync(path.join(os.tmpdir(), 'e-station-rules-'));
const renewal = 'labour.intermediary-permit-renewal';
const change = 'construction.survey-qualification-change';

let now = Date.parse('2026-11-25T02:00:00.000Z');
const clock: Clock = { ...systemClock, now: () => now };
const logged: { event: LogEvent; fields: LogFields }[] = [];
const log = (event: LogEvent, fields: LogFields = {}): void => void logged.push({ event, fields });

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Db;
let owner: Db;
let jobs: Jobs;
let live: readonly JudgeItem[] = [];
let inference: Inference;
let seq = 0;

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.urls.owner, new URL(database.urls.app).username);
  db = openDatabase(database.urls.app, 4);
  owner = openDatabase(database.urls.owner, 1);
  jobs = await openJobs(database.urls.app, clock);
  const [seals, pseudonyms] = [openSeals(folder), openPseudonyms(folder)];
  const key = ensureSigningKey(folder, 'process-publish');
  const itemParts = { db, clock, log, key, seals, pseudonyms, vocabulary: readVocabulary(path.join(assets, 'items')) };
  await takeReleasedItems(itemParts, path.join(assets, 'items'));
  const centre = openItemCentre(itemParts);
  live = (await centre.live()).items;
  const calendar = openCalendar(path.join(assets, 'calendar', 'holidays.json'));
  const parts = { clock, random: (length: number) => randomBytes(length), log, db, jobs, seals, pseudonyms };
  inference = openInference({
    ...parts,
    items: () => Promise.resolve(indexItems(current())),
    workedOnOrBefore: (day) => calendar.workedOnOrBefore(day),
  });
  keep = async (event) => {
    seq += 1;
    const whole = { ...event, source: 'approval-bureau' as const, seq, recordVersion: seq } as DomainEvent;
    const envelope = { source: whole.source, seq, consumer: 'centre', sentAt: whole.at, event: '', keyId: 'k', sig: 's' };
    await inTransaction(db, clock, (tx) =>
      storeEvents(tx, { pseudonyms, seals }, [{ envelope, event: whole }], whole.at as Instant),
    );
    return whole;
  };
  reopen = () => openItemCentre(itemParts);
});
afterAll(async () => {
  await jobs.close();
  await Promise.all([db.destroy(), owner.destroy()]);
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

let current: () => readonly JudgeItem[] = () => live;
let keep: (event: Partial<DomainEvent>) => Promise<DomainEvent>;
let reopen: () => ReturnType<typeof openItemCentre>;

const uscc = '91370285M000100Y43';
const subject = { kind: 'organisation', uscc } as const;

function organisation(name: string, kind = 'hr-service', district = '370285') {
  return {
    uscc,
    name,
    class: kind,
    district,
    address: '山东省莱西市烟台路208号',
    status: 'normal',
    listedAbnormal: false,
    openCase: false,
    legalRepresentative: { name: '王秀梅', idNumber: '37028219680312002X' },
  } as const;
}

function certificate(number: string, type: string, validTo: string, name: string, district = '370285') {
  return {
    number,
    type,
    holder: subject,
    district,
    issuer: '莱西市人力资源和社会保障局',
    issuedOn: '2025-03-01',
    validFrom: '2025-03-01',
    validTo,
    status: 'valid',
    fields: { name },
    version: 1,
  } as const;
}

async function told(what: Partial<DomainEvent>, at = new Date(now).toISOString()): Promise<void> {
  await keep({ type: 'snapshot', at, subject, changed: [], before: {}, after: {}, ...what });
}

async function proposals(item: string): Promise<{ state: string; due_on: string; certificate: string }[]> {
  return db
    .selectFrom('proposal')
    .select(['state', 'due_on', 'certificate'])
    .where('item_id', '=', item)
    .orderBy('certificate')
    .execute();
}

async function nothingYet(): Promise<void> {
  for (const table of [
    'proposal',
    'judgement',
    'party',
    'party_certificate',
    'party_agent',
    'party_contact',
    'domain_event',
  ] as const)
    await owner.deleteFrom(table).execute();
}

const at = (local: string): number => Date.parse(`${local}:00+08:00`);

describe('days', () => {
  test('an expiry on 29 February: the rule’s window opens on the right local day, to the minute', async () => {
    await nothingYet();
    now = at('2027-12-30T12:00');
    await told({ organisation: organisation('莱西市闰日人力资源有限公司') });
    await told({ certificate: certificate('HR29', 'hr-service-permit', '2028-02-29', '莱西市闰日人力资源有限公司') });
    await inference.judgeWaiting();
    expect(await proposals(renewal)).toEqual([]); // 61 days before
    now = at('2027-12-30T23:59');
    await inference.judgeAll();
    expect(await proposals(renewal)).toEqual([]);
    now = at('2027-12-31T00:00'); // 60 days before; in UTC it is still the day before
    await inference.judgeAll();
    expect(await proposals(renewal)).toMatchObject([{ state: 'judged', certificate: 'HR29' }]);
  });

  test('on 29 February itself it has not expired; on 1 March it has', async () => {
    await nothingYet();
    now = at('2028-02-29T23:59');
    await told({ organisation: organisation('莱西市闰日人力资源有限公司') });
    await told({ certificate: certificate('HR29', 'hr-service-permit', '2028-02-29', '莱西市闰日人力资源有限公司') });
    await inference.judgeWaiting();
    expect(await proposals(renewal)).toMatchObject([{ state: 'judged' }]);
    now = at('2028-03-01T00:00');
    await inference.judgeAll();
    expect((await proposals(renewal)).map(({ state }) => state).toSorted()).toEqual(['held', 'superseded']);
  });

  test('a filing day on a holiday: due on the working day before it, never in the past', async () => {
    await nothingYet();
    now = at('2026-09-15T09:00'); // 20 days from here is 5 October, in the middle of the national holiday
    await told({ organisation: organisation('莱西市国庆人力资源有限公司') });
    await told({ certificate: certificate('HR10', 'hr-service-permit', '2026-11-10', '莱西市国庆人力资源有限公司') });
    await inference.judgeWaiting();
    expect(await proposals(renewal)).toMatchObject([{ due_on: '2026-09-30' }]);
    await nothingYet();
    now = at('2026-10-03T09:00'); // three days from here the holiday is not over: due today
    await told({ organisation: organisation('莱西市国庆人力资源有限公司') });
    await told({ certificate: certificate('HR10', 'hr-service-permit', '2026-10-20', '莱西市国庆人力资源有限公司') });
    await inference.judgeWaiting();
    expect(await proposals(renewal)).toMatchObject([{ due_on: '2026-10-03' }]);
  });

  test('judging everybody again on the same day writes nothing', async () => {
    const before = await owner
      .selectFrom('judgement')
      .select(({ fn }) => fn.countAll().as('n'))
      .executeTakeFirstOrThrow();
    const again = await inference.judgeAll();
    expect([again.proposed, again.held]).toEqual([0, 0]);
    expect(
      await owner
        .selectFrom('judgement')
        .select(({ fn }) => fn.countAll().as('n'))
        .executeTakeFirstOrThrow(),
    ).toEqual(before);
  });
});

/** The item with another table in its place, and for how many reasons it could not have been published. */
async function withTable(id: string, xml: (table: string) => string): Promise<{ bad: JudgeItem; refused: number }> {
  const good = live.find(({ item }) => item.id === id);
  if (!good) throw new Error(`${id} is not live`);
  const opened = await openDecision(xml(readFileSync(path.join(assets, 'items', id, 'decision.dmn'), 'utf8')));
  if (!opened.ok) return { bad: { ...good, decide: () => err({ code: 'unopened', text: '' }) }, refused: opened.error.length };
  return { bad: { ...good, decide: opened.value.decide }, refused: reviewDecision(opened.value).wrong.length };
}

describe('a rule that goes wrong', () => {
  const others = 'construction.survey-qualification-renewal';

  async function registerSurveyor(): Promise<void> {
    await nothingYet();
    logged.length = 0;
    now = at('2026-11-25T10:00');
    const name = '青岛坏规则勘察有限公司';
    await told({ organisation: organisation(name, 'survey', '370200') });
    await told({ certificate: certificate('KC1', 'survey-qualification', '2027-01-20', '青岛旧名勘察有限公司', '370200') });
  }

  async function judgedWith(bad: JudgeItem): Promise<void> {
    current = () => live.map((item) => (item.item.id === bad.item.id ? bad : item));
    try {
      await inference.judgeWaiting();
      await inference.judgeAll();
    } finally {
      current = () => live;
    }
  }

  test.each([
    [
      'that divides by nothing it has',
      '<text>"nameChanged"</text>',
      '<text>if 1/0 = 1 then "a" else nobodyKnows.thisFact</text>',
    ],
    [
      'that counts without end',
      '<text>"certificateDiffers"</text>',
      '<text>if count(for i in 1..100000, j in 1..100000 return i) > 0 then "certificateDiffers" else "no"</text>',
    ],
    ['that names an unknown fact', '<text>certificate.nameMatches</text>', '<text>certificate.colourMatches</text>'],
  ])('one %s stops alone: the other items still propose, and staff are told', async (_what, from, to) => {
    await registerSurveyor();
    const { bad, refused } = await withTable(change, (text) => text.replaceAll(from, to));
    await judgedWith(bad);
    expect((await proposals(change)).filter(({ state }) => state === 'judged')).toEqual([]);
    expect(await proposals(others)).toMatchObject([{ state: 'judged', certificate: 'KC1' }]);
    const failed = logged.filter(({ event }) => event === 'inference.rule-failed');
    if (refused === 0) expect(failed.length).toBeGreaterThan(0);
    for (const { fields } of failed) expect(fields).toMatchObject({ item: change });
    const waiting = await owner.selectFrom('domain_event').select('seq').where('state', '=', 'received').execute();
    expect(waiting).toEqual([]);
  });

  test('one that throws outright stops alone, too: neither its event nor the night is held up', async () => {
    await registerSurveyor();
    const good = live.find(({ item }) => item.id === change);
    if (!good) throw new Error('not live');
    await judgedWith({
      ...good,
      decide: () => {
        throw new TypeError('a bug');
      },
    });
    expect(await proposals(others)).toMatchObject([{ state: 'judged' }]);
    expect(logged.filter(({ event }) => event === 'inference.rule-failed').length).toBeGreaterThan(0);
  });

  test('what it had proposed before it went wrong stays as it is', async () => {
    await registerSurveyor();
    await inference.judgeWaiting();
    expect(await proposals(change)).toMatchObject([{ state: 'judged' }]);
    const good = live.find(({ item }) => item.id === change);
    if (!good) throw new Error('not live');
    await judgedWith({ ...good, decide: () => err({ code: 'steps', text: '' }) });
    expect(await proposals(change)).toMatchObject([{ state: 'judged' }]);
  });

  test('a live item that was changed in the database is refused alone', async () => {
    await owner
      .updateTable('approval_item')
      .set({ decision: sql<string>`replace(decision, 'ignore', 'propose')` })
      .where('item_id', '=', change)
      .execute();
    logged.length = 0;
    const items = (await reopen().live()).items;
    expect(items.map(({ item }) => item.id)).not.toContain(change);
    expect(items).toHaveLength(live.length - 1);
    expect(logged).toContainEqual({
      event: 'inference.item-refused',
      fields: expect.objectContaining({ item: change, reason: 'signature' }) as LogFields,
    });
  });
});

test('an event that nobody can read any more is set aside, and does not hold up those behind it', async () => {
  await nothingYet();
  now = at('2026-11-25T11:00');
  await told({ organisation: organisation('莱西市被遗忘人力资源有限公司') });
  await owner.deleteFrom('subject_key').execute();
  await told({ organisation: organisation('莱西市后来的人力资源有限公司') });
  await owner
    .updateTable('domain_event')
    .set({ sealed: 'AAAA' })
    .where('seq', '=', seq - 1)
    .execute();
  expect(await inference.judgeWaiting()).toBe(2);
  const states = await owner.selectFrom('domain_event').select('state').orderBy('seq').execute();
  expect(states).toEqual([{ state: 'aside' }, { state: 'judged' }]);
});

test('all shipped items are live', () => {
  const shipped = readdirSync(path.join(assets, 'items'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(live).toHaveLength(shipped.length);
  expect(live.every(({ item }) => (item.places[0]?.from ?? '') <= ('2026-11-25' as LocalDate))).toBe(true);
});
