import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DomainEvent } from '#contracts/approval/event.ts';
import { breakerRules } from '#central/exchange/circuit-breaker.ts';
import type { EventSource } from '#central/exchange/index.ts';
import { sourceProfiles } from '#central/exchange/index.ts';
import { pageLimits } from '#central/exchange/source-wire.ts';
import { ensureSigningKey } from '#central/store/index.ts';
import type { FakeSource } from './harness/sources.ts';
import { connect, hastyClock, pullAll, startSource } from './harness/sources.ts';

const keys = mkdtempSync(path.join(os.tmpdir(), 'e-station-keys-'));
const wang = '37028219680312002X';
let register: FakeSource;
let source: EventSource;
let uscc: string;
/** The survey enterprise's name at the beginning. */
let name: string;
/** Where each test begins. */
let cursor: number;

beforeAll(async () => {
  ensureSigningKey(keys, 'centre-exchange');
  register = await startSource('market-regulation', keys);
  source = connect(keys, 'market-regulation', register.url);
  const { events } = await pullAll(source);
  const survey = events.find(({ organisation }) => organisation?.legalRepresentative.idNumber === wang)?.organisation;
  [uscc, name] = [survey?.uscc ?? '', survey?.name ?? ''];
});
beforeEach(async () => {
  cursor = (await register.state()).last;
});
afterEach(() => register.fault({ mode: 'none' }));
afterAll(async () => {
  await register.end();
  rmSync(keys, { recursive: true });
});

/** Changes the capital `times` times: that many events. */
async function happen(times: number): Promise<void> {
  for (let n = 1; n <= times; n += 1) await register.tell('/change', { uscc, capital: `${cursor + n}万元人民币` });
}

const seqs = (events: readonly { event: DomainEvent }[]): number[] => events.map(({ event }) => event.seq);
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('a source from its beginning', () => {
  test('the log begins with a snapshot of every record, without gaps; the announced example is among them', async () => {
    const { events, next } = await pullAll(source);
    expect(events.map(({ seq }) => seq)).toEqual(range(1, next));
    const survey = events.find(({ organisation }) => organisation?.uscc === uscc);
    expect(survey).toMatchObject({
      type: 'snapshot',
      changed: [],
      organisation: { class: 'survey', status: 'normal', legalRepresentative: { name: '王秀梅', idNumber: wang } },
    });
    const verified = survey?.contacts?.filter((one) => one.verified && one.of === 'legal-representative');
    expect(verified?.map(({ channel }) => channel)).toEqual(expect.arrayContaining(['sms', 'wechat', 'app']));
  });

  test('three systems of three levels keep different things, each under its own key', async () => {
    const others = await Promise.all((['construction', 'approval-bureau'] as const).map((name) => startSource(name, keys)));
    try {
      const [construction, bureau] = others.map((one) => connect(keys, one.name, one.url)) as [EventSource, EventSource];
      const certificates = await pullAll(construction);
      expect(certificates.events.find(({ certificate }) => certificate?.type === 'survey-qualification')).toMatchObject({
        subject: { kind: 'organisation', uscc },
        certificate: { status: 'valid', fields: { name, legalRepresentative: '王秀梅' } },
      });
      expect((await pullAll(bureau)).events.some(({ person }) => person?.idNumber === wang)).toBe(true);
      expect([source, construction, bureau].map(({ level }) => level)).toEqual(['national', 'provincial', 'city']);
      expect(Object.keys(sourceProfiles)).toHaveLength(3);

      const [wrong] = others as [FakeSource, FakeSource];
      const mistaken = connect(keys, 'market-regulation', wrong.url);
      expect(await mistaken.pull(0), 'another system at that address').toEqual({ ok: false, error: 'DEP-003' });
    } finally {
      await Promise.all(others.map((one) => one.end()));
    }
  });

  test('a long log comes in pages, from any cursor', async () => {
    await happen(pageLimits.events + 5);
    const first = await source.pull(cursor);
    expect(first).toMatchObject({
      ok: true,
      value: { next: cursor + pageLimits.events, last: cursor + pageLimits.events + 5, gap: [], aside: [] },
    });
    const { events, next } = await pullAll(source, cursor);
    expect(events.map(({ seq }) => seq)).toEqual(range(cursor + 1, next));
    expect(await source.pull(next)).toMatchObject({ ok: true, value: { events: [], next, last: next, gap: [] } });
  });
});

