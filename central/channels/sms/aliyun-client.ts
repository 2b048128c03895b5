import { createRequire } from 'node:module';
import type dysmsapi from '@alicloud/dysmsapi20170525';
import type openapi from '@alicloud/openapi-client';
import { callDelays } from '../provider-call.ts';

// The SDK is CommonJS with a `default` of its own: Node and bundlers disagree where an import finds it, `require` does not.
const load = createRequire(import.meta.url);
const { default: DysmsClient, SendSmsRequest, QuerySendDetailsRequest } = load('@alicloud/dysmsapi20170525') as typeof dysmsapi;
const { Config } = load('@alicloud/openapi-client') as typeof openapi;

/** A message of the provider's list, as far as we read it. */
export interface AliyunDetail {
  readonly outId: string | undefined;
  /** 1 waiting for the report, 2 failed, 3 delivered. */
  readonly sendStatus: number | undefined;
  readonly errCode: string | undefined;
  /** `2026-11-25 14:26:00`, local, as is `receiveDate`. */
  readonly sendDate: string | undefined;
  readonly receiveDate: string | undefined;
}

export interface AliyunAnswer {
  readonly code: string;
  readonly message: string;
}

/** The two calls of Dysmsapi 2017-05-25 that we need, through the provider's own SDK. They throw where no answer came. */
export interface AliyunClient {
  send(asked: AliyunSms): Promise<AliyunAnswer & { readonly bizId: string | undefined }>;
  /** @param day `20261125`. */
  details(phone: string, day: string, bizId?: string): Promise<AliyunAnswer & { readonly details: readonly AliyunDetail[] }>;
}

interface AliyunSms {
  readonly phone: string;
  readonly signature: string;
  readonly templateCode: string;
  readonly params: Readonly<Record<string, string>>;
  readonly outId: string;
}

export interface AliyunAccount {
  /** `https://dysmsapi.aliyuncs.com`, or a stand-in on loopback. */
  readonly baseUrl: string;
  readonly keyId: string;
  readonly secret: string;
}

/** The SDK signs (ACS3-HMAC-SHA256) and, as it is set up here, tries once: who calls decides about a second time. */
export function openAliyunClient({ baseUrl, keyId, secret }: AliyunAccount): AliyunClient {
  const url = new URL(baseUrl);
  const client = new DysmsClient(
    new Config({
      accessKeyId: keyId,
      accessKeySecret: secret,
      endpoint: url.host,
      protocol: url.protocol === 'http:' ? 'HTTP' : 'HTTPS',
      connectTimeout: callDelays.answerMs, // in truth the SDK's limit for silence on the line, before and after it is connected
      readTimeout: callDelays.answerMs,
    }),
  );
  return {
    async send({ phone, signature, templateCode, params, outId }) {
      const { body } = await client.sendSms(
        new SendSmsRequest({
          phoneNumbers: phone,
          signName: signature,
          templateCode,
          templateParam: JSON.stringify(params),
          outId,
        }),
      );
      return { code: body?.code ?? '', message: body?.message ?? '', bizId: body?.bizId };
    },

    async details(phone, day, bizId) {
      const asked = { phoneNumber: phone, sendDate: day, pageSize: 50, currentPage: 1, ...(bizId !== undefined && { bizId }) };
      const { body } = await client.querySendDetails(new QuerySendDetailsRequest(asked));
      const list = body?.smsSendDetailDTOs?.smsSendDetailDTO ?? [];
      return {
        code: body?.code ?? '',
        message: body?.message ?? '',
        details: list.map(({ outId, sendStatus, errCode, sendDate, receiveDate }) => ({
          outId,
          sendStatus,
          errCode,
          sendDate,
          receiveDate,
        })),
      };
    },
  };
}
