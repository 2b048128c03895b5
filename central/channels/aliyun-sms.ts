import { z } from 'zod';
import type { Clock } from '#contracts/basics/clock.ts';
import { localDateOf } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { Log } from '#contracts/log/events.ts';
import { acsAuthorization, acsQuery, sha256 } from './acs-signature.ts';
import type { SmsError, SmsMessage, SmsPort, SmsTemplate } from './sms-port.ts';

const smsDelays = { perCallMs: 4_000 } as const;

/** The provider's codes of the templates that were approved for us. */
const templateCodes: Readonly<Record<SmsTemplate, string>> = {
  'verification-code': 'SMS_ESTATION_CODE',
  'case-news': 'SMS_ESTATION_NEWS',
};
const signName = '政务自助E站';
const version = '2017-05-25';

const sendReply = z.object({ Code: z.string(), BizId: z.string().optional() });
const detailsReply = z.object({
  Code: z.string(),
  SmsSendDetailDTOs: z.object({ SmsSendDetailDTO: z.array(z.object({ OutId: z.string().optional(), SendStatus: z.int() })) }),
});

export interface AliyunSmsParts {
  /** `https://dysmsapi.aliyuncs.com`, or a stand-in on loopback. */
  readonly baseUrl: string;
  readonly keyId: string;
  readonly secret: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
}

/**
 * Adapter to Alibaba Cloud SMS, Dysmsapi 2017-05-25: SendSms and QuerySendDetails. Tried against the stand-in only, which
 * verifies the same signature; the real service has not been called.
 */
export function aliyunSms(parts: AliyunSmsParts): SmsPort {
  const { log } = parts;

  async function call(action: string, query: Record<string, string>): Promise<unknown> {
    const url = new URL(parts.baseUrl);
    const headers: Record<string, string> = {
      host: url.host,
      'x-acs-action': action,
      'x-acs-version': version,
      'x-acs-date': new Date(parts.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      'x-acs-signature-nonce': Buffer.from(parts.random(16)).toString('hex'),
      'x-acs-content-sha256': sha256(''),
    };
    const authorization = acsAuthorization({ method: 'POST', path: '/', query, headers, body: '' }, parts.keyId, parts.secret);
    const response = await fetch(new URL(`/?${acsQuery(query)}`, url), {
      method: 'POST',
      headers: { ...headers, authorization },
      redirect: 'error',
      signal: AbortSignal.timeout(smsDelays.perCallMs),
    });
    return await response.json();
  }

  async function query(key: string, phone: string): ReturnType<SmsPort['query']> {
    const day = localDateOf(parts.clock.now()).replaceAll('-', '');
    try {
      const reply = detailsReply.parse(
        await call('QuerySendDetails', { PhoneNumber: phone, SendDate: day, PageSize: '50', CurrentPage: '1' }),
      );
      const found = reply.SmsSendDetailDTOs.SmsSendDetailDTO.find(({ OutId }) => OutId === key);
      return ok(found ? (sendStates[found.SendStatus] ?? 'waiting') : 'unknown');
    } catch {
      return err('SMS-004');
    }
  }

  return {
    query,
    async send(message) {
      const refused = (): Result<void, SmsError> => {
        log('channel.failed', { channel: 'sms', message: message.key, code: 'SMS-004' });
        return err('SMS-004');
      };
      try {
        const reply = sendReply.safeParse(await call('SendSms', sendParams(message)));
        if (!reply.success || reply.data.Code !== 'OK') return refused();
      } catch {
        // Nobody knows whether it was taken: ask, for a second code in the same minute only confuses.
        const state = await query(message.key, message.phone);
        if (!state.ok || state.value === 'unknown' || state.value === 'failed') return refused();
      }
      log('channel.sent', { channel: 'sms', message: message.key, template: message.template });
      return ok();
    },
  };
}

/** SendStatus of the provider: 1 waiting for the report, 2 failed, 3 delivered. */
const sendStates: Readonly<Record<number, 'waiting' | 'failed' | 'delivered'>> = { 1: 'waiting', 2: 'failed', 3: 'delivered' };

function sendParams(message: SmsMessage): Record<string, string> {
  return {
    PhoneNumbers: message.phone,
    SignName: signName,
    TemplateCode: templateCodes[message.template],
    TemplateParam: JSON.stringify(message.params),
    OutId: message.key,
  };
}
