import { z } from 'zod';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { CallbackRead, CallbackRefusal, CallbackRequest, ConsentChange, DeliveryReport } from '../channel-port.ts';
import { isSameText, readParameters, utf8Text } from '../strict-values.ts';
import { decryptPush, pushSignature } from './push-crypto.ts';

/** How the platform's pushes are verified: 开发设置 → 消息推送, JSON, 安全模式. */
export interface PushSettings {
  readonly appId: string;
  /** 原始 ID, `gh_…`. */
  readonly account: string;
  readonly token: string;
  /** EncodingAESKey, 43 characters. */
  readonly aesKey: string;
}

/** Seconds that a push may be old: the platform repeats it within that time when it was not answered. */
const toleranceS = 300;

const pushQuery = z.strictObject({
  signature: z.string(),
  timestamp: z.string().regex(/^\d{10}$/),
  nonce: z.string().regex(/^\w{1,32}$/),
  openid: z.string(),
  encrypt_type: z.literal('aes'),
  msg_signature: z.string(),
});
/** 验证消息来自微信服务器: asked once, when the address is entered. */
const echoQuery = z.strictObject({
  signature: z.string(),
  timestamp: z.string().regex(/^\d{10}$/),
  nonce: z.string().regex(/^\w{1,32}$/),
  echostr: z.string().regex(/^\w{1,64}$/),
});
const envelope = z.strictObject({ ToUserName: z.string(), Encrypt: z.string() });

const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item.transform((one) => [one]), z.array(item)]);
const common = { ToUserName: z.string(), FromUserName: z.string().min(1), CreateTime: z.coerce.number().int() };
const consentList = oneOrMore(z.object({ TemplateId: z.string(), SubscribeStatusString: z.string() }));
const pushedEvent = z.discriminatedUnion('Event', [
  z.object({
    ...common,
    Event: z.literal('subscribe_msg_sent_event'),
    List: oneOrMore(
      z.object({ TemplateId: z.string(), MsgID: z.coerce.string(), ErrorCode: z.coerce.string(), ErrorStatus: z.string() }),
    ),
  }),
  z.object({ ...common, Event: z.literal('subscribe_msg_popup_event'), List: consentList }),
  z.object({ ...common, Event: z.literal('subscribe_msg_change_event'), List: consentList }),
]);
type PushedEvent = z.infer<typeof pushedEvent>;

const reply = { contentType: 'text/plain', body: 'success' } as const;

/** Reads a push: what became of messages (`subscribe_msg_sent_event`), and what a person allows or refuses (popup, change). */
export function readWechatPush(
  settings: PushSettings,
  clock: Clock,
  request: CallbackRequest,
): Result<CallbackRead, CallbackRefusal> {
  const query = readParameters(request.query);
  if (request.method === 'GET') return answerEcho(settings, clock, query);
  const { data: asked } = pushQuery.safeParse(query);
  const encrypted = readEnvelope(settings, request.body);
  if (request.method !== 'POST' || !asked || encrypted === undefined) return err('forged');
  const { signature, timestamp, nonce, msg_signature: bodySignature } = asked;
  const isGenuine =
    isSameText(signature, pushSignature(settings.token, timestamp, nonce)) &&
    isSameText(bodySignature, pushSignature(settings.token, timestamp, nonce, encrypted)) &&
    isTimely(timestamp, clock);
  const text = isGenuine ? decryptPush(settings.aesKey, settings.appId, encrypted) : undefined;
  if (text === undefined) return err('forged');
  const said = parsed(text);
  const { data: event } = pushedEvent.safeParse(said);
  if (!event) return isFrom(said, asked.openid) ? err('unknown') : err('forged');
  if (event.FromUserName !== asked.openid || event.ToUserName !== settings.account) return err('forged');
  return ok({ news: newsOf(event), reply });
}

/** The envelope's own fields are not signed: they must say what we know anyway. */
function readEnvelope(settings: PushSettings, body: Uint8Array): string | undefined {
  const { data } = envelope.safeParse(parsed(utf8Text(body) ?? ''));
  return data?.ToUserName === settings.account ? data.Encrypt : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isFrom(said: unknown, openid: string): boolean {
  return z.object({ FromUserName: z.literal(openid) }).safeParse(said).success;
}

function answerEcho(settings: PushSettings, clock: Clock, query: unknown): Result<CallbackRead, CallbackRefusal> {
  const { data: asked } = echoQuery.safeParse(query);
  if (!asked || !isTimely(asked.timestamp, clock)) return err('forged');
  if (!isSameText(asked.signature, pushSignature(settings.token, asked.timestamp, asked.nonce))) return err('forged');
  return ok({ news: [], reply: { contentType: 'text/plain', body: asked.echostr } });
}

function isTimely(timestamp: string, clock: Clock): boolean {
  return Math.abs(clock.now() / 1000 - Number(timestamp)) <= toleranceS;
}

function newsOf(event: PushedEvent): (DeliveryReport | ConsentChange)[] {
  const address = event.FromUserName;
  if (event.Event === 'subscribe_msg_sent_event') {
    return event.List.map(({ TemplateId, MsgID, ErrorCode }) => ({
      is: 'report',
      key: undefined,
      providerId: MsgID,
      address,
      templateId: TemplateId,
      state: ErrorCode === '0' ? 'delivered' : 'failed',
      at: instantOf(event.CreateTime * 1000),
      raw: ErrorCode,
    }));
  }
  return event.List.map(({ TemplateId, SubscribeStatusString }) => ({
    is: 'consent',
    address,
    templateId: TemplateId,
    change: SubscribeStatusString === 'accept' ? 'granted' : 'refused',
  }));
}
