import type { Instant } from '#contracts/basics/clock.ts';
import type { Channel, OutsideChannel, SendRefusal } from '../channel-port.ts';

/** Local times of a day in Asia/Shanghai, `21:00`; `to` may be the next morning. Equal = none. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/** How the party can be reached by a channel. Several of one channel: the one verified last counts. */
export interface PartyContact {
  readonly channel: OutsideChannel;
  /** When the party's own system or the party confirmed the address; undefined = never, and it is not used. */
  readonly verifiedAt: Instant | undefined;
  readonly optedOut: boolean;
  /** The person's own hours instead of the policy's. */
  readonly quiet?: QuietHours | undefined;
  /** Messages that the person still allows (WeChat, Alipay); undefined = the channel knows no quota. */
  readonly quota?: number | undefined;
}

/**
 * What became of one message so far, for this (party, item, trigger).
 * sending: handed out, its answer not known, to be queried before anything is sent again · waiting: taken, no report · refused: surely not taken.
 */
export type NotificationState = 'sending' | 'waiting' | 'delivered' | 'failed' | 'refused';

export interface Notification {
  readonly channel: Channel;
  readonly provider: string;
  /** When it was handed out. */
  readonly at: Instant;
  readonly state: NotificationState;
  /** With `refused`. */
  readonly refusal?: SendRefusal | undefined;
}

/** A provider in the order of preference. */
export interface DispatchProvider {
  readonly channel: OutsideChannel;
  readonly provider: string;
}

export interface DispatchPolicy {
  /** Channels of one rank are alike: the contact verified last goes first. */
  readonly order: readonly (readonly OutsideChannel[])[];
  readonly quiet: QuietHours;
  /** So near the deadline quiet hours do not count. */
  readonly urgentWithinMs: number;
  /** A report that is missing so long after the sending counts as a failure. */
  readonly reportWithinMs: number;
  /** A message that arrived is given so long before the next channel reminds. */
  readonly answerWithinMs: number;
  /** A channel whose providers all rest is waited for so long; longer, and the next channel is taken. */
  readonly providerPatienceMs: number;
  /** A provider that was down is asked again after so long. */
  readonly downAgainMs: number;
  /** Refused sends in one channel before it is given up. */
  readonly triesPerChannel: number;
  /** Messages to one person in one local day, of all items. */
  readonly perPersonPerDay: number;
  /** A contact verified longer ago may be somebody else's by now. */
  readonly contactValidMs: number;
  /** Staff call somebody who was reached but does not answer, so long before the deadline. */
  readonly staffCallBeforeMs: number;
}

export interface DispatchInput {
  readonly now: Instant;
  /** When the proposal ends. */
  readonly dueAt: Instant;
  /** What the person, or the proposal, has come to. withdrawn: item suspended, proposal superseded. */
  readonly outcome: 'open' | 'confirmed' | 'declined' | 'withdrawn';
  readonly contacts: readonly PartyContact[];
  /** Channels that the pinned template version has a text for. */
  readonly texts: readonly Channel[];
  readonly providers: readonly DispatchProvider[];
  /** Of this (party, item, trigger) only, oldest first. */
  readonly sent: readonly Notification[];
  /** Messages that were handed out to this person today, of all items, these included. */
  readonly sentToPersonToday: number;
}

/**
 * What to do next. unreachable: nobody was reached and no channel is left; the proposal's state, with an entry in the kiosk inbox and a
 * staff task (record both as notifications of `kiosk` and `staff`); it counts as sent nowhere.
 */
export type DispatchStep =
  | { readonly is: 'send'; readonly channel: Channel; readonly provider: string; readonly attempt: number }
  | { readonly is: 'wait'; readonly until: Instant; readonly why: WaitReason }
  | { readonly is: 'stop'; readonly why: 'confirmed' | 'declined' | 'withdrawn' | 'expired' | 'opted-out' }
  | { readonly is: 'unreachable'; readonly why: 'no-verified-contact' | 'all-failed' };

export type WaitReason = 'report' | 'answer' | 'quiet-hours' | 'person-limit' | 'provider' | 'deadline';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Where nothing else is configured: app or WeChat → Alipay → SMS → kiosk inbox → staff call. */
export const defaultPolicy: DispatchPolicy = {
  order: [['app', 'wechat'], ['alipay'], ['sms']],
  quiet: { from: '21:00', to: '08:00' },
  urgentWithinMs: 24 * hourMs,
  reportWithinMs: 30 * minuteMs,
  answerWithinMs: 3 * dayMs,
  providerPatienceMs: 10 * minuteMs,
  downAgainMs: minuteMs,
  triesPerChannel: 4,
  perPersonPerDay: 3,
  contactValidMs: 730 * dayMs,
  staffCallBeforeMs: 2 * dayMs,
};
