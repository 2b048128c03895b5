import type { Instant } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';

/** Channels that lead outside: somebody else carries the message. */
export type OutsideChannel = 'app' | 'wechat' | 'alipay' | 'sms';
/** All ways to a person; `kiosk` is the inbox that every terminal shows, `staff` a call by staff. Neither needs a provider. */
export type Channel = OutsideChannel | 'kiosk' | 'staff';

/** 短信: the provider knows the text by its template code; `text` is what the phone will show, signature included. */
export interface SmsContent {
  /** Fixed, approved by the provider: `政务自助E站`, shown as `【政务自助E站】`. */
  readonly signature: string;
  /** The provider's code of our template, by our name of the provider. */
  readonly providerTemplates: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly text: string;
}

/** 微信订阅消息, 支付宝小程序模板消息: fields by the names that the platform gave them (`thing1`, `keyword2`). */
export interface MiniProgramContent {
  readonly templateId: string;
  /** Page of the mini program that a touch opens. */
  readonly page: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** 城市 app: plain text; `link` is a path below the app's fixed domain. */
export interface AppContent {
  readonly title: string;
  readonly body: string;
  readonly link: string;
}

export interface ContentOf {
  readonly sms: SmsContent;
  readonly wechat: MiniProgramContent;
  readonly alipay: MiniProgramContent;
  readonly app: AppContent;
}

export interface OutgoingMessage<C extends OutsideChannel> {
  /** Ours, one per message and channel, 1-64 of `A-Z a-z 0-9 - _`; the idempotency key where the provider has one. */
  readonly key: string;
  /** Phone number, openid, Alipay user id, the app's account id. */
  readonly address: string;
  readonly content: ContentOf[C];
}

/**
 * Why nothing was sent.
 * not-reachable: the address is wrong or gone · opted-out: the person refuses our messages · quota: no consent is left for this
 * person (WeChat, Alipay) · rate-limited: try the provider again in `afterMs` · provider-down: `taken: 'no'` is certain, with
 * `'unknown'` the answer was lost: query before anything is sent again · rejected: our template, content or account is wrong; `raw` is the
 * provider's code, for staff.
 */
export type SendRefusal =
  | { readonly code: 'not-reachable'; readonly raw?: string }
  | { readonly code: 'opted-out'; readonly raw?: string }
  | { readonly code: 'quota'; readonly raw?: string }
  | { readonly code: 'rate-limited'; readonly afterMs: number; readonly of: 'person' | 'provider'; readonly raw?: string }
  | { readonly code: 'provider-down'; readonly taken: 'no' | 'unknown'; readonly raw?: string }
  | { readonly code: 'rejected'; readonly what: 'template' | 'content' | 'account'; readonly raw?: string };

/** waiting: taken, no report yet · delivered · failed · unknown: the provider has no message of this key. */
export type DeliveryState = 'waiting' | 'delivered' | 'failed' | 'unknown';

export interface Sent {
  /** The provider's own number; absent when the answer was lost and the message was found by its key. */
  readonly providerId: string | undefined;
}

/** A request that came in on the provider's callback path, byte for byte as it came. */
export interface CallbackRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** As in the request line, without `?`; '' = none. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** What became of a message. A provider without our key in its report names its own number, address and template. */
export interface DeliveryReport {
  readonly is: 'report';
  readonly key: string | undefined;
  readonly providerId: string | undefined;
  readonly address: string | undefined;
  readonly templateId: string | undefined;
  readonly state: Exclude<DeliveryState, 'unknown'>;
  /** The provider's time where it says one, else ours. */
  readonly at: Instant;
  /** The provider's code, for staff. */
  readonly raw: string;
}

/** A person allowed one more message of a template, or refuses them; `templateId` undefined = all. */
export interface ConsentChange {
  readonly is: 'consent';
  readonly address: string;
  readonly templateId: string | undefined;
  readonly change: 'granted' | 'refused';
}

export interface CallbackRead {
  readonly news: readonly (DeliveryReport | ConsentChange)[];
  /** What the provider wants to hear, so that it does not send the same again. */
  readonly reply: { readonly contentType: string; readonly body: string };
}

/** forged: not from the provider, changed on the way, or too old · unknown: genuine, but nothing that we read · later: cannot be verified now; answer 503. */
export type CallbackRefusal = 'forged' | 'unknown' | 'later';

/** not-offered: this provider cannot be asked; its report is all there is. */
export type QueryRefusal = 'provider-down' | 'not-offered';

/** 渠道: one provider of one channel. Adapters keep nothing; who calls keeps the states. */
export interface ChannelPort<C extends OutsideChannel = OutsideChannel> {
  readonly channel: C;
  /** Our name of the provider, `aliyun`; one per set of credentials. */
  readonly provider: string;
  send(message: OutgoingMessage<C>): Promise<Result<Sent, SendRefusal>>;
  query(key: string, address: string): Promise<Result<DeliveryState, QueryRefusal>>;
  readCallback(request: CallbackRequest): Promise<Result<CallbackRead, CallbackRefusal>>;
}

/** 终端收件箱: a channel without an outside. What is written to a terminal's feed is there; nothing is sent and nothing reports. */
export const kioskInbox = { channel: 'kiosk', provider: 'terminal-feed' } as const;
/** 人工电话: a staff task. */
export const staffCall = { channel: 'staff', provider: 'staff-task' } as const;
