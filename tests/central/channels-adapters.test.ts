import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { ChannelPort, OutsideChannel } from '#central/channels/index.ts';
import {
  alipayChannel,
  aliyunSmsChannel,
  cityAppChannel,
  demoAlipayAccount,
  demoCallbackToken,
  demoCityAppAccount,
  demoSmsCredentials,
  demoWechatAccount,
  loggedChannel,
  smsPortOver,
  smsSignature,
  wechatChannel,
  withFailover,
} from '#central/channels/index.ts';
import { newId } from './harness/acts.ts';
import type { CallbackServer, Provider } from './harness/channel-stand-ins.ts';
import { deadUrl, openCallbackServer, startProvider } from './harness/channel-stand-ins.ts';
import { until } from './harness/processes.ts';

const keys = mkdtempSync(path.join(os.tmpdir(), 'e-station-keys-'));
const phone = '13912346027';
const openid = `o${'A'.repeat(27)}`;
const userId = '2088000000000001';
const account = 'acct-1';
const wechatTemplate = 'T'.repeat(43);
const alipayTemplate = 'M'.repeat(44);

const contents = {
  sms: { signature: smsSignature, providerTemplates: { aliyun: 'SMS_1', second: 'SMS_2' }, params: { case: 'QD1' }, text: '' },
  wechat: { templateId: wechatTemplate, page: 'pages/p', fields: { thing1: '工程勘察企业资质变更' } },
  alipay: { templateId: alipayTemplate, page: 'pages/p', fields: { keyword1: '工程勘察企业资质变更 & 100%' } },
  app: { title: '资质变更', body: '请确认', link: '/m/QD1' },
} as const;

let aheadMs = 0;
const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + aheadMs };

interface Case {
  readonly name: OutsideChannel;
  readonly script: string;
  readonly address: string;
  readonly make: (url: string) => ChannelPort;
  readonly allow?: (provider: Provider) => Promise<void>;
}

const smsPort = (url: string, provider: string, accountName?: string) =>
  aliyunSmsChannel({
    ...demoSmsCredentials(keys, accountName),
    baseUrl: url,
    provider,
    callbackToken: demoCallbackToken(keys),
    clock,
  });

const cases: readonly Case[] = [
  { name: 'sms', script: 'sms', address: phone, make: (url) => smsPort(url, 'aliyun') },
  {
    name: 'wechat',
    script: 'wechat',
    address: openid,
    make: (url) => wechatChannel(demoWechatAccount(keys, url), clock, randomBytes),
    allow: (provider) => provider.control('/consent', { openid, templateId: wechatTemplate, count: 1 }),
  },
  {
    name: 'alipay',
    script: 'alipay',
    address: userId,
    make: (url) => alipayChannel(demoAlipayAccount(keys, `${url}/gateway.do`), clock),
    allow: (provider) => provider.control('/consent', { userId, templateId: alipayTemplate, count: 1 }),
  },
  {
    name: 'app',
    script: 'city-app',
    address: account,
    make: (url) => cityAppChannel(demoCityAppAccount(keys, url), clock, randomBytes),
  },
];

afterAll(() => rmSync(keys, { recursive: true }));

