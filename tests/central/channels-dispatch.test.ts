import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instant } from '#contracts/basics/clock.ts';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import type { DispatchInput, DispatchStep, Notification, PartyContact, SendRefusal } from '#central/channels/index.ts';
import {
  defaultPolicy,
  healthAfter,
  healthStart,
  kioskInbox,
  planNext,
  restLeftMs,
  staffCall,
  stateAfterQuery,
  stateAfterSend,
} from '#central/channels/index.ts';
import { quietUntil } from '#central/channels/dispatch/quiet-hours.ts';

const at = (local: string): Instant => instantOf(Date.parse(`2026-11-${local}:00+08:00`));
const after = (moment: Instant, ms: number): Instant => instantOf(Date.parse(moment) + ms);
const minuteMs = 60_000;
const dayMs = 86_400_000;

const noon = at('25T12:00');
const contact = (channel: PartyContact['channel'], changes: Partial<PartyContact> = {}): PartyContact => ({
  channel,
  verifiedAt: at('01T10:00'),
  optedOut: false,
  ...changes,
});
const base: DispatchInput = {
  now: noon,
  dueAt: after(noon, 20 * dayMs),
  outcome: 'open',
  contacts: [contact('sms'), contact('alipay'), contact('wechat', { quota: 1 }), contact('app', { verifiedAt: at('02T10:00') })],
  texts: ['app', 'wechat', 'alipay', 'sms', 'kiosk'],
  providers: [
    { channel: 'app', provider: 'city-app' },
    { channel: 'wechat', provider: 'wechat' },
    { channel: 'alipay', provider: 'alipay' },
    { channel: 'sms', provider: 'aliyun' },
    { channel: 'sms', provider: 'second' },
  ],
  sent: [],
  sentToPersonToday: 0,
};
const plan = (changes: Partial<DispatchInput> = {}): DispatchStep => planNext({ ...base, ...changes }, defaultPolicy);
const providerOf: Readonly<Record<Notification['channel'], string>> = {
  app: 'city-app',
  wechat: 'wechat',
  alipay: 'alipay',
  sms: 'aliyun',
  [kioskInbox.channel]: kioskInbox.provider,
  [staffCall.channel]: staffCall.provider,
};
const note = (
  channel: Notification['channel'],
  state: Notification['state'],
  changes: Partial<Notification> = {},
): Notification => ({
  channel,
  provider: providerOf[channel],
  at: noon,
  state,
  ...changes,
});
const refused = (channel: Notification['channel'], refusal: SendRefusal, changes: Partial<Notification> = {}): Notification =>
  note(channel, 'refused', { refusal, ...changes });

describe('the order', () => {
  test('app and WeChat are alike: the one verified last; then Alipay; then SMS; then nobody was reached', () => {
    const failed = (...channels: Notification['channel'][]) => ({ sent: channels.map((channel) => note(channel, 'failed')) });
    expect(plan()).toEqual({ is: 'send', channel: 'app', provider: 'city-app', attempt: 1 });
    expect(plan(failed('app'))).toMatchObject({ is: 'send', channel: 'wechat' });
    expect(plan(failed('app', 'wechat'))).toMatchObject({ is: 'send', channel: 'alipay' });
    expect(plan(failed('app', 'wechat', 'alipay'))).toMatchObject({ is: 'send', channel: 'sms', provider: 'aliyun' });
    expect(plan(failed('app', 'wechat', 'alipay', 'sms'))).toEqual({ is: 'unreachable', why: 'all-failed' });
  });

  test('a channel without a text, a consent, or a will is passed over', () => {
    expect(plan({ texts: ['wechat', 'sms'] })).toMatchObject({ channel: 'wechat' });
    expect(plan({ texts: ['wechat', 'sms'], contacts: [contact('sms'), contact('wechat', { quota: 0 })] })).toMatchObject({
      channel: 'sms',
    });
    expect(plan({ contacts: [contact('app', { optedOut: true }), contact('sms')] })).toMatchObject({ channel: 'sms' });
  });

  test('of two numbers the one verified last says whether the person wants messages', () => {
    const contacts = [
      contact('sms', { optedOut: true, verifiedAt: at('10T10:00') }),
      contact('sms', { verifiedAt: at('03T10:00') }),
    ];
    expect(plan({ contacts })).toEqual({ is: 'stop', why: 'opted-out' });
  });
});

