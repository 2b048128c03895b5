import { AlipaySdk } from 'alipay-sdk';
import { z } from 'zod';
import type { Clock } from '#contracts/basics/clock.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { ChannelPort, SendRefusal } from '../channel-port.ts';
import { callDelays, downAfter, downWithStatus } from '../provider-call.ts';
import { refusalOfAlipay } from './alipay-codes.ts';
import type { NotifySettings } from './alipay-notify.ts';
import { readAlipayNotify } from './alipay-notify.ts';

export interface AlipayAccount extends NotifySettings {
  /** `https://openapi.alipay.com/gateway.do`, or a stand-in on loopback. */
  readonly gateway: string;
  /** PEM, PKCS#8; ours. */
  readonly ownKeyPem: string;
  /** PEM, SPKI; the platform's. */
  readonly platformKeyPem: string;
}

const sendMethod = 'alipay.open.app.mini.templatemessage.send';
const sendAnswer = z.object({ code: z.string(), subCode: z.string().default(''), messageId: z.string().optional() });

/**
 * 支付宝小程序模板消息, through the platform's SDK: RSA2 over the request, and over the answer. Neither an idempotency key nor a query:
 * after a lost answer only the notification says what became of it. Tried against the stand-in only.
 */
export function alipayChannel(account: AlipayAccount, clock: Clock): ChannelPort<'alipay'> {
  const sdk = new AlipaySdk({
    appId: account.appId,
    privateKey: account.ownKeyPem,
    keyType: 'PKCS8',
    alipayPublicKey: account.platformKeyPem,
    gateway: account.gateway,
    timeout: callDelays.answerMs,
  });

  return {
    channel: 'alipay',
    provider: 'alipay',
    query: () => Promise.resolve(err('not-offered')),
    readCallback: (request) => Promise.resolve(readAlipayNotify(sdk, account, clock, request)),
    async send({ key, address, content }) {
      const data = Object.fromEntries(Object.entries(content.fields).map(([name, value]) => [name, { value }]));
      const bizContent = {
        to_user_id: address,
        user_template_id: content.templateId,
        page: content.page,
        data: JSON.stringify(data), // a text within the text, as the interface wants it
      };
      try {
        const said = sendAnswer.safeParse(await sdk.exec(sendMethod, { bizContent }, { validateSign: true, traceId: key }));
        if (!said.success) return err({ code: 'provider-down', taken: 'unknown', raw: 'answer-not-understood' });
        const { code, subCode, messageId } = said.data;
        return code === '10000' ? ok({ providerId: messageId }) : err(refusalOfAlipay(code, subCode));
      } catch (error) {
        return err(refusalOfThrown(error));
      }
    },
  };
}

/** The SDK says an HTTP status in its message only. */
function refusalOfThrown(error: unknown): SendRefusal {
  const status = error instanceof Error ? /status: (\d{3})/.exec(error.message)?.[1] : undefined;
  return status === undefined ? downAfter(error) : downWithStatus(Number(status));
}