describe('what happens at a register, as events', () => {
  async function eventAfter(command: string, body: object): Promise<DomainEvent> {
    const { seq } = await register.tell(command, body);
    const pulled = await source.pull(seq - 1);
    if (!pulled.ok || !pulled.value.events[0]) throw new Error('no event');
    return pulled.value.events[0].event;
  }

  test('name, representative, revocation and the list of abnormal operations; each with the whole record and a higher version', async () => {
    const renamed = await eventAfter('/change', { uscc, name: '青岛蓝谷岩土工程勘察有限公司' });
    expect(renamed).toMatchObject({
      type: 'registrationChanged',
      changed: ['name'],
      before: { name },
      after: { name: '青岛蓝谷岩土工程勘察有限公司' },
      organisation: { name: '青岛蓝谷岩土工程勘察有限公司' },
    });
    const li = { name: '李国强', idNumber: '370202195909201235' };
    const handed = await eventAfter('/change', { uscc, legalRepresentative: li });
    expect(handed).toMatchObject({ changed: ['legalRepresentative'], before: { legalRepresentative: '王秀梅' } });
    expect(
      handed.contacts?.filter(({ of }) => of === 'legal-representative'),
      'not the one of before',
    ).toEqual([]);
    const listed = await eventAfter('/abnormal', { uscc, listed: true });
    expect(listed).toMatchObject({ changed: ['status'], organisation: { status: 'abnormal', listedAbnormal: true } });
    const revoked = await eventAfter('/revoke', { uscc });
    expect(revoked).toMatchObject({ type: 'licenceRevoked', organisation: { status: 'revoked' } });
    const back = await eventAfter('/change', { uscc, status: 'normal', name });
    const versions = [renamed, handed, listed, revoked, back].map(({ recordVersion }) => recordVersion);
    expect(versions).toEqual(range(renamed.recordVersion, renamed.recordVersion + 4));
    const late = await eventAfter('/late', { uscc, name: '旧名' });
    expect(late.recordVersion, 'an older fact that comes late').toBeLessThan(back.recordVersion);
    expect(late.at < back.at).toBe(true);
    const asked = await source.fetchRecord({ kind: 'organisation', uscc }, 'recheck');
    expect(asked).toMatchObject({ ok: true, value: { organisation: { name: back.organisation?.name } } });
  });

  test('a contact that moved comes as a snapshot', async () => {
    const contacts = [{ channel: 'sms', address: '13900000001', verified: false, of: 'legal-representative' }];
    expect(await eventAfter('/contacts', { uscc, contacts })).toMatchObject({ type: 'snapshot', changed: [], contacts });
  });

  test('a birthday, a death, a certificate that ran out and one that the counter changed', async () => {
    const [construction, bureau] = await Promise.all([startSource('construction', keys), startSource('approval-bureau', keys)]);
    try {
      const { events } = await pullAll(connect(keys, 'construction', construction.url));
      const certificate = events.find((one) => one.subject.kind === 'organisation' && one.subject.uscc === uscc)?.certificate;
      const { number = '', version = 0 } = certificate ?? {};
      await construction.tell('/expire', { number });
      await construction.tell('/counter', { number, fields: { name: '窗口改名' }, status: 'valid' });
      const changed = await pullAll(connect(keys, 'construction', construction.url), events.length);
      expect(changed.events).toMatchObject([
        { type: 'certificateChanged', changed: ['status'], certificate: { status: 'expired', version } },
        { type: 'certificateChanged', changed: ['name', 'status'], certificate: { status: 'valid', version: version + 1 } },
      ]);
      const people = await pullAll(connect(keys, 'approval-bureau', bureau.url));
      await bureau.tell('/birthday', { idNumber: wang });
      await bureau.tell('/person', { idNumber: wang, status: 'dead' });
      const news = await pullAll(connect(keys, 'approval-bureau', bureau.url), people.next);
      expect(news.events).toMatchObject([
        { type: 'birthday', changed: [], person: { idNumber: wang } },
        { type: 'personStatusChanged', changed: ['status'], after: { status: 'dead' }, person: { status: 'dead' } },
      ]);
    } finally {
      await Promise.all([construction.end(), bureau.end()]);
    }
  });
});

