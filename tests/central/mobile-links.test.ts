import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MobileWorld } from './mobile-kit.ts';
import { enterCode, openMobileWorld, Phone } from './mobile-kit.ts';

let around: MobileWorld;
const [wang, li] = ['wang-xiumei', 'li-guoqiang'];

beforeAll(async () => {
  around = await openMobileWorld();
});
afterAll(() => around.close());

async function rows() {
  const { db } = around.world;
  const count = async (
    table: 'mobile_visit' | 'mobile_form' | 'confirmation' | 'approval_case' | 'verification_code' | 'inbox',
  ) =>
    (
      await db
        .selectFrom(table)
        .select((row) => row.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
    ).n;
  return {
    visits: await count('mobile_visit'),
    forms: await count('mobile_form'),
    confirmations: await count('confirmation'),
    cases: await count('approval_case'),
    codes: await count('verification_code'),
    acts: await count('inbox'),
  };
}

const stateOf = async (link: string): Promise<string | undefined> => {
  const hash = createHash('sha256')
    .update(link.split('/')[2] ?? '')
    .digest('hex');
  const found = await around.world.db
    .selectFrom('mobile_link as l')
    .innerJoin('proposal as p', (join) => join.onRef('p.party_key', '=', 'l.party_key').onRef('p.id', '=', 'l.proposal_id'))
    .select('p.state')
    .where('l.token_hash', '=', hash)
    .executeTakeFirst();
  return found?.state;
};

test('a token is only in its message: the database has its hash, a text message has none, and every message has its own', async () => {
  const link = await around.cardEnds(wang);
  expect(link).toMatch(/^\/m\/[A-Za-z0-9_-]{22}$/);
  const token = link.split('/')[2] ?? '';
  const kept = await around.world.db.selectFrom('mobile_link').selectAll().execute();
  expect(JSON.stringify(kept)).not.toContain(token);
  expect(kept.map(({ token_hash }) => token_hash)).toContain(createHash('sha256').update(token).digest('hex'));
  expect(new Set(kept.map(({ token_hash }) => token_hash)).size).toBe(kept.length);
  expect(kept.every(({ channel }) => channel !== 'sms')).toBe(true);
  const { messages } = await around.sms.state();
  expect(JSON.stringify(messages)).not.toContain('/m/');
  expect(JSON.stringify(around.world.logged)).not.toContain(token);
});

test('a forged token, a changed one and a case number lead nowhere, and look alike', async () => {
  const link = await around.linkOf(wang, 'nobody', '018f0000-0000-7000-8000-000000000000');
  const phone = new Phone(around);
  const forged = await phone.open('/m/AAAAAAAAAAAAAAAAAAAAAA');
  expect(forged.status).toBe(404);
  expect(forged.text).toContain('打不开这个链接');
  const flipped = `${link.slice(0, -2)}${link.at(-2) === 'A' ? 'B' : 'A'}${link.at(-1) ?? ''}`;
  expect((await phone.open(flipped)).text).toBe(forged.text);
  expect((await phone.open(link)).text).toBe(forged.text); // a link to a proposal that is not there
  expect((await phone.open('/m/QD2026112502170001')).status).toBe(404);
  expect((await phone.open('/m/%3Cscript%3E')).text).not.toContain('<script');
});

test('a preview changes nothing at all; a person who looks marks the proposal as opened, and nothing else', async () => {
  const link = await around.cardEnds(li);
  const before = await rows();
  const line = around.world.line();
  for (let n = 0; n < 3; n += 1) expect((await line.get(link)).status).toBe(200);
  expect((await line.request({ ':method': 'HEAD', ':path': link })).status).toBe(200);
  for (const below of ['/confirm', '/code', '/decline', '/withdraw', '/not-me', '/check'])
    expect((await line.get(link + below)).status).not.toBe(500);
  expect(await rows()).toEqual(before);
  expect(await stateOf(link)).toBe('sent');
  await new Phone(around).open(link);
  expect(await stateOf(link)).toBe('opened');
  expect(await rows()).toEqual(before);
});

test('a link of one person opens nothing of another, also when they act for the same party', async () => {
  const { party_key, id } = await around.hotelChanges('青岛旺和临海酒店有限公司', wang, li);
  const own = new Phone(around);
  const link = await around.linkOf(li, party_key, id);
  await enterCode(around, own, link, li, 'look');
  expect(own.formOf('confirm')).toBeDefined();
  // Somebody to whom the link was passed on has another browser: they have proven nothing.
  const other = new Phone(around);
  await other.open(link);
  expect(other.page.text).toContain('同意办理，发验证码');
  expect(other.formOf('confirm')).toBeUndefined();
  const form = other.formOf('code');
  const forced = await other.post(`${link}/confirm`, { ...form?.hidden, shown: own.formOf('confirm')?.hidden['shown'] ?? '' });
  expect(forced.status).toBe(403);
  // Who does not act for the party any more has a dead link.
  await around.hotelChanges('青岛旺和临海酒店有限公司二部', wang, 'hong-kong');
  const left = await new Phone(around).open(link);
  expect(left.text).toContain('您现在不是这家的负责人');
});

test('forms: only of our own page, of this browser, of this link, once', async () => {
  const link = await around.cardEnds('hong-kong');
  const phone = new Phone(around);
  await phone.open(link);
  const { hidden = {} } = phone.formOf('code') ?? {};
  const before = await rows();
  const at = `${link}/code`;
  const refused = async (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) => {
    const page = await phone.post(at, fields, headers);
    expect(page.status).toBe(403);
    expect(page.text).toContain('什么都没有提交');
  };
  await refused({});
  await refused({ t: 'x' });
  await refused({ t: `${hidden['t']?.slice(0, -3) ?? ''}AAA` });
  await refused(hidden, { origin: 'https://evil.example' });
  await refused(hidden, { origin: 'null' });
  await refused(hidden, { 'sec-fetch-site': 'cross-site' });
  const stranger = new Phone(around);
  await stranger.open(link);
  expect((await stranger.post(at, hidden)).status).toBe(403);
  expect((await new Phone(around).post(at, hidden)).status).toBe(403); // no cookie at all
  expect(await rows()).toEqual(before);
  expect((await phone.post(at, hidden)).text).toContain('请输入验证码');
  expect((await rows()).codes).toBe(before.codes + 1);
  await phone.post(at, hidden); // again, as a second touch would
  expect((await rows()).codes).toBe(before.codes + 1);
  expect((await phone.post(at, hidden, { 'content-type': 'application/json' })).status).toBe(400);
  expect((await phone.post(at, { ...hidden, street: '长'.repeat(9_000) })).status).toBe(413);
});

test('an item that takes a face cannot be confirmed here, whatever is sent; the page says where', async () => {
  const link = await around.surveyChanges('青岛澜岳海洋岩土工程有限公司');
  const phone = new Phone(around);
  const page = await phone.open(link);
  expect(page.text).toContain('这件事要刷脸');
  expect(page.text.match(/<li><strong>/g)).toHaveLength(3);
  expect(page.text).toContain('崂山株洲路');
  expect(phone.formOf('confirm')).toBeUndefined();
  await enterCode(around, phone, link, wang, 'confirm');
  expect(phone.page.text).not.toContain('好了，已经在办');
  await phone.open(link);
  const { hidden = {} } = phone.formOf('decline') ?? {};
  const shown = createHash('sha256').update('anything').digest('hex');
  const forced = await phone.post(`${link}/confirm`, { ...hidden, shown });
  expect(forced.status).toBe(403);
  expect(forced.text).toContain('手机网页上不能确认');
  expect(await stateOf(link)).toBe('opened');
});

test('not mine: the contact is not used any more, the link is dead, the proposal stays for its owner', async () => {
  const { party_key, id } = await around.hotelChanges('青岛旺和山海酒店有限公司', wang, li);
  const link = await around.linkOf(wang, party_key, id);
  const phone = new Phone(around);
  await phone.open(link);
  await phone.open(`${link}/not-me`);
  expect((await phone.send('not-me')).text).toContain('这个号码不再收到');
  expect((await phone.open(link)).text).toContain('这个号码不再收到');
  expect((await phone.post(`${link}/code`, {})).text).toContain('这个号码不再收到');
  const contact = await around.world.db
    .selectFrom('party_contact')
    .selectAll()
    .where('party_key', '=', party_key)
    .where('person_key', '=', around.person(wang).personKey)
    .where('channel', '=', 'app')
    .executeTakeFirstOrThrow();
  expect(contact.verified_at).toBeNull();
  expect(['sent', 'opened']).toContain(await stateOf(await around.linkOf(li, party_key, id)));
});

test('newer facts: the old link says so and leads to the new one', async () => {
  const first = await around.hotelChanges('青岛旺和一号酒店有限公司', li, wang);
  const link = await around.linkOf(li, first.party_key, first.id);
  await around.hotelChanges('青岛旺和二号酒店有限公司', li, wang);
  const phone = new Phone(around);
  expect((await phone.open(link)).text).toContain('有更新的提醒');
  const newer = await phone.send('newer');
  expect(newer.path).not.toContain(link);
  expect(newer.text).toContain('青岛旺和二号酒店有限公司');
});

test('the page loads nothing and runs nothing, and its only style is the one that its policy names', async () => {
  const phone = new Phone(around);
  for (const path of ['/m/AAAAAAAAAAAAAAAAAAAAAA', await around.linkOf(wang, 'nobody', '018f0000-0000-7000-8000-000000000000')]) {
    const { text, headers } = await phone.open(path);
    const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? '';
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(policy).not.toContain('unsafe');
    expect(text).not.toMatch(/ style=| src=|<link|<script| on[a-z]+=/);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin', 'x-frame-options': 'DENY' });
  }
});

// From here on the centre's clock is ahead of everybody else's.
test('a form is good for two hours, a link as long as its proposal', async () => {
  const { party_key, id } = await around.hotelChanges('青岛旺和三号酒店有限公司', wang, li);
  const link = await around.linkOf(wang, party_key, id);
  const phone = new Phone(around);
  await phone.open(link);
  const { hidden = {} } = phone.formOf('code') ?? {};
  around.forward(2 * 3_600_000 + 1_000);
  expect((await phone.post(`${link}/code`, hidden)).status).toBe(403);
  around.forward(120 * 86_400_000);
  const page = await phone.open(link);
  expect(page.status).toBe(410);
  expect(page.text).toContain('这个链接过期了');
});
