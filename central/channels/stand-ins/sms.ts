import { randomUUID } from 'node:crypto';
import { localDateOf } from '#contracts/basics/clock.ts';
import { readStandInOptions } from '../../stand-ins/command-line.ts';
import type { PlainReply } from '../../stand-ins/loopback.ts';
import { json } from '../../stand-ins/loopback.ts';
import { isAcsAuthorized } from '../acs-signature.ts';
import { demoSmsCredentials } from '../demo-credentials.ts';
import { readParameters } from '../strict-values.ts';
import type { Ending, KeptMessage } from './parts/message-book.ts';
import type { ProviderTools, ProviderWays } from './parts/provider.ts';
import { runProvider } from './parts/provider.ts';

/**
 * A stand-in for the SMS provider (Dysmsapi 2017-05-25): a process of its own that verifies the request signature and keeps the messages,
 * so that a demo or a test can see the code that a phone would show. As the real one, it takes the same OutId twice.
 *
 *   node central/channels/stand-ins/sms.ts --keys DIR [--port N] [--control-port N] [--callback-url URL] [--account NAME]
 */
interface Credentials {
  readonly keyId: string;
  readonly secret: string;
}

function smsProvider({ keyId, secret }: Credentials, { book }: ProviderTools): ProviderWays {
  const nonces = new Set<string>();

  return {
    refusalOf(request) {
      const [path = '', query = ''] = request.path.split('?', 2);
      const parameters = readParameters(query);
      if (!parameters) return 'query';
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const nonce = headers['x-acs-signature-nonce'] ?? '';
      const signed = { method: request.method, path, query: parameters, headers, body: request.body };
      if (!isAcsAuthorized(signed, headers['authorization'] ?? '', keyId, secret)) return 'signature';
      if (nonces.has(nonce)) return 'replay';
      nonces.add(nonce);
      return undefined;
    },
    notBelieved: () => json(403, { Code: 'SignatureDoesNotMatch', Message: 'refused', RequestId: randomUUID() }),
    isSend: (request) => request.headers['x-acs-action'] === 'SendSms',

    onFault(mode, fault) {
      if (mode === 'rate-limit') return json(400, { Code: 'Throttling.User', Message: 'slower', RequestId: randomUUID() });
      return json(200, { Code: fault.code ?? 'isv.BUSINESS_LIMIT_CONTROL', Message: 'refused', RequestId: randomUUID() });
    },

    handle(request, ending) {
      const asked = readParameters(request.path.split('?', 2)[1] ?? '') ?? {};
      switch (request.headers['x-acs-action']) {
        case 'SendSms':
          return take(asked, ending);
        case 'QuerySendDetails':
          return details(asked);
        default:
          return json(404, { Code: 'InvalidAction.NotFound', RequestId: randomUUID() });
      }
    },

    shown: (message) => ({ ...message, phone: message.address }),

    reportOf: (message) => (url) => ({
      url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([smsReport(message)]),
    }),
  };

  function take(asked: Readonly<Record<string, string>>, ending: Ending): PlainReply {
    const phone = asked['PhoneNumbers'] ?? '';
    if (!/^1\d{10}$/.test(phone))
      return json(200, { Code: 'isv.MOBILE_NUMBER_ILLEGAL', Message: 'number', RequestId: randomUUID() });
    const message = {
      key: asked['OutId'] ?? '',
      address: phone,
      template: asked['TemplateCode'] ?? '',
      params: JSON.parse(asked['TemplateParam'] ?? '{}') as Record<string, string>,
    };
    const kept = book.keep(message, ending);
    return json(200, { Code: 'OK', Message: 'OK', BizId: kept.id, RequestId: randomUUID() });
  }

  function details(asked: Readonly<Record<string, string>>): PlainReply {
    const rows = book
      .list()
      .filter(({ address, at, id }) => {
        const day = localDateOf(Date.parse(at)).replaceAll('-', '');
        const isAsked = asked['BizId'] === undefined || asked['BizId'] === id;
        return address === asked['PhoneNumber'] && day === asked['SendDate'] && isAsked;
      })
      .map((message) => ({
        OutId: message.key,
        SendStatus: message.state === 'waiting' ? 1 : message.state === 'failed' ? 2 : 3,
        ErrCode: errCode(message),
        SendDate: localSecond(message.at),
        ReceiveDate: localSecond(message.settledAt ?? message.at),
        PhoneNum: message.address,
        TemplateCode: message.template,
      }));
    return json(200, {
      Code: 'OK',
      Message: 'OK',
      RequestId: randomUUID(),
      TotalCount: rows.length,
      SmsSendDetailDTOs: { SmsSendDetailDTO: rows },
    });
  }
}

/** One element of the provider's batch push. */
function smsReport(message: KeptMessage): object {
  return {
    phone_number: message.address,
    send_time: localSecond(message.at),
    report_time: localSecond(message.settledAt ?? message.at),
    success: message.state === 'delivered',
    err_code: errCode(message),
    err_msg: message.state === 'delivered' ? '用户接收成功' : '用户不在服务区',
    sms_size: '1',
    biz_id: message.id,
    out_id: message.key,
  };
}

function errCode({ state }: KeptMessage): string {
  return state === 'failed' ? 'UNDELIV' : state === 'delivered' ? 'DELIVERED' : '';
}

/** `2026-11-25 14:26:00` in China. */
function localSecond(at: string): string {
  return new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

if (import.meta.main) {
  const options = readStandInOptions();
  const credentials = demoSmsCredentials(options.keys, options.account);
  await runProvider('sms', options, (tools) => smsProvider(credentials, tools));
}
