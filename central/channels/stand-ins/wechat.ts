import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { PlainReply, PlainRequest } from '../../stand-ins/loopback.ts';
import { readStandInOptions } from '../../stand-ins/command-line.ts';
import { json } from '../../stand-ins/loopback.ts';
import { demoWechatAccount } from '../demo-credentials.ts';
import { isSameText, readParameters } from '../strict-values.ts';
import { isSealSigned, openBody, sealBody, sealHeaders, sealToleranceS, signSeal } from '../wechat/api-seal.ts';
import { openConsents } from './parts/consents.ts';
import type { Ending } from './parts/message-book.ts';
import { openTokens } from './parts/wechat-tokens.ts';
import { wechatPush } from './parts/wechat-pusher.ts';
import { fieldFault } from './parts/wechat-fields.ts';
import type { ProviderTools, ProviderWays } from './parts/provider.ts';
import { runProvider } from './parts/provider.ts';

/**
 * A stand-in for the WeChat mini-program platform: access tokens, sealed and signed calls, subscribe messages with one message per
 * consent, pushes in safe mode. As the real one, it knows no key of ours: the same message twice is two messages.
 * Control port besides: `POST /consent` `{openid, templateId, count}` (0 = the person refuses) · `POST /expire-token`.
 *
 *   node central/channels/stand-ins/wechat.ts --keys DIR [--port N] [--control-port N] [--callback-url URL]
 */
type Account = ReturnType<typeof demoWechatAccount>;

/** The platform's ids have 43 characters; the demo's templates are called by name. */
const isTemplate = /^([\w-]{43}|estation-[a-z-]{1,40})$/;

const sendPath = '/cgi-bin/message/subscribe/send';
const sendRequest = z.strictObject({
  touser: z.string(),
  template_id: z.string(),
  page: z.string(),
  data: z.record(z.string(), z.strictObject({ value: z.string() })),
  miniprogram_state: z.string(),
  lang: z.string(),
  _n: z.string(),
  _appid: z.string(),
  _timestamp: z.number(),
});
const consentRequest = z.strictObject({ openid: z.string(), templateId: z.string(), count: z.int().min(0) });

function wechatProvider(account: Account, { clock, book, line }: ProviderTools): ProviderWays {
  const [ownKey, centreKey] = [createPrivateKey(account.platformPrivatePem), createPublicKey(account.ownKeyPem)];
  const tokens = openTokens(clock);
  const consents = openConsents();
  const pushed = (message: object, openid: string) => wechatPush(account, clock, openid, message);

  const context = (request: PlainRequest, timestamp: number) => ({
    urlPath: `http://${String(request.headers['host'])}${request.path.split('?', 1)[0] ?? ''}`,
    appId: account.appId,
    timestamp,
  });

  function answer(request: PlainRequest, said: object): PlainReply {
    const at = context(request, Math.floor(clock.now() / 1000));
    const body = sealBody(at, account.symmetricKey, said, randomBytes);
    const headers = {
      'content-type': 'application/json',
      [sealHeaders.timestamp]: String(at.timestamp),
      [sealHeaders.signature]: signSeal(at, body, ownKey),
    };
    return { status: 200, headers, body };
  }

  function send(request: PlainRequest, ending: Ending): PlainReply {
    const timestamp = Number(request.headers[sealHeaders.timestamp]);
    const { data: asked } = sendRequest.safeParse(openBody(context(request, timestamp), account.symmetricKey, request.body));
    const refused = (errcode: number) => answer(request, { errcode, errmsg: 'refused' });
    if (!asked) return refused(47003);
    const { touser: openid, template_id: template, data } = asked;
    if (!/^o[\w-]{27}$/.test(openid)) return refused(40003);
    if (!isTemplate.test(template)) return refused(40037);
    if (fieldFault(data) !== undefined) return refused(47003);
    if (!consents.use(openid, template)) return refused(43101);
    const params = Object.fromEntries(Object.entries(data).map(([name, { value }]) => [name, value]));
    const kept = book.keep({ key: '', address: openid, template, params }, ending);
    return answer(request, { errcode: 0, errmsg: 'ok', msgid: kept.id });
  }

  return {
    refusalOf(request) {
      const [path = '', query = ''] = request.path.split('?', 2);
      if (path === '/cgi-bin/stable_token') return query === '' && request.method === 'POST' ? undefined : 'form';
      if (path !== sendPath || request.method !== 'POST') return 'path';
      const parameters = readParameters(query);
      if (!parameters || Object.keys(parameters).join() !== 'access_token') return 'query';
      if (!isSameText(String(request.headers[sealHeaders.appId]), account.appId)) return 'application';
      const text = String(request.headers[sealHeaders.timestamp]);
      if (!/^\d{10}$/.test(text) || Math.abs(clock.now() / 1000 - Number(text)) > sealToleranceS) return 'time';
      const signature = String(request.headers[sealHeaders.signature]);
      if (!isSealSigned(context(request, Number(text)), request.body, signature, centreKey)) return 'signature';
      return openBody(context(request, Number(text)), account.symmetricKey, request.body) === undefined ? 'seal' : undefined;
    },
    notBelieved: () => json(200, { errcode: 40234, errmsg: 'invalid signature' }),
    isSend: (request) => {
      const [path, query = ''] = request.path.split('?', 2);
      return path === sendPath && tokens.isValid(readParameters(query)?.['access_token'] ?? '');
    },
    onFault: (mode, fault, request) =>
      answer(request, { errcode: Number(fault.code ?? (mode === 'rate-limit' ? '45009' : '43101')), errmsg: 'refused' }),

    handle(request, ending) {
      const [path, query = ''] = request.path.split('?', 2);
      if (path !== sendPath) return tokens.answer(account, request.body);
      const isValid = tokens.isValid(readParameters(query)?.['access_token'] ?? '');
      return isValid ? send(request, ending) : json(200, { errcode: 40001, errmsg: 'invalid credential' });
    },

    reportOf: (message) =>
      pushed(
        {
          MsgType: 'event',
          Event: 'subscribe_msg_sent_event',
          List: {
            TemplateId: message.template,
            MsgID: message.id,
            ErrorCode: message.state === 'delivered' ? '0' : '1001',
            ErrorStatus: message.state === 'delivered' ? 'success' : 'failed: system failed',
          },
        },
        message.address,
      ),

    control(request) {
      if (request.path === '/expire-token') {
        tokens.expire();
        return json(200, {});
      }
      if (request.path !== '/consent') return undefined;
      const { openid, templateId, count } = consentRequest.parse(JSON.parse(request.body));
      consents.set(openid, templateId, count);
      const status = count > 0 ? 'accept' : 'reject';
      const event = {
        MsgType: 'event',
        Event: count > 0 ? 'subscribe_msg_popup_event' : 'subscribe_msg_change_event',
        List: [{ TemplateId: templateId, SubscribeStatusString: status, PopupScene: '0' }],
      };
      void line.push(pushed(event, openid));
      return json(200, { left: consents.left(openid, templateId) });
    },
  };
}

if (import.meta.main) {
  const options = readStandInOptions();
  const account = demoWechatAccount(options.keys, '');
  await runProvider('wechat', options, (tools) => wechatProvider(account, tools));
}