describe.each(cases)('$name', ({ name, script, address, make, allow }) => {
  let provider: Provider;
  let port: ChannelPort;
  let server: CallbackServer;
  beforeAll(async () => {
    server = await openCallbackServer(`/callbacks/${name}/${demoCallbackToken(keys)}`, () => port);
    provider = await startProvider(script, keys, ['--callback-url', server.url]);
    port = make(provider.url);
  });
  afterEach(() => provider.control('/fault', { mode: 'none' }));
  afterAll(async () => {
    await provider.stop();
    await server.close();
  });

  const send = async (to = address) => {
    await allow?.(provider);
    const key = newId();
    return { key, sent: await port.send({ key, address: to, content: contents[name] }) };
  };
  const withSame = (messages: Awaited<ReturnType<Provider['messages']>>, key: string) =>
    messages.filter((message) => message.key === key);
  const knowsKeys = name === 'sms' || name === 'app';

  test('a message is taken, and its report comes back by the signed callback', async () => {
    const { key, sent } = await send();
    expect(sent).toMatchObject({ ok: true, value: { providerId: expect.any(String) as string } });
    const providerId = sent.ok ? sent.value.providerId : undefined;
    const report = await until(async () =>
      server.reads
        .flatMap((read) => (read.ok ? read.value.news : []))
        .find((news) => news.is === 'report' && news.providerId === providerId),
    );
    expect(report).toMatchObject({ is: 'report', state: 'delivered', ...(knowsKeys && { key }) });
    const kept = (await provider.messages()).find(({ id }) => id === providerId);
    expect(Object.values(kept?.params ?? {})[0]).toBe(
      { sms: 'QD1', wechat: '工程勘察企业资质变更', alipay: '工程勘察企业资质变更 & 100%', app: '资质变更' }[name],
    );
    if (knowsKeys) expect(await port.query(key, address)).toEqual({ ok: true, value: 'delivered' });
    else expect(await port.query(key, address)).toEqual({ ok: false, error: 'not-offered' });
  });

  test('a report of failure says so', async () => {
    await provider.control('/fault', { mode: 'report-failed' });
    const { sent } = await send();
    const providerId = sent.ok ? sent.value.providerId : undefined;
    const report = await until(async () =>
      server.reads
        .flatMap((read) => (read.ok ? read.value.news : []))
        .find((news) => news.is === 'report' && news.providerId === providerId),
    );
    expect(report).toMatchObject({ state: 'failed' });
  });

  test('a lost report leaves a message that waits, not one that was delivered', async () => {
    await provider.control('/fault', { mode: 'lose-report' });
    const pushes = (await provider.pushes()).length;
    const { key, sent } = await send();
    expect(sent.ok).toBe(true);
    const providerId = sent.ok ? sent.value.providerId : undefined;
    await until(async () => (await provider.messages()).find(({ id, state }) => id === providerId && state === 'delivered'));
    // A consent is pushed, too; the report is not.
    const reports = server.reads.flatMap((read) => (read.ok ? read.value.news : [])).filter((news) => news.is === 'report');
    expect(reports.find((news) => news.providerId === providerId)).toBeUndefined();
    expect((await provider.pushes()).length - pushes).toBeLessThanOrEqual(1);
    if (knowsKeys) expect(await port.query(key, address)).toEqual({ ok: true, value: 'delivered' });
  });

  test('a lost answer is cleared up where the provider can be asked, and never sent twice', async () => {
    await provider.control('/fault', { mode: 'lose' });
    const before = (await provider.messages()).length;
    const { key, sent } = await send();
    if (knowsKeys) {
      expect(sent).toEqual({ ok: true, value: { providerId: undefined } });
      expect(withSame(await provider.messages(), key)).toHaveLength(1);
    } else expect(sent).toMatchObject({ ok: false, error: { code: 'provider-down', taken: 'unknown' } });
    expect((await provider.messages()).length - before).toBe(1);
  });

  test('an outage is certain, a broken line is not', async () => {
    await provider.control('/fault', { mode: 'outage' });
    expect((await send()).sent).toMatchObject({ ok: false, error: { code: 'provider-down', taken: 'no' } });
    await provider.control('/fault', { mode: 'none' });
    expect((await send()).sent.ok).toBe(true); // WeChat has its token now
    await provider.control('/fault', { mode: 'drop' });
    expect((await send()).sent).toMatchObject({ ok: false, error: { code: 'provider-down', taken: 'unknown' } });
    const nobody = make(await deadUrl());
    const sent = await nobody.send({ key: newId(), address, content: contents[name] });
    expect(sent).toMatchObject({ ok: false, error: { code: 'provider-down', taken: 'no' } });
  });

  test('a slow answer is an answer; one that does not come in time is a lost one', async () => {
    await provider.control('/fault', { mode: 'delay', delayMs: 100 });
    expect((await send()).sent.ok).toBe(true);
    if (name === 'wechat' || name === 'app') return; // their deadline is `fetch`'s; the SDKs have their own
    await provider.control('/fault', { mode: 'delay', delayMs: 600_000 });
    expect((await send()).sent).toMatchObject({ ok: false, error: { code: 'provider-down', taken: 'unknown' } });
  });

  test('a provider that asks us to wait says how long', async () => {
    await provider.control('/fault', { mode: 'rate-limit' });
    const { sent } = await send();
    expect(sent).toMatchObject({ ok: false, error: { code: 'rate-limited', of: 'provider' } });
    if (!sent.ok && sent.error.code === 'rate-limited') expect(sent.error.afterMs).toBeGreaterThan(0);
  });

  test('a wrong address is not reachable', async () => {
    await provider.control('/fault', { mode: 'none' });
    if (name === 'app') await provider.control('/account', { account: 'nobody', is: 'gone' });
    expect((await send('nobody')).sent).toMatchObject({ ok: false, error: { code: 'not-reachable' } });
  });

  test('a template that the platform does not know is ours to mend', async () => {
    if (name !== 'wechat' && name !== 'alipay') return;
    const content = { ...contents[name], templateId: 'unknown' };
    expect(await port.send({ key: newId(), address, content })).toMatchObject({
      ok: false,
      error: { code: 'rejected', what: 'template' },
    });
  });

  test('every refusal of the provider has its meaning', async () => {
    const refusals = {
      sms: {
        'isv.BUSINESS_LIMIT_CONTROL': { code: 'rate-limited', of: 'person' },
        'isv.SMS_TEMPLATE_ILLEGAL': { code: 'rejected', what: 'template' },
        'isv.AMOUNT_NOT_ENOUGH': { code: 'rejected', what: 'account' },
        'isv.TEMPLATE_MISSING_PARAMETERS': { code: 'rejected', what: 'content' },
        'isv.SOMETHING_NEW': { code: 'rejected', what: 'content', raw: 'isv.SOMETHING_NEW' },
      },
      wechat: {
        '43101': { code: 'quota' },
        '40003': { code: 'not-reachable' },
        '48001': { code: 'rejected', what: 'account' },
        '45009': { code: 'rate-limited', of: 'provider' },
        '47003': { code: 'rejected', what: 'content' },
        '40037': { code: 'rejected', what: 'template' },
        '-1': { code: 'provider-down', taken: 'no' },
      },
      alipay: {
        USER_NOT_SUBSCRIBED: { code: 'quota' },
        USER_REFUSED: { code: 'opted-out' },
        USER_TEMPLATE_ILLEGAL: { code: 'rejected', what: 'template' },
        SYSTEM_ERROR: { code: 'provider-down', taken: 'unknown' },
      },
      app: { 'opted-out': { code: 'opted-out' } },
    }[name];
    for (const [code, error] of Object.entries(refusals)) {
      await provider.control('/fault', { mode: 'refuse', code });
      expect((await send()).sent, code).toMatchObject({ ok: false, error });
    }
  });
});