describe('one open message', () => {
  test('waits for its report, then takes the next channel', () => {
    for (const state of ['sending', 'waiting'] as const) {
      expect(plan({ sent: [note('app', state)] })).toEqual({ is: 'wait', until: after(noon, 30 * minuteMs), why: 'report' });
      expect(plan({ sent: [note('app', state)], now: after(noon, 30 * minuteMs) })).toMatchObject({
        is: 'send',
        channel: 'wechat',
      });
    }
  });

  test('waits for the answer of who was reached, then reminds by the next channel', () => {
    expect(plan({ sent: [note('app', 'delivered')] })).toEqual({ is: 'wait', until: after(noon, 3 * dayMs), why: 'answer' });
    expect(plan({ sent: [note('app', 'delivered')], now: after(noon, 3 * dayMs) })).toMatchObject({ channel: 'wechat' });
  });

  test('a report that comes late makes the later message wait, too', () => {
    const sent = [note('app', 'delivered'), note('wechat', 'waiting', { at: after(noon, 30 * minuteMs) })];
    expect(plan({ sent, now: after(noon, 31 * minuteMs) })).toMatchObject({ is: 'wait', why: 'answer' });
  });
});

describe('an end', () => {
  test.each(['confirmed', 'declined', 'withdrawn'] as const)('%s stops at once', (outcome) => {
    expect(plan({ outcome, sent: [note('app', 'waiting')] })).toEqual({ is: 'stop', why: outcome });
  });

  test('the deadline stops it, and no wait goes beyond it', () => {
    expect(plan({ now: base.dueAt })).toEqual({ is: 'stop', why: 'expired' });
    const near = after(base.dueAt, -minuteMs);
    expect(plan({ sent: [note('app', 'waiting', { at: near })], now: near })).toEqual({
      is: 'wait',
      until: base.dueAt,
      why: 'deadline',
    });
  });

  test('who is reached but silent gets the kiosk inbox, and a call before the deadline', () => {
    const sent = [note('sms', 'delivered')];
    const later = { contacts: [contact('sms')], now: after(noon, 3 * dayMs) };
    expect(plan({ ...later, sent })).toEqual({ is: 'send', ...kioskInbox, attempt: 1 });
    const written = [...sent, note('kiosk', 'delivered')];
    expect(plan({ ...later, sent: written })).toEqual({ is: 'wait', until: after(base.dueAt, -2 * dayMs), why: 'deadline' });
    const near = { contacts: [contact('sms')], now: after(base.dueAt, -dayMs) };
    expect(plan({ ...near, sent: written })).toEqual({ is: 'send', ...staffCall, attempt: 1 });
    expect(plan({ ...near, sent: [...written, note('staff', 'delivered')] })).toMatchObject({ is: 'wait', until: base.dueAt });
  });
});

describe('unreachable', () => {
  test.each([
    ['no contact', []],
    ['never verified', [contact('sms', { verifiedAt: undefined })]],
    [
      'verified so long ago that the number may be somebody else’s',
      [contact('sms', { verifiedAt: at('01T00:00').replace('2026', '2024') as Instant })],
    ],
  ])('%s', (_name, contacts) => {
    expect(plan({ contacts })).toEqual({ is: 'unreachable', why: 'no-verified-contact' });
  });

  test('is said once; a new contact is used all the same', () => {
    const sent = [note('kiosk', 'delivered'), note('staff', 'delivered')];
    expect(plan({ contacts: [], sent })).toEqual({ is: 'wait', until: base.dueAt, why: 'deadline' });
    expect(plan({ sent })).toMatchObject({ is: 'send', channel: 'app' });
  });

  test('who refuses all messages is left in peace', () => {
    expect(plan({ contacts: [contact('sms', { optedOut: true })] })).toEqual({ is: 'stop', why: 'opted-out' });
  });
});