describe('the line and the source fail, and nothing is lost, doubled or skipped', () => {
  test.each([['out-of-order'], ['duplicates']])('%s', async (mode) => {
    await happen(6);
    await register.fault({ mode });
    const pulled = await source.pull(cursor);
    expect(pulled).toMatchObject({ ok: true, value: { next: cursor + 6, gap: [] } });
    expect(pulled.ok && seqs(pulled.value.events)).toEqual(range(cursor + 1, cursor + 6));
  });

  test('a number that was not there yet is asked for again before anything behind it is taken', async () => {
    await happen(6);
    await register.fault({ mode: 'withhold', seq: cursor + 3, times: 1 });
    const pulled = await source.pull(cursor);
    expect(pulled).toMatchObject({ ok: true, value: { next: cursor + 6, gap: [] } });
    expect(pulled.ok && seqs(pulled.value.events)).toEqual(range(cursor + 1, cursor + 6));
  });

  test('one that stays away is a gap with its number; the cursor stays before it, and goes on when it comes', async () => {
    await happen(6);
    await register.fault({ mode: 'withhold', seq: cursor + 3 });
    const missing = [{ from: cursor + 3, to: cursor + 3 }];
    const pulled = await source.pull(cursor);
    expect(pulled).toMatchObject({ ok: true, value: { next: cursor + 2, last: cursor + 6, gap: missing } });
    expect(pulled.ok && seqs(pulled.value.events)).toEqual([cursor + 1, cursor + 2]);
    await register.fault({ mode: 'none' });
    const { events } = await pullAll(source, cursor + 2);
    expect(events.map(({ seq }) => seq)).toEqual(range(cursor + 3, cursor + 6));
  });

  test('a source that says there is more and gives nothing has a gap, too', async () => {
    await happen(1);
    await register.fault({ mode: 'withhold', seq: cursor + 1 });
    const gap = [{ from: cursor + 1, to: cursor + 1 }];
    expect(await source.pull(cursor)).toMatchObject({ ok: true, value: { events: [], next: cursor, gap } });
  });

  test.each([['lost-reply'], ['down'], ['error']])('one failure (%s) is got over by asking again', async (mode) => {
    await happen(3);
    await register.fault({ mode, times: 1 });
    const pulled = await source.pull(cursor);
    expect(pulled.ok && seqs(pulled.value.events)).toEqual(range(cursor + 1, cursor + 3));
  });

  test.each([
    ['bad-signature', 'DEP-003'],
    ['garbage', 'DEP-003'],
    ['wrong-shape', 'DEP-003'],
    ['replay', 'DEP-003'],
    ['big-page', 'DEP-001'],
  ])('%s: nothing is taken, and the next pull has it all', async (mode, code) => {
    await happen(3);
    await register.fault({ mode });
    const client = connect(keys, 'market-regulation', register.url); // with a circuit of its own
    expect(await client.pull(cursor)).toEqual({ ok: false, error: code });
    await register.fault({ mode: 'none' });
    const { events } = await pullAll(client, cursor);
    expect(events.map(({ seq }) => seq)).toEqual(range(cursor + 1, cursor + 3));
  });

  test('a slow answer within the time that a try has is taken', async () => {
    await happen(1);
    await register.fault({ mode: 'slow', delayMs: 300, times: 1 });
    expect(await source.pull(cursor)).toMatchObject({ ok: true, value: { next: cursor + 1 } });
  });

  test('an outage opens the circuit; after it everything that happened meanwhile comes, once', async () => {
    const clock = hastyClock();
    const client = connect(keys, 'market-regulation', register.url, clock);
    await register.fault({ mode: 'down' });
    for (let n = 0; n < 3; n += 1) expect(await client.pull(cursor)).toEqual({ ok: false, error: 'DEP-001' });
    await happen(4);
    await register.fault({ mode: 'none' });
    expect(await client.pull(cursor), 'the circuit is open').toEqual({ ok: false, error: 'DEP-001' });
    clock.forward(breakerRules.openMs);
    const { events } = await pullAll(client, cursor);
    expect(events.map(({ seq }) => seq)).toEqual(range(cursor + 1, cursor + 4));
  });

  test('a source that is killed goes on where it was, with the same numbers for the same events', async () => {
    const state = path.join(keys, 'killed.json');
    const first = await startSource('market-regulation', keys, ['--state', state]);
    await first.tell('/change', { uscc, name: '改一' });
    const before = await pullAll(connect(keys, 'market-regulation', first.url));
    await first.end('SIGKILL');
    const second = await startSource('market-regulation', keys, ['--state', state]);
    try {
      await second.tell('/change', { uscc, name: '改二' });
      const after = await pullAll(connect(keys, 'market-regulation', second.url));
      expect(after.events.slice(0, -1)).toEqual(before.events);
      expect(after.events.at(-1)).toMatchObject({ before: { name: '改一' }, after: { name: '改二' } });
    } finally {
      await second.end();
    }
  });
});

