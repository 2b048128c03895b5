import type { Clock } from '#contracts/basics/clock.ts';
import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { Log } from '#contracts/log/events.ts';
import type { ChannelPort, DeliveryState } from './channel-port.ts';
import { loggedChannel } from './logged-channel.ts';
import type { AliyunAccount } from './sms/aliyun-client.ts';
import { aliyunSmsChannel } from './sms/aliyun-sms.ts';

/** Texts are approved by the provider beforehand; only the parameters vary. No template contains a link. */
export type SmsTemplate = 'verification-code' | 'case-news';

interface SmsMessage {
  /** Ours, unique per message; the provider gives it back with the state. At most 64 characters. */
  readonly key: string;
  readonly phone: string;
  readonly template: SmsTemplate;
  readonly params: Readonly<Record<string, string>>;
}

type SmsError = Extract<ErrorCode, 'SMS-004'>;

/** 短信, as verification codes and news of a case need it: one answer, taken or not. */
export interface SmsPort {
  /** Hands a message over. A lost answer is cleared up by asking for the message before anything is sent again. */
  send(message: SmsMessage): Promise<Result<void, SmsError>>;
  /** Whether the provider has a message of this key for this phone, sent today or yesterday. */
  query(key: string, phone: string): Promise<Result<DeliveryState, SmsError>>;
}

const provider = 'aliyun';
/** The provider's codes of the templates that were approved for us. */
const templateCodes: Readonly<Record<SmsTemplate, string>> = {
  'verification-code': 'SMS_ESTATION_CODE',
  'case-news': 'SMS_ESTATION_NEWS',
};
/** Fixed signature of all our text messages, as approved by the providers. */
export const smsSignature = '政务自助E站';

/** The small port over a channel. @param providers our names of those behind it, where there are several (`withFailover`). */
export function smsPortOver(channel: ChannelPort<'sms'>, providers: readonly string[] = [channel.provider]): SmsPort {
  return {
    async send({ key, phone, template, params }) {
      const providerTemplates = Object.fromEntries(providers.map((name) => [name, templateCodes[template]]));
      const content = { signature: smsSignature, providerTemplates, params, text: '' };
      const sent = await channel.send({ key, address: phone, content });
      return sent.ok ? ok() : err('SMS-004');
    },
    async query(key, phone) {
      const state = await channel.query(key, phone);
      return state.ok ? state : err('SMS-004');
    },
  };
}

/** One account at Alibaba Cloud, and nothing else. */
export function aliyunSms(parts: AliyunAccount & { readonly clock: Clock; readonly log: Log }): SmsPort {
  return smsPortOver(loggedChannel(aliyunSmsChannel({ ...parts, provider, callbackToken: undefined }), parts.log));
}

/** Stands where no provider is configured: nothing is sent, and it says so. */
export const unconnectedSms: SmsPort = {
  send: () => Promise.resolve({ ok: false, error: 'SMS-004' }),
  query: () => Promise.resolve({ ok: false, error: 'SMS-004' }),
};