describe('hours and amounts', () => {
  const urgent = after(at('25T22:00'), 23 * 3_600_000);

  test.each([
    ['25T20:59', undefined],
    ['25T21:00', '26T08:00'],
    ['25T23:59', '26T08:00'],
    ['26T00:00', '26T08:00'],
    ['26T07:59', '26T08:00'],
    ['26T08:00', undefined],
  ])('at %s the night ends at %s', (now, end) => {
    expect(quietUntil(defaultPolicy.quiet, Date.parse(at(now)))).toBe(end === undefined ? undefined : Date.parse(at(end)));
    const step = plan({ now: at(now) });
    expect(step).toMatchObject(end === undefined ? { is: 'send' } : { is: 'wait', until: at(end), why: 'quiet-hours' });
  });

  test('a person’s own hours stand instead; a near deadline stands above them', () => {
    const contacts = [contact('app', { quiet: { from: '12:00', to: '14:00' } })];
    expect(plan({ contacts })).toEqual({ is: 'wait', until: at('25T14:00'), why: 'quiet-hours' });
    expect(plan({ contacts, now: at('25T22:00') })).toMatchObject({ is: 'send' });
    expect(plan({ now: at('25T22:00'), dueAt: urgent })).toMatchObject({ is: 'send' });
  });

  test('no more than three messages a day for one person', () => {
    expect(plan({ sentToPersonToday: 2 })).toMatchObject({ is: 'send' });
    expect(plan({ sentToPersonToday: 3 })).toEqual({ is: 'wait', until: at('26T00:00'), why: 'person-limit' });
  });
});

describe('providers', () => {
  const smsOnly = { contacts: [contact('sms')] };
  const down: SendRefusal = { code: 'provider-down', taken: 'no' };

  test('one that is down hands over to the other, and is asked again later', () => {
    expect(plan({ ...smsOnly, sent: [refused('sms', down)] })).toMatchObject({ channel: 'sms', provider: 'second', attempt: 2 });
    const both = [refused('sms', down), refused('sms', down, { provider: 'second' })];
    expect(plan({ ...smsOnly, sent: both })).toEqual({ is: 'wait', until: after(noon, minuteMs), why: 'provider' });
    expect(plan({ ...smsOnly, sent: both, now: after(noon, minuteMs) })).toMatchObject({ provider: 'aliyun', attempt: 3 });
  });

  test('one that asks to wait is waited for when it is soon; else another channel is taken', () => {
    const limited = (afterMs: number) => refused('app', { code: 'rate-limited', of: 'provider', afterMs });
    expect(plan({ sent: [limited(5 * minuteMs)] })).toEqual({ is: 'wait', until: after(noon, 5 * minuteMs), why: 'provider' });
    expect(plan({ sent: [limited(60 * minuteMs)] })).toMatchObject({ channel: 'wechat' });
    const alone = { contacts: [contact('app')], sent: [limited(60 * minuteMs)] };
    expect(plan(alone)).toEqual({ is: 'wait', until: after(noon, 60 * minuteMs), why: 'provider' });
  });

  test('an account of ours that is refused is not tried again; the other provider is', () => {
    const noBalance: SendRefusal = { code: 'rejected', what: 'account', raw: 'isv.AMOUNT_NOT_ENOUGH' };
    expect(plan({ ...smsOnly, sent: [refused('sms', noBalance)] })).toMatchObject({ provider: 'second' });
    const both = [refused('sms', noBalance), refused('sms', noBalance, { provider: 'second' })];
    expect(plan({ ...smsOnly, sent: both })).toEqual({ is: 'unreachable', why: 'all-failed' });
  });

  test('what is about the person or the text is not tried again anywhere', () => {
    for (const refusal of [
      { code: 'not-reachable' },
      { code: 'quota' },
      { code: 'rejected', what: 'content' },
    ] satisfies SendRefusal[])
      expect(plan({ ...smsOnly, sent: [refused('sms', refusal)] })).toMatchObject({ is: 'unreachable' });
  });

  test('a channel is given up after its tries', () => {
    const sent = Array.from({ length: 4 }, () => refused('sms', down));
    expect(plan({ ...smsOnly, sent, now: after(noon, dayMs) })).toMatchObject({ is: 'unreachable' });
  });
});

