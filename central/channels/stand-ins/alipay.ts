import { createSign, createVerify } from 'node:crypto';
import { z } from 'zod';
import { readStandInOptions } from '../../stand-ins/command-line.ts';
import type { PlainReply, PlainRequest } from '../../stand-ins/loopback.ts';
import { json } from '../../stand-ins/loopback.ts';
import { demoAlipayAccount } from '../demo-credentials.ts';
import { base64Bytes, readParameters, utf8Text } from '../strict-values.ts';
import { openConsents } from './parts/consents.ts';
import type { Ending } from './parts/message-book.ts';
import type { ProviderTools, ProviderWays } from './parts/provider.ts';
import { runProvider } from './parts/provider.ts';

/**
 * A stand-in for Alipay's gateway: verifies RSA2 over all parameters, signs its answers, sends template messages to those who allowed one,
 * notifies. As the real one, it knows no key of ours. Control port besides: `POST /consent` `{userId, templateId, count}`.
 *
 *   node central/channels/stand-ins/alipay.ts --keys DIR [--port N] [--control-port N] [--callback-url URL]
 */
type Account = ReturnType<typeof demoAlipayAccount>;

const method = 'alipay.open.app.mini.templatemessage.send';
/** The platform's ids are base64 of 32 bytes; the demo's templates are called by name. */
const isTemplate = /^([\w=-]{44}|estation-[a-z-]{1,40})$/;
const sendRequest = z.strictObject({ to_user_id: z.string(), user_template_id: z.string(), page: z.string(), data: z.string() });
const fields = z.record(z.string().regex(/^keyword\d{1,2}$/), z.strictObject({ value: z.string().min(1).max(100) }));
const consentRequest = z.strictObject({ userId: z.string(), templateId: z.string(), count: z.int().min(0) });

function alipayProvider(account: Account, { clock, book }: ProviderTools): ProviderWays {
  const consents = openConsents();

  function answer(said: Readonly<Record<string, string>>): PlainReply {
    const response = JSON.stringify(said);
    const sign = createSign('RSA-SHA256').update(response, 'utf8').sign(account.platformPrivatePem, 'base64');
    const name = `${method.replaceAll('.', '_')}_response`;
    return {
      status: 200,
      headers: { 'content-type': 'text/html;charset=utf-8' },
      body: `{"${name}":${response},"sign":"${sign}"}`,
    };
  }

  const failed = (subCode: string) => answer({ code: '40004', msg: 'Business Failed', sub_code: subCode, sub_msg: 'refused' });

  function send(request: PlainRequest, ending: Ending): PlainReply {
    const { data: asked } = sendRequest.safeParse(parsed(parametersOf(request)?.['biz_content'] ?? ''));
    const { data } = fields.safeParse(parsed(asked?.data ?? ''));
    if (!asked || !data) return failed('INVALID_PARAMETER');
    const { to_user_id: address, user_template_id: template } = asked;
    if (!/^2088\d{12}$/.test(address)) return failed('USER_NOT_EXIST');
    if (!isTemplate.test(template)) return failed('USER_TEMPLATE_ILLEGAL');
    if (!consents.use(address, template)) return failed('USER_NOT_SUBSCRIBED');
    const params = Object.fromEntries(Object.entries(data).map(([name, { value }]) => [name, value]));
    const kept = book.keep({ key: '', address, template, params }, ending);
    return answer({ code: '10000', msg: 'Success', message_id: kept.id });
  }

  return {
    refusalOf(request) {
      const asked = parametersOf(request);
      if (!asked || request.method !== 'POST') return 'form';
      const { sign = '', ...signed } = asked;
      const bytes = base64Bytes(sign, 'base64');
      if (!bytes || signed['sign_type'] !== 'RSA2' || signed['app_id'] !== account.appId) return 'signature';
      const isRight = createVerify('RSA-SHA256').update(sortedText(signed), 'utf8').verify(account.ownPublicPem, bytes);
      if (!isRight) return 'signature';
      return signed['method'] === method ? undefined : 'method';
    },
    notBelieved: () => answer({ code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature', sub_msg: 'refused' }),
    isSend: () => true,
    onFault: (mode, fault) =>
      mode === 'rate-limit'
        ? answer({ code: '40005', msg: 'Call Limited', sub_code: 'isv.app-call-limited', sub_msg: 'slower' })
        : failed(fault.code ?? 'USER_REFUSED'),
    handle: send,

    reportOf: (message) => (url) => {
      const content = {
        message_id: message.id,
        to_user_id: message.address,
        user_template_id: message.template,
        status: message.state === 'delivered' ? 'SUCCESS' : 'FAIL',
        ...(message.state === 'failed' && { error_code: 'USER_UNREACHABLE' }),
      };
      const said = {
        notify_id: message.id.replaceAll('-', ''),
        utc_timestamp: String(clock.now()),
        msg_method: account.reportMethod,
        app_id: account.appId,
        version: '1.1',
        biz_content: JSON.stringify(content),
        charset: 'UTF-8',
      };
      const sign = createSign('RSA-SHA256').update(sortedText(said), 'utf8').sign(account.platformPrivatePem, 'base64');
      const body = new URLSearchParams({ ...said, sign_type: 'RSA2', sign }).toString();
      return { url, headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }, body };
    },

    control(request) {
      if (request.path !== '/consent') return undefined;
      const { userId, templateId, count } = consentRequest.parse(JSON.parse(request.body));
      consents.set(userId, templateId, count);
      return json(200, {});
    },
  };
}

/** Parameters come partly in the query, partly in the body; a name in both is refused. */
function parametersOf(request: PlainRequest): Readonly<Record<string, string>> | undefined {
  const [path, query = ''] = request.path.split('?', 2);
  const body = utf8Text(request.bytes);
  return path === '/gateway.do' && body !== undefined ? readParameters([query, body].filter(Boolean).join('&')) : undefined;
}

function sortedText(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('&');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  const options = readStandInOptions();
  const account = demoAlipayAccount(options.keys, '');
  await runProvider('alipay', options, (tools) => alipayProvider(account, tools));
}