describe('WeChat', () => {
  let provider: Provider;
  let port: ChannelPort<'wechat'>;
  let server: CallbackServer;
  beforeAll(async () => {
    server = await openCallbackServer('/callbacks/wechat', () => port);
    provider = await startProvider('wechat', keys, ['--callback-url', server.url]);
    port = wechatChannel(demoWechatAccount(keys, provider.url), clock, randomBytes);
  });
  afterAll(async () => {
    await provider.stop();
    await server.close();
  });
  const send = () => port.send({ key: newId(), address: openid, content: contents.wechat });

  test('one consent is one message; consents and refusals are told', async () => {
    expect(await send()).toMatchObject({ ok: false, error: { code: 'quota' } });
    await provider.control('/consent', { openid, templateId: wechatTemplate, count: 1 });
    expect((await send()).ok).toBe(true);
    expect(await send()).toMatchObject({ ok: false, error: { code: 'quota' } });
    await provider.control('/consent', { openid, templateId: wechatTemplate, count: 0 });
    const changes = await until(async () => {
      const found = server.reads.flatMap((read) => (read.ok ? read.value.news : [])).filter((news) => news.is === 'consent');
      return found.length >= 2 && found;
    });
    expect(changes.map(({ change }) => change)).toEqual(['granted', 'refused']);
    expect(changes[0]).toMatchObject({ address: openid, templateId: wechatTemplate });
  });

  test('a token that ended is asked for anew, and the message goes once', async () => {
    await provider.control('/consent', { openid, templateId: wechatTemplate, count: 1 });
    await provider.control('/expire-token', {});
    const before = (await provider.messages()).length;
    expect((await send()).ok).toBe(true);
    expect((await provider.messages()).length - before).toBe(1);
  });

  test('two processes of the centre share the token', async () => {
    const other = wechatChannel(demoWechatAccount(keys, provider.url), clock, randomBytes);
    await provider.control('/consent', { openid, templateId: wechatTemplate, count: 4 });
    for (const one of [port, other, port, other])
      expect((await one.send({ key: newId(), address: openid, content: contents.wechat })).ok).toBe(true);
  });

  test('a wrong secret is a matter of our account', async () => {
    const wrong = wechatChannel({ ...demoWechatAccount(keys, provider.url), secret: 'x' }, clock, randomBytes);
    expect(await wrong.send({ key: newId(), address: openid, content: contents.wechat })).toMatchObject({
      ok: false,
      error: { code: 'rejected', what: 'account' },
    });
  });
});