describe('poison', () => {
  test.each([
    ['bad-envelope', 'signature'],
    ['stranger-key', 'signature'],
    ['wrong-consumer', 'consumer'],
    ['conflict', 'conflict'],
  ])('%s is an alarm: what stands before it is taken, it and the rest are not', async (mode, reason) => {
    await happen(6);
    await register.fault({ mode, seq: cursor + 4 });
    const pulled = await source.pull(cursor);
    expect(pulled).toMatchObject({ ok: true, value: { next: cursor + 3, alarm: { reason, seq: cursor + 4 } } });
    expect(pulled.ok && seqs(pulled.value.events)).toEqual(range(cursor + 1, cursor + 3));
  });

  test('a source that has forgotten what it told us is an alarm', async () => {
    await register.fault({ mode: 'rewound' });
    const alarm = { reason: 'rewound', seq: 0 };
    expect(await source.pull(cursor)).toMatchObject({ ok: true, value: { events: [], next: cursor, alarm } });
  });

  test('genuine envelopes that nobody can use are set aside with their text; the rest flows', async () => {
    await happen(1);
    const kinds = ['json', 'schema', 'canonical', 'name', 'subject', 'record', 'deep'];
    for (const as of kinds) await register.tell('/spoil', { as });
    await register.tell('/change', { uscc, capital: '1万元人民币' });
    const pulled = await source.pull(cursor);
    if (!pulled.ok) throw new Error(pulled.error);
    const { events, aside, next, alarm } = pulled.value;
    expect({ next, alarm }).toEqual({ next: cursor + kinds.length + 2, alarm: undefined });
    expect(seqs(events)).toEqual([cursor + 1, cursor + kinds.length + 2]);
    expect(aside.map(({ reason }) => reason)).toEqual(kinds.map((kind) => (kind === 'deep' ? 'schema' : kind)));
    expect(aside.every(({ envelope }) => envelope.event.length > 0)).toBe(true);
  });
});

