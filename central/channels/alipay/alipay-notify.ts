import type { AlipaySdk } from 'alipay-sdk';
import { z } from 'zod';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { CallbackRead, CallbackRefusal, CallbackRequest } from '../channel-port.ts';
import { base64Bytes, readParameters, utf8Text } from '../strict-values.ts';

/** The platform repeats a notification for 25 hours, each with the time of the first. */
const toleranceMs = 26 * 3_600_000;

/** 开放平台消息服务, HTTP: common parameters. `sign_type` is not under every signature: it can only be the one we use. */
const notification = z.strictObject({
  notify_id: z.string().min(1).max(128),
  utc_timestamp: z.string().regex(/^\d{13}$/),
  msg_method: z.string(),
  app_id: z.string(),
  version: z.string(),
  biz_content: z.string(),
  charset: z.literal('UTF-8'),
  sign_type: z.literal('RSA2'),
  sign: z.string(),
});

const reported = z.object({
  message_id: z.string().min(1),
  to_user_id: z.string().min(1),
  user_template_id: z.string().min(1),
  status: z.enum(['SUCCESS', 'FAIL']),
  error_code: z.string().optional(),
});

export interface NotifySettings {
  readonly appId: string;
  /** `msg_method` of the report of a template message, as subscribed to in the platform's console. */
  readonly reportMethod: string;
}

/** Reads a notification: signed with RSA2 over its sorted parameters, by the SDK's own check. */
export function readAlipayNotify(
  sdk: AlipaySdk,
  settings: NotifySettings,
  clock: Clock,
  request: CallbackRequest,
): Result<CallbackRead, CallbackRefusal> {
  const { data: said } = notification.safeParse(readParameters(utf8Text(request.body) ?? '='));
  if (!said || request.method !== 'POST' || request.query !== '') return err('forged');
  if (said.app_id !== settings.appId || base64Bytes(said.sign, 'base64') === undefined) return err('forged');
  if (!sdk.checkNotifySignV2({ ...said })) return err('forged');
  if (Math.abs(clock.now() - Number(said.utc_timestamp)) > toleranceMs) return err('forged');
  const report = said.msg_method === settings.reportMethod ? reportIn(said.biz_content) : undefined;
  if (!report) return err('unknown');
  const at = instantOf(Number(said.utc_timestamp));
  return ok({
    news: [
      {
        is: 'report',
        key: undefined,
        providerId: report.message_id,
        address: report.to_user_id,
        templateId: report.user_template_id,
        state: report.status === 'SUCCESS' ? 'delivered' : 'failed',
        at,
        raw: report.error_code ?? report.status,
      },
    ],
    reply: { contentType: 'text/plain', body: 'success' },
  });
}

function reportIn(text: string): z.infer<typeof reported> | undefined {
  try {
    return reported.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