describe('two SMS providers', () => {
  let first: Provider;
  let second: Provider;
  let port: ChannelPort<'sms'>;
  beforeAll(async () => {
    [first, second] = await Promise.all([startProvider('sms', keys), startProvider('sms', keys, ['--account', 'second'])]);
    port = withFailover(clock, [smsPort(first.url, 'aliyun'), smsPort(second.url, 'second', 'second')]);
  });
  afterEach(async () => {
    aheadMs += 60_000;
    await first.control('/fault', { mode: 'none' });
    await second.control('/fault', { mode: 'none' });
  });
  afterAll(() => Promise.all([first.stop(), second.stop()]));

  const send = async () => {
    const key = newId();
    return { key, sent: await port.send({ key, address: phone, content: contents.sms }) };
  };
  const takenBy = async (key: string) => [
    (await first.messages()).filter((message) => message.key === key).length,
    (await second.messages()).filter((message) => message.key === key).length,
  ];

  test.each(['outage', 'rate-limit'])(
    'under %s the second takes it, under its own template, and it is found by its key',
    async (mode) => {
      await first.control('/fault', { mode });
      const { key, sent } = await send();
      expect(sent.ok).toBe(true);
      expect(await takenBy(key)).toEqual([0, 1]);
      expect((await second.messages()).find((message) => message.key === key)?.template).toBe('SMS_2');
      const state = await port.query(key, phone);
      expect(state.ok && ['waiting', 'delivered'].includes(state.value)).toBe(true);
    },
  );

  test('verification codes go through both, logged by key and code only', async () => {
    const logged: unknown[] = [];
    const logging = loggedChannel(port, (event, fields) => logged.push({ event, ...fields }));
    const sms = smsPortOver(logging, ['aliyun', 'second']);
    await first.control('/fault', { mode: 'outage' });
    const key = newId();
    expect(await sms.send({ key, phone, template: 'verification-code', params: { code: '246810' } })).toMatchObject({ ok: true });
    expect(await takenBy(key)).toEqual([0, 1]);
    expect((await sms.query(key, phone)).ok).toBe(true);
    await second.control('/fault', { mode: 'outage' });
    expect(await sms.send({ key: newId(), phone, template: 'case-news', params: {} })).toEqual({ ok: false, error: 'SMS-004' });
    expect(logged).toMatchObject([
      { event: 'channel.sent', message: key },
      { event: 'channel.failed', code: 'provider-down' },
    ]);
    expect(JSON.stringify(logged)).not.toMatch(/246810|13912346027/);
  });

  test('a lost answer stays with the provider that may have taken it', async () => {
    await first.control('/fault', { mode: 'drop' });
    const { key, sent } = await send();
    expect(sent).toMatchObject({ ok: false, error: { code: 'provider-down', taken: 'unknown' } });
    expect(await takenBy(key)).toEqual([0, 0]);
    expect(await port.query(key, phone)).toEqual({ ok: false, error: 'provider-down' });
  });

  test('what is about the person or the text goes to nobody else', async () => {
    for (const code of ['isv.BUSINESS_LIMIT_CONTROL', 'isv.TEMPLATE_MISSING_PARAMETERS']) {
      await first.control('/fault', { mode: 'refuse', code });
      const { key, sent } = await send();
      expect(sent.ok).toBe(false);
      expect(await takenBy(key)).toEqual([0, 0]);
    }
  });

  test('a provider that fails in a row rests, and is tried again later', async () => {
    await first.control('/fault', { mode: 'outage' });
    for (let n = 0; n < 3; n += 1) await send();
    await first.control('/fault', { mode: 'none' });
    const resting = await send();
    expect(await takenBy(resting.key)).toEqual([0, 1]);
    aheadMs += 31_000;
    const again = await send();
    expect(await takenBy(again.key)).toEqual([1, 0]);
  });

  test('when all are down it says so, and with one that asks to wait, how long', async () => {
    await first.control('/fault', { mode: 'outage' });
    await second.control('/fault', { mode: 'outage' });
    expect((await send()).sent).toMatchObject({ ok: false, error: { code: 'provider-down', taken: 'no' } });
    await second.control('/fault', { mode: 'rate-limit' });
    expect((await send()).sent).toMatchObject({ ok: false, error: { code: 'rate-limited', of: 'provider' } });
  });
});
