import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CertificateRecord } from '#contracts/approval/event.ts';
import type { EventSource, IssueOrder, IssueState } from '#central/exchange/index.ts';
import { ensureSigningKey } from '#central/store/index.ts';
import { until } from './harness/processes.ts';
import type { FakeSource } from './harness/sources.ts';
import { connect, pullAll, startSource } from './harness/sources.ts';

const keys = mkdtempSync(path.join(os.tmpdir(), 'e-station-keys-'));
let bureau: FakeSource;
let source: EventSource;

beforeAll(async () => {
  ensureSigningKey(keys, 'centre-exchange');
  bureau = await startSource('construction', keys);
  source = connect(keys, 'construction', bureau.url);
});
afterEach(async () => {
  await bureau.fault({ mode: 'none' });
  await bureau.tell('/desk', { decideAfterMs: 100 });
});
afterAll(async () => {
  await bureau.end();
  rmSync(keys, { recursive: true });
});

/** The certificate as the register has it now. */
async function current(of = source): Promise<CertificateRecord> {
  const { events } = await pullAll(of);
  const number = events.find(({ certificate }) => certificate?.type === 'survey-qualification')?.certificate?.number ?? '';
  const asked = await of.fetchRecord({ kind: 'certificate', type: 'survey-qualification', number }, 'recheck');
  if (!asked.ok || !asked.value.certificates[0]) throw new Error('no certificate');
  return asked.value.certificates[0];
}

function orderFor(certificate: CertificateRecord, changes: Partial<IssueOrder> = {}): IssueOrder {
  const { number, version, holder, type } = certificate;
  return {
    key: randomUUID(),
    item: { id: 'construction.survey-qualification-change', version: 1, type: 'change' },
    holder,
    certificateType: type,
    certificate: { number, version },
    values: { name: '青岛蓝谷岩土工程勘察有限公司', certificateNumber: number },
    ...changes,
  };
}

async function settled(key: string, of = source): Promise<IssueState> {
  return until(async () => {
    const result = await of.issueResult(key);
    return result.ok && result.value.state !== 'pending' && result.value;
  });
}

test('an order waits, is decided, and its certificate is the next version; the register tells of it as an event', async () => {
  const old = await current();
  const order = orderFor(old);
  await bureau.tell('/desk', { decideAfterMs: 3_600_000 });
  const { next } = await pullAll(source);
  expect(await source.issueCertificate(order)).toEqual({ ok: true, value: undefined });
  expect(await source.issueResult(order.key)).toEqual({ ok: true, value: { state: 'pending' } });
  for (let times = 0; times < 3; times += 1) await bureau.tell('/desk', { decideAfterMs: 500 });
  expect(await settled(order.key)).toMatchObject({
    state: 'issued',
    number: old.number,
    version: old.version + 1,
    validFrom: old.validFrom,
    validTo: old.validTo,
    fields: { ...old.fields, name: '青岛蓝谷岩土工程勘察有限公司' },
  });
  const { events } = await pullAll(source, next);
  expect(events).toMatchObject([
    {
      type: 'certificateChanged',
      changed: ['name'],
      certificate: { number: old.number, version: old.version + 1, status: 'valid' },
    },
  ]);
});

test('a renewal begins when the old one ends; a first certificate has a number of its own', async () => {
  const old = await current();
  const renewal = orderFor(old, { item: { id: 'x.renewal', version: 1, type: 'renewal' }, values: {} });
  const { certificate: _old, ...rest } = orderFor(old, {
    item: { id: 'x.grant', version: 1, type: 'grant' },
    values: { name: '新' },
  });
  for (const order of [renewal, rest]) expect(await source.issueCertificate(order)).toMatchObject({ ok: true });
  const [renewed, granted] = await Promise.all([settled(renewal.key), settled(rest.key)]);
  if (renewed.state !== 'issued' || granted.state !== 'issued') throw new Error('not issued');
  expect(Date.parse(renewed.validFrom) - Date.parse(old.validTo ?? '')).toBe(86_400_000);
  expect(renewed.validTo?.slice(0, 4)).toBe(String(Number(old.validTo?.slice(0, 4)) + 5));
  expect(granted).toMatchObject({ version: 1, fields: { name: '新' } });
  expect(granted.number).not.toBe(old.number);
});

