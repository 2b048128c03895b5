import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock as clock } from '#contracts/basics/system-clock.ts';
import type { CallbackRequest, ChannelPort, OutsideChannel } from '#central/channels/index.ts';
import {
  alipayChannel,
  aliyunSmsChannel,
  cityAppChannel,
  demoAlipayAccount,
  demoCallbackToken,
  demoCityAppAccount,
  demoSmsCredentials,
  demoWechatAccount,
  wechatChannel,
} from '#central/channels/index.ts';
import { newId } from './harness/acts.ts';
import type { CallbackServer, Provider, RawRequest } from './harness/channel-stand-ins.ts';
import { exchange, openCallbackServer, openTap, startProvider } from './harness/channel-stand-ins.ts';
import { flipsOf } from './harness/flips.ts';
import { until } from './harness/processes.ts';

/** One bit changed in every position of what is signed, in both directions: none is accepted, and the untouched original is. */
const keys = mkdtempSync(path.join(os.tmpdir(), 'e-station-keys-'));
const openid = `o${'A'.repeat(27)}`;
const userId = '2088000000000001';
const wechatTemplate = 'T'.repeat(43);
const alipayTemplate = 'M'.repeat(44);

interface Case {
  readonly name: OutsideChannel;
  readonly script: string;
  readonly address: string;
  readonly content: object;
  readonly make: (url: string) => ChannelPort;
  readonly consent?: object;
  /** Names of the headers under the signature, and of the signature's own. */
  readonly signedOut: readonly string[];
  readonly signedIn: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'sms',
    script: 'sms',
    address: '13912346027',
    content: { signature: '政务自助E站', providerTemplates: { aliyun: 'SMS_1' }, params: { case: 'QD1' }, text: '' },
    make: (url) =>
      aliyunSmsChannel({
        ...demoSmsCredentials(keys),
        baseUrl: url,
        provider: 'aliyun',
        callbackToken: demoCallbackToken(keys),
        clock,
      }),
    signedOut: [
      'host',
      'authorization',
      'x-acs-version',
      'x-acs-action',
      'x-acs-date',
      'x-acs-signature-nonce',
      'x-acs-content-sha256',
      'x-acs-credentials-provider',
    ],
    signedIn: [],
  },
  {
    name: 'wechat',
    script: 'wechat',
    address: openid,
    content: { templateId: wechatTemplate, page: 'pages/p', fields: { thing1: '资质变更' } },
    make: (url) => wechatChannel(demoWechatAccount(keys, url), clock, randomBytes),
    consent: { openid, templateId: wechatTemplate, count: 5 },
    signedOut: ['wechatmp-appid', 'wechatmp-timestamp', 'wechatmp-signature'],
    signedIn: [],
  },
  {
    name: 'alipay',
    script: 'alipay',
    address: userId,
    content: { templateId: alipayTemplate, page: 'pages/p', fields: { keyword1: '资质变更' } },
    make: (url) => alipayChannel(demoAlipayAccount(keys, `${url}/gateway.do`), clock),
    consent: { userId, templateId: alipayTemplate, count: 5 },
    signedOut: [],
    signedIn: [],
  },
  {
    name: 'app',
    script: 'city-app',
    address: 'acct-1',
    content: { title: '资质变更', body: '请确认', link: '/m/QD1' },
    make: (url) => cityAppChannel(demoCityAppAccount(keys, url), clock, randomBytes),
    signedOut: ['x-estation-client', 'x-estation-timestamp', 'x-estation-nonce', 'x-estation-signature'],
    signedIn: ['x-estation-client', 'x-estation-timestamp', 'x-estation-nonce', 'x-estation-signature'],
  },
];

afterAll(() => rmSync(keys, { recursive: true }));