describe('a record as it is now', () => {
  test('of an organisation, with where and when it comes from', async () => {
    const asked = await source.fetchRecord({ kind: 'organisation', uscc }, 'construction.survey-qualification-change');
    expect(asked).toMatchObject({ ok: true, value: { source: 'market-regulation', organisation: { uscc }, certificates: [] } });
    expect(asked.ok && Date.parse(asked.value.at)).toBeGreaterThan(0);
  });

  test.each([
    ['nobody of this code', { kind: 'organisation', uscc: '91370200DEM009999X' }, 'none', 'DEP-002'],
    ['a person, whom this register does not keep', { kind: 'person', idNumber: wang }, 'none', 'DEP-002'],
    ['bad signature', { kind: 'certificate', type: 't', number: 'x' }, 'bad-signature', 'DEP-003'],
    ['garbage', { kind: 'certificate', type: 't', number: 'x' }, 'garbage', 'DEP-003'],
  ] as const)('%s', async (_name, asked, mode, code) => {
    await register.fault({ mode });
    expect(await source.fetchRecord(asked, 'recheck')).toEqual({ ok: false, error: code });
  });
});

/** All bits of every place: `exchange-push.test.ts`, without the line. */
describe('a line on which somebody changes one bit', () => {
  let proxy: Server;
  let line: EventSource;
  let spoil: (reply: { headers: Record<string, string>; body: Buffer }) => void = () => undefined;
  /** What the source's last answer was like, before it was changed. */
  let last = { headers: {} as Record<string, string>, body: Buffer.alloc(0) };

  beforeAll(async () => {
    proxy = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const headers = Object.fromEntries(
          Object.entries(request.headers).filter(([name]) => name.startsWith('x-estation') || name === 'content-type'),
        ) as Record<string, string>;
        const answer = await fetch(`${register.url}${request.url ?? ''}`, {
          method: 'POST',
          headers,
          body: Buffer.concat(chunks),
        });
        const kept = ['content-type', 'x-estation-timestamp', 'x-estation-signature'];
        const came = {
          headers: Object.fromEntries(kept.map((name) => [name, answer.headers.get(name) ?? ''])),
          body: Buffer.from(await answer.arrayBuffer()),
        };
        last = { headers: { ...came.headers }, body: Buffer.from(came.body) };
        spoil(came);
        response.writeHead(answer.status, came.headers).end(came.body);
      })().catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    const address = proxy.address();
    line = connect(keys, 'market-regulation', `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`);
  });
  afterAll(() => proxy.close());

  const flipped = (byte: number, bit: number): number => byte ^ (1 << bit);

  test('at any place of the values of its headers: each answer is one that is not to be believed', async () => {
    await happen(2);
    spoil = () => undefined;
    expect(await line.pull(cursor), 'unchanged, it is believed').toMatchObject({ ok: true, value: { next: cursor + 2 } });
    const otherwise: string[] = [];
    for (const [name, value] of Object.entries(last.headers)) {
      for (let place = 0; place < value.length; place += 1) {
        spoil = ({ headers }) => {
          const bytes = Buffer.from(headers[name] ?? '', 'latin1');
          const byte = bytes[place] ?? 0;
          // Where the bit would make a character that HTTP itself forbids, the last bit.
          const changed = flipped(byte, place & 7);
          bytes[place] = changed < 0x20 || changed === 0x7f ? flipped(byte, 0) : changed;
          headers[name] = bytes.toString('latin1');
        };
        const pulled = await line.pull(cursor);
        if (pulled.ok || pulled.error !== 'DEP-003') otherwise.push(`${name} ${place}`);
      }
    }
    expect(otherwise).toEqual([]);
  });

  test('at any place of its body: each answer is one that is not to be believed', async () => {
    await happen(1);
    spoil = () => undefined;
    expect(await line.pull(cursor)).toMatchObject({ ok: true, value: { next: cursor + 1 } });
    const otherwise: number[] = [];
    for (let place = 0; place < last.body.length; place += 1) {
      spoil = ({ body }) => {
        body[place] = flipped(body[place] ?? 0, place & 7);
      };
      const pulled = await line.pull(cursor);
      if (pulled.ok || pulled.error !== 'DEP-003') otherwise.push(place);
    }
    expect(otherwise).toEqual([]);
  });
});
