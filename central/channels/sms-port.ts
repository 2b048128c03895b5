import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { Result } from '#contracts/basics/result.ts';

/** Texts are approved by the provider beforehand; only the parameters vary. No template contains a link. */
export type SmsTemplate = 'verification-code' | 'case-news';

export interface SmsMessage {
  /** Ours, unique per message; the provider gives it back with the state. At most 64 characters. */
  readonly key: string;
  readonly phone: string;
  readonly template: SmsTemplate;
  readonly params: Readonly<Record<string, string>>;
}

export type SmsError = Extract<ErrorCode, 'SMS-004'>;

/** 短信: one provider of text messages. */
export interface SmsPort {
  /** Hands a message over. A lost answer is cleared up by asking for the message before anything is sent again. */
  send(message: SmsMessage): Promise<Result<void, SmsError>>;
  /** Whether the provider has a message of this key for this phone, sent today. */
  query(key: string, phone: string): Promise<Result<'unknown' | 'waiting' | 'failed' | 'delivered', SmsError>>;
}

/** Stands where no provider is configured: nothing is sent, and it says so. */
export const unconnectedSms: SmsPort = {
  send: () => Promise.resolve({ ok: false, error: 'SMS-004' }),
  query: () => Promise.resolve({ ok: false, error: 'SMS-004' }),
};
