import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MessageTemplate, RenderSettings } from '#central/channels/index.ts';
import { checkTemplate, messageTemplate, renderMessage, textChannels } from '#central/channels/index.ts';
import { looksLikeLink, smsSegments } from '#central/channels/templates/limits.ts';

const settings: RenderSettings = {
  language: 'zh-CN',
  smsSignature: '政务自助E站',
  linkDomain: 'wg.example.gov.cn',
  smsMaxSegments: 2,
};
const sms = { signature: settings.smsSignature, linkDomain: settings.linkDomain, maxSegments: settings.smsMaxSegments };
const both = (zh: string, en: string) => ({ 'zh-CN': zh, en });

const template: MessageTemplate = messageTemplate.parse({
  code: 'proposal-ready',
  version: 3,
  params: { item: { maxLength: 18 }, until: { maxLength: 10 }, case: { maxLength: 18 } },
  channels: {
    sms: {
      providerTemplates: { aliyun: both('SMS_1', 'SMS_1E'), second: both('T2', 'T2E') },
      text: both('{item}可以为您直接办理，{until}前请确认：{link} 。', 'Your {item} is ready. Confirm by {until}: {link} .'),
    },
    wechat: {
      templateId: 'T'.repeat(43),
      page: 'pages/proposal/index?case={case}',
      fields: {
        thing1: both('{item}', '{item}'),
        date2: both('{until}', '{until}'),
        character_string3: both('{case}', '{case}'),
      },
    },
    alipay: { templateId: 'M'.repeat(44), page: 'pages/p?case={case}', fields: { keyword1: both('{item}', '{item}') } },
    app: {
      title: both('可以直接办理', 'Ready'),
      body: both('{item}，{until}前确认。', '{item}, by {until}.'),
      link: '/m/{case}',
    },
    kiosk: { title: both('{item}', '{item}'), body: both('{until}前确认。', 'By {until}.') },
  },
});
const params = { item: '工程勘察企业资质变更', until: '2026-12-20', case: 'QD2026112500010001' };

describe('what is rendered', () => {
  test('an SMS has the fixed signature, the one link, and the parameters that its text names', () => {
    expect(renderMessage(template, params, 'sms', settings)).toEqual({
      ok: true,
      value: {
        signature: '政务自助E站',
        providerTemplates: { aliyun: 'SMS_1', second: 'T2' },
        params,
        text: '【政务自助E站】工程勘察企业资质变更可以为您直接办理，2026-12-20前请确认：wg.example.gov.cn/m/QD2026112500010001 。',
        segments: 2,
      },
    });
  });

  test('another language has its own text at the provider', () => {
    expect(renderMessage(template, params, 'sms', { ...settings, language: 'en' })).toMatchObject({
      value: { providerTemplates: { aliyun: 'SMS_1E', second: 'T2E' } },
    });
  });

  test('the other channels have their fields, in the language that is asked for', () => {
    expect(renderMessage(template, params, 'wechat', settings)).toMatchObject({
      value: {
        page: 'pages/proposal/index?case=QD2026112500010001',
        fields: { thing1: params.item, date2: params.until, character_string3: params.case },
      },
    });
    expect(renderMessage(template, params, 'app', { ...settings, language: 'en' })).toMatchObject({
      value: { title: 'Ready', body: '工程勘察企业资质变更, by 2026-12-20.', link: '/m/QD2026112500010001' },
    });
    expect(renderMessage(template, params, 'kiosk', settings)).toEqual({
      ok: true,
      value: { title: params.item, body: '2026-12-20前确认。' },
    });
  });

  test('a value is never read as a placeholder, nor as a part of a target', () => {
    const odd = { ...params, item: '{until}{link}', case: 'A&b=1/../x' };
    expect(renderMessage(template, odd, 'kiosk', settings)).toMatchObject({ value: { title: '{until}{link}' } });
    expect(renderMessage(template, odd, 'app', settings)).toMatchObject({ value: { link: '/m/A%26b%3D1%2F..%2Fx' } });
  });
});