describe.each(cases)('$name', ({ name, script, address, content, make, consent, signedOut, signedIn }) => {
  let provider: Provider;
  let server: CallbackServer;
  beforeAll(async () => {
    server = await openCallbackServer(`/callbacks/${name}/${demoCallbackToken(keys)}`, () => make(provider.url));
    provider = await startProvider(script, keys, ['--callback-url', server.url]);
    if (consent) await provider.control('/consent', consent);
  });
  afterAll(async () => {
    await provider.stop();
    await server.close();
  });
  const message = () => ({ key: newId(), address, content: content as never });

  test('a callback with one bit changed is not believed', async () => {
    expect((await make(provider.url).send(message())).ok).toBe(true);
    const original = await until(async () => {
      const at = server.reads.findIndex((read) => read.ok && read.value.news.some(({ is }) => is === 'report'));
      return server.requests[at];
    });
    // A new port for each: none remembers the original's nonce.
    const read = (request: CallbackRequest) => make(provider.url).readCallback(request);
    const truth = await read(original);
    expect(truth).toMatchObject({ ok: true });

    let tried = 0;
    const accepted: string[] = [];
    const attempt = async (where: string, request: CallbackRequest): Promise<void> => {
      tried += 1;
      const found = await read(request);
      if (!found.ok) return;
      // Nothing signs the body of the SMS provider's push: what passes must be what the provider itself says, whatever the push said.
      const isTruth = name === 'sms' && where.startsWith('body') && JSON.stringify(found) === JSON.stringify(truth);
      if (!isTruth) accepted.push(where);
    };
    for (const { at, bit, bytes } of flipsOf(original.body)) await attempt(`body ${at}.${bit}`, { ...original, body: bytes });
    for (const { at, bit, bytes } of flipsOf(Buffer.from(original.query, 'latin1')))
      await attempt(`query ${at}.${bit}`, { ...original, query: bytes.toString('latin1') });
    for (const header of signedIn)
      for (const { at, bit, bytes } of flipsOf(Buffer.from(original.headers[header] ?? '', 'latin1')))
        await attempt(`${header} ${at}.${bit}`, {
          ...original,
          headers: { ...original.headers, [header]: bytes.toString('latin1') },
        });
    if (name === 'sms') {
      const token = Buffer.from(original.path.slice(original.path.lastIndexOf('/') + 1), 'latin1');
      for (const { at, bit, bytes } of flipsOf(token))
        await attempt(`path ${at}.${bit}`, { ...original, path: `/callbacks/sms/${bytes.toString('latin1')}` });
    }
    expect(tried).toBeGreaterThan(200);
    expect(accepted).toEqual([]);
  });

  test('a callback without its signature, of another key, or of long ago is not believed', async () => {
    const at = server.reads.findIndex((read) => read.ok && read.value.news.some(({ is }) => is === 'report'));
    const original = server.requests[at];
    if (!original) throw new Error('the test before found none');
    const stranger = mkdtempSync(path.join(os.tmpdir(), 'e-station-keys-'));
    try {
      const otherKeys: Record<OutsideChannel, () => ChannelPort> = {
        sms: () =>
          aliyunSmsChannel({ ...demoSmsCredentials(keys), baseUrl: provider.url, provider: 'aliyun', callbackToken: 'x', clock }),
        wechat: () => wechatChannel(demoWechatAccount(stranger, provider.url), clock, randomBytes),
        alipay: () => alipayChannel(demoAlipayAccount(stranger, provider.url), clock),
        app: () => cityAppChannel(demoCityAppAccount(stranger, provider.url), clock, randomBytes),
      };
      expect(await otherKeys[name]().readCallback(original)).toEqual({ ok: false, error: 'forged' });
      expect(await make(provider.url).readCallback({ ...original, query: '', headers: {}, body: Buffer.from('') })).toMatchObject(
        {
          ok: false,
          error: 'forged',
        },
      );
    } finally {
      rmSync(stranger, { recursive: true });
    }
    if (name === 'sms') return;
    const later = { ...clock, now: () => Date.now() + 48 * 3_600_000 };
    const lateKeys: Record<Exclude<OutsideChannel, 'sms'>, () => ChannelPort> = {
      wechat: () => wechatChannel(demoWechatAccount(keys, provider.url), later, randomBytes),
      alipay: () => alipayChannel(demoAlipayAccount(keys, provider.url), later),
      app: () => cityAppChannel(demoCityAppAccount(keys, provider.url), later, randomBytes),
    };
    expect(await lateKeys[name]().readCallback(original)).toEqual({ ok: false, error: 'forged' });
  });

  test('the stand-in takes no request with one bit changed', async () => {
    const tap = await openTap(provider.url, (url) => url.startsWith('/cgi-bin/stable_token'));
    const sent = await make(tap.url).send(message());
    expect(sent).toMatchObject({ ok: false, error: { code: 'provider-down', taken: 'unknown' } });
    const original = tap.requests.find(({ head }) => !head.includes('stable_token'));
    await tap.close();
    if (!original) throw new Error('nothing was sent');

    const before = (await provider.messages()).length;
    const variants = changed(original, signedOut);
    expect(variants.length).toBeGreaterThan(200);
    const refused = await provider.refused();
    await inParallel(variants, 16, (request) => exchange(provider.url, request));
    expect((await provider.messages()).length - before).toBe(0);
    expect(await provider.refused()).toBeGreaterThan(refused);
    await exchange(provider.url, original);
    expect((await provider.messages()).length - before).toBe(1);
  });
});

describe('the access token of WeChat', () => {
  test('is not given for a request with one bit changed', async () => {
    const provider = await startProvider('wechat', keys);
    try {
      const tap = await openTap(provider.url, () => false);
      await make(tap.url);
      const [original] = tap.requests;
      await tap.close();
      if (!original) throw new Error('nothing was asked');
      const given: string[] = [];
      for (const { at, bit, bytes } of flipsOf(original.body)) {
        const answer = await exchange(provider.url, { head: original.head, body: bytes });
        if (answer?.includes('access_token') === true) given.push(`${at}.${bit}`);
      }
      expect(given).toEqual([]);
      expect((await exchange(provider.url, original))?.includes('access_token')).toBe(true);
    } finally {
      await provider.stop();
    }
  });

  async function make(url: string): Promise<void> {
    const port = wechatChannel(demoWechatAccount(keys, url), clock, randomBytes);
    const content = { templateId: wechatTemplate, page: 'p', fields: {} };
    expect((await port.send({ key: newId(), address: openid, content })).ok).toBe(false);
  }
});

/** Every change of one bit in the target, in the values of `headers`, and in the body. */
function changed({ head, body }: RawRequest, headers: readonly string[]): RawRequest[] {
  const found: RawRequest[] = [...flipsOf(body)].map(({ bytes }) => ({ head, body: bytes }));
  const text = head.toString('latin1');
  const spans = [{ from: text.indexOf(' ') + 1, to: text.indexOf(' HTTP/1.1') }];
  for (const name of headers) {
    const from = text.indexOf(`\r\n${name}: `) + name.length + 4;
    if (from < name.length + 4) throw new Error(`no header ${name}`);
    spans.push({ from, to: text.indexOf('\r\n', from) });
  }
  for (const { from, to } of spans)
    for (const { bytes } of flipsOf(head.subarray(from, to)))
      found.push({ head: Buffer.concat([head.subarray(0, from), bytes, head.subarray(to)]), body });
  return found;
}

async function inParallel<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<unknown>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
    }),
  );
}