describe('exactly once', () => {
  test.each([['lost-reply'], ['error'], ['down']])('an answer that is lost (%s) does not issue twice', async (mode) => {
    const old = await current();
    const order = orderFor(old);
    await bureau.fault({ mode, times: 2 });
    expect(await source.issueCertificate(order)).toMatchObject({ ok: true });
    await bureau.fault({ mode, times: 1 });
    expect(await settled(order.key)).toMatchObject({ state: 'issued', version: old.version + 1 });
    for (let again = 0; again < 3; again += 1) expect(await source.issueCertificate(order)).toMatchObject({ ok: true });
    const { orders } = await bureau.state();
    expect(orders[order.key]).toMatchObject({ effects: 1 });
    expect(orders[order.key]?.calls).toBeGreaterThanOrEqual(mode === 'lost-reply' ? 6 : 4);
    expect((await current()).version).toBe(old.version + 1);
  });

  test('every answer lost: the order is unknown to us, and asking again later finds what was done', async () => {
    const old = await current();
    const order = orderFor(old);
    await bureau.fault({ mode: 'lost-reply' });
    const line = connect(keys, 'construction', bureau.url); // with a circuit of its own
    expect(await line.issueCertificate(order)).toEqual({ ok: false, error: 'DEP-001' });
    await bureau.fault({ mode: 'none' });
    expect(await line.issueCertificate(order)).toMatchObject({ ok: true });
    expect(await settled(order.key)).toMatchObject({ state: 'issued', version: old.version + 1 });
    expect((await bureau.state()).orders[order.key]).toMatchObject({ calls: 4, effects: 1 });
  });

  test('an issuer that is killed before it decides, decides afterwards, once', async () => {
    const state = path.join(keys, 'issuer.json');
    const first = await startSource('construction', keys, ['--state', state]);
    const before = connect(keys, 'construction', first.url);
    const order = orderFor(await current(before));
    await first.tell('/desk', { decideAfterMs: 3_600_000 });
    expect(await before.issueCertificate(order)).toMatchObject({ ok: true });
    await first.end('SIGKILL');
    const second = await startSource('construction', keys, ['--state', state]);
    try {
      const after = connect(keys, 'construction', second.url);
      expect(await after.issueCertificate(order)).toMatchObject({ ok: true });
      expect(await settled(order.key, after)).toMatchObject({ state: 'issued' });
      expect((await second.state()).orders[order.key]).toMatchObject({ calls: 2, effects: 1 });
    } finally {
      await second.end();
    }
  });

  test('the same key with other content is not an order', async () => {
    const order = orderFor(await current());
    expect(await source.issueCertificate(order)).toMatchObject({ ok: true });
    expect(await source.issueCertificate({ ...order, values: { name: '别的' } })).toEqual({ ok: false, error: 'DEP-003' });
    expect(await settled(order.key)).toMatchObject({ fields: { name: '青岛蓝谷岩土工程勘察有限公司' } });
  });
});

describe('refused', () => {
  test('by the department, in words for the person', async () => {
    await bureau.tell('/desk', { decideAfterMs: 0, decision: 'refuse' });
    const order = orderFor(await current());
    expect(await source.issueCertificate(order)).toMatchObject({ ok: true });
    expect(await settled(order.key)).toEqual({
      state: 'refused',
      text: { 'zh-CN': expect.any(String) as string, en: expect.any(String) as string },
    });
  });

  test('because the counter changed the certificate meanwhile: the version that it was to follow is not the last', async () => {
    const old = await current();
    await bureau.tell('/counter', { number: old.number, fields: { name: '窗口改名' } });
    const order = orderFor(old);
    expect(await source.issueCertificate(order)).toMatchObject({ ok: true });
    expect(await settled(order.key)).toMatchObject({ state: 'refused' });
    expect(await current()).toMatchObject({ version: old.version + 1, fields: { name: '窗口改名' } });
  });

  test('a certificate or a key that this system does not know; a register that issues nothing', async () => {
    const order = orderFor(await current(), { certificate: { number: 'none', version: 1 } });
    expect(await source.issueCertificate(order)).toEqual({ ok: false, error: 'DEP-002' });
    expect(await source.issueResult(randomUUID())).toEqual({ ok: false, error: 'DEP-002' });
    const register = connect(keys, 'market-regulation', bureau.url);
    expect(await register.issueCertificate(order)).toEqual({ ok: false, error: 'DEP-002' });
  });

  test.each([['bad-signature'], ['garbage'], ['wrong-shape']])('an answer that is not to be believed: %s', async (mode) => {
    const order = orderFor(await current());
    await bureau.fault({ mode });
    expect(await source.issueCertificate(order)).toEqual({ ok: false, error: 'DEP-003' });
    expect(await source.issueResult(order.key)).toEqual({ ok: false, error: 'DEP-003' });
    expect((await bureau.state()).refused).toBe(0);
  });
});