describe('what is refused, whole', () => {
  const problemsOf = (changes: Readonly<Record<string, string | undefined>>, channel: (typeof textChannels)[number] = 'sms') => {
    const given = Object.fromEntries(
      Object.entries({ ...params, ...changes }).filter((pair): pair is [string, string] => pair[1] !== undefined),
    );
    const rendered = renderMessage(template, given, channel, settings);
    return rendered.ok ? [] : rendered.error;
  };

  test.each([
    [{ item: undefined }, { code: 'missing-param', where: 'item' }],
    [{ extra: 'x' }, { code: 'unknown-param', where: 'extra' }],
    [{ link: 'x' }, { code: 'unknown-param', where: 'link' }],
    [{ constructor: 'x' }, { code: 'unknown-param', where: 'constructor' }],
    [{ item: ' ' }, { code: 'empty', where: 'item' }],
    [{ item: '长'.repeat(19) }, { code: 'too-long', where: 'item' }],
    [{ item: '好\n坏' }, { code: 'bad-character', where: 'item' }],
    [{ item: '好\u202E坏' }, { code: 'bad-character', where: 'item' }],
    [{ item: '好\u200B坏' }, { code: 'bad-character', where: 'item' }],
    [{ item: '【银行】转账' }, { code: 'bad-character', where: 'item' }],
    [{ item: 'http://a.cn' }, { code: 'link', where: 'item' }],
    [{ item: '见ｅｖｉｌ．ｃｎ' }, { code: 'link', where: 'item' }],
  ])('%o', (changes, problem) => {
    expect(problemsOf(changes)).toEqual([problem]);
  });

  test('all problems are told at once, and none says what a value said', () => {
    const problems = problemsOf({ item: undefined, until: 'www.秘密', extra: '秘密' });
    expect(problems.map(({ code }) => code).sort()).toEqual(['link', 'missing-param', 'unknown-param']);
    expect(JSON.stringify(problems)).not.toContain('秘密');
  });

  test('a field that the platform would refuse', () => {
    expect(problemsOf({ until: '年底之前' }, 'wechat')).toEqual([{ code: 'wrong-form', where: 'date2' }]);
    expect(problemsOf({ case: '办件一号' }, 'wechat')).toEqual([{ code: 'wrong-form', where: 'character_string3' }]);
  });

  test('a channel without a text, and a text of more parts than allowed', () => {
    const { wechat: _wechat, ...rest } = template.channels;
    const without = { ...template, channels: rest };
    expect(renderMessage(without, params, 'wechat', settings)).toEqual({
      ok: false,
      error: [{ code: 'no-text', where: 'wechat' }],
    });
    expect(renderMessage(template, params, 'sms', { ...settings, smsMaxSegments: 1 })).toEqual({
      ok: false,
      error: [{ code: 'too-long', where: 'text' }],
    });
  });

  test('whatever the values: whole and within the limits of the channel, or nothing', () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 24 }), fc.stringMatching(/^[一-龥]{1,20}$/));
    fc.assert(
      fc.property(value, value, value, fc.constantFrom(...textChannels), (item, until, number, channel) => {
        const rendered = renderMessage(template, { item, until, case: number }, channel, settings);
        if (!rendered.ok) {
          expect(rendered.error.length).toBeGreaterThan(0);
          return;
        }
        const text = JSON.stringify(rendered.value);
        expect(text).not.toMatch(/\p{Cf}/u);
        if ('segments' in rendered.value) expect(rendered.value.segments).toBeLessThanOrEqual(2);
        if ('fields' in rendered.value && channel === 'wechat')
          expect(rendered.value.fields['thing1']?.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});

test('parts of an SMS: 70 units alone, 67 each where there are several', () => {
  expect([70, 71, 134, 135, 201, 202].map((length) => smsSegments('字'.repeat(length)))).toEqual([1, 2, 2, 3, 3, 4]);
  expect(smsSegments('😀'.repeat(35))).toBe(1);
  expect(smsSegments('😀'.repeat(36))).toBe(2);
});

test('what looks like a link, and what does not', () => {
  for (const text of ['https://x', 'WWW.a', 'a.com', '请点a.cn。', 'gov.cn/m/1', 'x.y.top'])
    expect(looksLikeLink(text), text).toBe(true);
  for (const text of ['2026.12.20', '3.5万元', 'QD2026112500010001', '一、二。三', 'v1.2'])
    expect(looksLikeLink(text), text).toBe(false);
});

describe('a template is checked before it is published', () => {
  const withSms = (text: string, extra: object = {}): MessageTemplate => ({
    ...template,
    ...extra,
    channels: { ...template.channels, sms: { providerTemplates: { aliyun: both('S', 'S') }, text: both(text, text) } },
  });

  test('a good one has no problem', () => expect(checkTemplate(template, sms)).toEqual([]));

  test.each([
    ['{nothing}', 'undeclared'],
    ['{item', 'braces'],
    ['去 www.example.cn 看', 'link'],
    ['【假】', 'bad-character'],
    ['字'.repeat(140), 'may-overflow'],
  ])('%s: %s', (text, code) => {
    expect(checkTemplate(withSms(text), sms)).toContainEqual({ code, where: 'sms.text.zh-CN' });
  });

  test('a parameter in no text, and a field that cannot hold its longest value', () => {
    const unused = { ...template, params: { ...template.params, more: { maxLength: 3 } } };
    expect(checkTemplate(unused, sms)).toEqual([{ code: 'unused', where: 'more' }]);
    const long = { ...template, params: { ...template.params, item: { maxLength: 21 } } };
    expect(checkTemplate(long, sms)).toContainEqual({ code: 'may-overflow', where: 'wechat.thing1.zh-CN' });
  });

  test('what is no template at all is refused by its shape', () => {
    expect(messageTemplate.safeParse({ ...template, code: 'X' }).success).toBe(false);
    expect(messageTemplate.safeParse({ ...template, params: { link: { maxLength: 1 } } }).success).toBe(false);
    expect(messageTemplate.safeParse({ ...template, channels: { fax: {} } }).success).toBe(false);
  });
});