test('a lost answer stays open until it was asked for', () => {
  expect(stateAfterSend({ ok: false, error: { code: 'provider-down', taken: 'unknown' } })).toEqual({ state: 'sending' });
  expect(stateAfterSend({ ok: true, value: { providerId: 'x' } })).toEqual({ state: 'waiting' });
  expect(stateAfterQuery('unknown')).toMatchObject({ state: 'refused', refusal: { code: 'provider-down', taken: 'no' } });
  expect(stateAfterQuery('delivered')).toEqual({ state: 'delivered' });
});

describe('the health of a provider', () => {
  const down: SendRefusal = { code: 'provider-down', taken: 'unknown' };

  test('three broken calls in a row make it rest; an answer, whatever it says, ends the row', () => {
    const twice = healthAfter(healthAfter(healthStart, down, 0), down, 0);
    expect(restLeftMs(twice, 0)).toBe(0);
    expect(restLeftMs(healthAfter(twice, down, 5), 5)).toBe(30_000);
    expect(restLeftMs(healthAfter(twice, down, 5), 30_005)).toBe(0);
    const answered = healthAfter(twice, { code: 'not-reachable' }, 0);
    expect(restLeftMs(healthAfter(healthAfter(answered, down, 0), down, 0), 0)).toBe(0);
  });

  test('one that says when to come back is believed; a limit of one person is not its own', () => {
    const limited = (of: 'person' | 'provider'): SendRefusal => ({ code: 'rate-limited', of, afterMs: 700 });
    expect(restLeftMs(healthAfter(healthStart, limited('provider'), 100), 100)).toBe(700);
    expect(restLeftMs(healthAfter(healthStart, limited('person'), 100), 100)).toBe(0);
  });
});

