import { createPrivateKey, createPublicKey } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { ChannelPort, MiniProgramContent, Sent, SendRefusal } from '../channel-port.ts';
import { callProvider, downAfter, downWithStatus } from '../provider-call.ts';
import { openAccessToken } from './access-token.ts';
import type { SymmetricKey } from './api-seal.ts';
import { isSealSigned, openBody, sealBody, sealHeaders, sealToleranceS, signSeal } from './api-seal.ts';
import { refusalOfWechat, tokenErrcodes } from './wechat-codes.ts';
import type { PushSettings } from './wechat-push.ts';
import { readWechatPush } from './wechat-push.ts';

export interface WechatAccount extends PushSettings {
  /** `https://api.weixin.qq.com`, or a stand-in on loopback. */
  readonly baseUrl: string;
  readonly secret: string;
  /** PEM; RSA key of ours, known to the platform, and the platform's certificate key. */
  readonly ownKeyPem: string;
  readonly platformKeyPem: string;
  readonly symmetricKey: SymmetricKey;
  /** 跳转小程序类型. */
  readonly programState: 'developer' | 'trial' | 'formal';
}

const sendPath = '/cgi-bin/message/subscribe/send';
const sendAnswer = z.object({ errcode: z.int(), msgid: z.coerce.string().optional() });

/**
 * 微信小程序订阅消息: `subscribeMessage.send`. One consent of the person is one message. The interface has neither an idempotency key nor a
 * query: after a lost answer only the push says what became of it, by openid and template. Tried against the stand-in only.
 */
export function wechatChannel(account: WechatAccount, clock: Clock, random: RandomBytes): ChannelPort<'wechat'> {
  const token = openAccessToken({ ...account, clock });
  const ownKey = createPrivateKey(account.ownKeyPem);
  const platformKey = createPublicKey(account.platformKeyPem);

  async function post(accessToken: string, content: object): Promise<Result<z.infer<typeof sendAnswer>, SendRefusal>> {
    const url = new URL(sendPath, account.baseUrl);
    const context = { urlPath: url.href, appId: account.appId, timestamp: Math.floor(clock.now() / 1000) };
    const body = sealBody(context, account.symmetricKey, content, random);
    url.searchParams.set('access_token', accessToken);
    const headers = {
      'content-type': 'application/json',
      [sealHeaders.appId]: account.appId,
      [sealHeaders.timestamp]: String(context.timestamp),
      [sealHeaders.signature]: signSeal(context, body, ownKey),
    };
    const answer = await callProvider(url, { method: 'POST', headers, body });
    if (answer.status !== 200) return err(downWithStatus(answer.status));
    const said = readAnswer(context.urlPath, answer.headers, answer.body);
    return said ? ok(said) : err({ code: 'provider-down', taken: 'unknown', raw: 'answer-not-genuine' });
  }

  /** Errors come in plain text; what says that a message was taken must be sealed and signed. */
  function readAnswer(urlPath: string, headers: Headers, body: string): z.infer<typeof sendAnswer> | undefined {
    const timestamp = Number(headers.get(sealHeaders.timestamp) ?? '0');
    const context = { urlPath, appId: account.appId, timestamp };
    const signature = headers.get(sealHeaders.signature);
    if (signature === null) return readRefusal(body);
    if (!isSealSigned(context, body, signature, platformKey)) return undefined;
    if (Math.abs(clock.now() / 1000 - timestamp) > sealToleranceS) return undefined;
    return sendAnswer.safeParse(openBody(context, account.symmetricKey, body)).data;
  }

  async function trySend(content: object): Promise<Result<Sent, SendRefusal> | 'token'> {
    const accessToken = await token.get();
    if (!accessToken.ok) return accessToken;
    try {
      const said = await post(accessToken.value, content);
      if (!said.ok) return said;
      const { errcode, msgid } = said.value;
      if (errcode === 0) return ok({ providerId: msgid });
      if (!tokenErrcodes.has(errcode)) return err(refusalOfWechat(errcode, clock.now()));
      token.drop(accessToken.value);
      return 'token';
    } catch (error) {
      return err(downAfter(error));
    }
  }

  return {
    channel: 'wechat',
    provider: 'wechat',
    query: () => Promise.resolve(err('not-offered')),
    readCallback: (request) => Promise.resolve(readWechatPush(account, clock, request)),
    async send({ address, content }) {
      const body = sendBody(address, content, account.programState);
      for (let tries = 0; tries < 2; tries += 1) {
        const sent = await trySend(body);
        if (sent !== 'token') return sent;
      }
      return err({ code: 'rejected', what: 'account', raw: 'token' });
    },
  };
}

function sendBody(openid: string, { templateId, page, fields }: MiniProgramContent, programState: string): object {
  const data = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]));
  return { touser: openid, template_id: templateId, page, data, miniprogram_state: programState, lang: 'zh_CN' };
}

function readRefusal(body: string): z.infer<typeof sendAnswer> | undefined {
  try {
    const { data } = sendAnswer.safeParse(JSON.parse(body));
    return data && data.errcode !== 0 ? data : undefined;
  } catch {
    return undefined;
  }
}
