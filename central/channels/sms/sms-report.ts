import { z } from 'zod';
import type { Clock, Instant } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { CallbackRequest, ChannelPort, DeliveryReport } from '../channel-port.ts';
import { isSameText, utf8Text } from '../strict-values.ts';
import type { AliyunClient, AliyunDetail } from './aliyun-client.ts';

const largestBatch = 100;

/** SmsReport of the provider's HTTP batch push ("SmsReport", parameters). `sms_size` and `err_msg` are not believed and not read. */
const pushedReports = z
  .array(
    z.strictObject({
      phone_number: z.string().regex(/^\d{5,20}$/),
      send_time: localTime(),
      report_time: localTime(),
      success: z.boolean(),
      err_code: z.string().max(64),
      err_msg: z.string().max(200).optional(),
      sms_size: z.string().max(4).optional(),
      biz_id: z.string().min(1).max(64),
      out_id: z.string().min(1).max(64),
    }),
  )
  .min(1)
  .max(largestBatch);
type PushedReport = z.infer<typeof pushedReports>[number];

interface ReportParts {
  readonly client: AliyunClient;
  readonly clock: Clock;
  readonly token: string | undefined;
}

/**
 * The push is not signed. So it is a hint, from somebody who knows the path: what became of the message is asked for, by the
 * number and the send that the hint names, and only what the provider itself says is passed on. A hint that says otherwise is forged.
 */
export async function readSmsReport(parts: ReportParts, request: CallbackRequest): ReturnType<ChannelPort['readCallback']> {
  const token = request.path.slice(request.path.lastIndexOf('/') + 1);
  if (parts.token === undefined || request.query !== '' || request.method !== 'POST' || !isSameText(token, parts.token))
    return err('forged');
  const pushed = pushedReports.safeParse(parsed(request.body));
  if (!pushed.success) return err('forged');
  const news: DeliveryReport[] = [];
  for (const hint of pushed.data) {
    const found = await confirmed(parts.client, hint);
    if (found === 'later') return err('later');
    if (!found) return err('forged');
    news.push(reportOf(hint, found, parts.clock));
  }
  return ok({ news, reply: { contentType: 'application/json', body: '{"code":0,"msg":"成功"}' } });
}

async function confirmed(client: AliyunClient, hint: PushedReport): Promise<AliyunDetail | undefined | 'later'> {
  try {
    const day = hint.send_time.slice(0, 10).replaceAll('-', '');
    const { code, details } = await client.details(hint.phone_number, day, hint.biz_id);
    if (code !== 'OK') return 'later';
    const found = details.find(({ outId }) => outId === hint.out_id);
    if (found?.sendStatus === 1) return 'later'; // the push was faster than the list
    return found && isSaidBy(found, hint) ? found : undefined;
  } catch {
    return 'later';
  }
}

function isSaidBy(found: AliyunDetail, hint: PushedReport): boolean {
  return (
    found.sendStatus === (hint.success ? 3 : 2) &&
    found.errCode === hint.err_code &&
    found.receiveDate === hint.report_time &&
    found.sendDate === hint.send_time
  );
}

function reportOf(hint: PushedReport, found: AliyunDetail, clock: Clock): DeliveryReport {
  return {
    is: 'report',
    key: hint.out_id,
    providerId: hint.biz_id,
    address: hint.phone_number,
    templateId: undefined,
    state: found.sendStatus === 3 ? 'delivered' : 'failed',
    at: instantOfLocal(hint.report_time) ?? instantOf(clock.now()),
    raw: hint.err_code,
  };
}

/** `2026-11-25 14:26:00` in China. */
function localTime() {
  return z.string().refine((text) => instantOfLocal(text) !== undefined);
}

function instantOfLocal(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(at) ? undefined : instantOf(at);
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Text(body) ?? '');
  } catch {
    return undefined;
  }
}