describe('whatever happens', () => {
  const channels = ['app', 'wechat', 'alipay', 'sms'] as const;
  const time = fc.constantFrom('00:00', '06:30', '08:00', '12:00', '21:00', '23:59');
  const hours = fc.record({ from: time, to: time });
  const refusal: fc.Arbitrary<SendRefusal> = fc.oneof(
    fc.constantFrom<SendRefusal>(
      { code: 'not-reachable' },
      { code: 'opted-out' },
      { code: 'quota' },
      { code: 'provider-down', taken: 'no' },
      { code: 'rejected', what: 'account' },
      { code: 'rejected', what: 'template' },
    ),
    fc.record({
      code: fc.constant('rate-limited' as const),
      of: fc.constantFrom('person' as const, 'provider' as const),
      afterMs: fc.nat({ max: dayMs }),
    }),
  );
  /** What becomes of each send, in turn. */
  const fates = fc.array(
    fc.oneof(
      refusal.map((one) => ({ state: 'refused' as const, refusal: one })),
      fc.constantFrom(
        { state: 'sending' as const },
        { state: 'waiting' as const },
        { state: 'failed' as const },
        { state: 'delivered' as const },
      ),
    ),
    { minLength: 1, maxLength: 12 },
  );
  const contacts = fc.array(
    fc.record({
      channel: fc.constantFrom(...channels),
      verifiedAt: fc.option(
        fc.nat({ max: 1000 }).map((days) => after(noon, -days * dayMs)),
        { nil: undefined },
      ),
      optedOut: fc.boolean(),
      quiet: fc.option(hours, { nil: undefined }),
      quota: fc.option(fc.nat({ max: 2 }), { nil: undefined }),
    }),
    { maxLength: 6 },
  );
  const story = fc.record({
    contacts,
    fates,
    start: fc.nat({ max: 2 * dayMs }),
    life: fc.integer({ min: 1, max: 40 * dayMs }),
    quiet: hours,
    urgentWithinMs: fc.constantFrom(0, 3_600_000, dayMs),
    perPersonPerDay: fc.integer({ min: 1, max: 3 }),
    confirmAfter: fc.option(fc.nat({ max: 40 }), { nil: undefined }),
    texts: fc.subarray([...channels, 'kiosk'] as const),
  });

  test('it ends; never two sends in a channel without a failure between; never at night; never too many; nobody unreached counts as sent', () => {
    fc.assert(
      fc.property(story, ({ fates: turns, start, life, confirmAfter, ...world }) => {
        const policy = { ...defaultPolicy, ...world };
        const begin = after(noon, start);
        const dueAt = after(begin, life);
        let now = begin;
        let last: DispatchStep | undefined;
        const sent: Notification[] = [];
        const today = () =>
          sent.filter(
            ({ at: when, channel }) => isOutside(channel) && localDateOf(Date.parse(when)) === localDateOf(Date.parse(now)),
          );
        for (let n = 0; last?.is !== 'stop'; n += 1) {
          expect(n, 'it ends').toBeLessThan(500);
          const outcome = confirmAfter !== undefined && n >= confirmAfter ? ('confirmed' as const) : ('open' as const);
          const step = planNext({ ...base, ...world, now, dueAt, outcome, sent, sentToPersonToday: today().length }, policy);
          last = step;
          if (outcome === 'confirmed') expect(step).toEqual({ is: 'stop', why: 'confirmed' });
          if (step.is === 'wait') {
            expect(Date.parse(step.until)).toBeGreaterThan(Date.parse(now));
            expect(Date.parse(step.until)).toBeLessThanOrEqual(Date.parse(dueAt));
            now = step.until;
          }
          if (step.is === 'unreachable') {
            expect(sent.some(({ channel, state }) => isOutside(channel) && state === 'delivered')).toBe(false);
            sent.push({ ...note('kiosk', 'delivered'), at: now }, { ...note('staff', 'delivered'), at: now });
          }
          if (step.is === 'send') {
            const { channel, provider } = step;
            if (isOutside(channel)) {
              const before = sent.findLast((one) => one.channel === channel);
              expect(before === undefined || before.state === 'refused' || before.state === 'failed').toBe(true);
              expect(today().length).toBeLessThan(policy.perPersonPerDay);
              const [mine] = world.contacts
                .filter((one) => one.channel === channel && one.verifiedAt !== undefined)
                .sort((one, other) => Date.parse(other.verifiedAt ?? '') - Date.parse(one.verifiedAt ?? ''));
              expect(mine).toMatchObject({ optedOut: false });
              expect(world.texts).toContain(channel);
              const isUrgent = Date.parse(dueAt) - Date.parse(now) <= policy.urgentWithinMs;
              if (!isUrgent) expect(quietUntil(mine?.quiet ?? policy.quiet, Date.parse(now))).toBeUndefined();
            }
            const fate = turns[sent.length % turns.length] ?? { state: 'waiting' as const };
            sent.push({ channel, provider, at: now, ...(isOutside(channel) ? fate : { state: 'delivered' as const }) });
          }
        }
        for (const channel of ['kiosk', 'staff'])
          expect(sent.filter((one) => one.channel === channel).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2000 },
    );
  });

  function isOutside(channel: Notification['channel']): boolean {
    return channel !== 'kiosk' && channel !== 'staff';
  }
});
