import type { SendRefusal } from '../channel-port.ts';
import { untilLocalMidnightMs } from '../provider-call.ts';

/**
 * What Alibaba Cloud SMS means by its codes ("API error codes", Dysmsapi 2017-05-25). A code that is not known here is a
 * rejection with that code: staff look at it, nobody guesses.
 */
export function refusalOfAliyun(raw: string, message: string, nowMs: number): SendRefusal {
  if (raw === 'isv.BUSINESS_LIMIT_CONTROL')
    return { code: 'rate-limited', of: 'person', afterMs: limitSpan(message, nowMs), raw };
  if (raw === 'isv.DAY_LIMIT_CONTROL') return { code: 'rate-limited', of: 'provider', afterMs: untilLocalMidnightMs(nowMs), raw };
  if (raw.startsWith('Throttling')) return { code: 'rate-limited', of: 'provider', afterMs: 1_000, raw };
  if (notReachable.has(raw)) return { code: 'not-reachable', raw };
  if (raw.includes('BLACKLIST')) return { code: 'opted-out', raw };
  if (account.has(raw)) return { code: 'rejected', what: 'account', raw };
  if (/TEMPLATE_ILLEGAL|SIGNATURE|SIGN_/.test(raw)) return { code: 'rejected', what: 'template', raw };
  return { code: 'rejected', what: 'content', raw };
}

const notReachable = new Set(['isv.MOBILE_NUMBER_ILLEGAL', 'isv.MOBILE_COUNT_OVER_LIMIT']);
const account = new Set([
  'isv.AMOUNT_NOT_ENOUGH',
  'isv.OUT_OF_SERVICE',
  'isv.ACCOUNT_ABNORMAL',
  'isv.PRODUCT_UN_SUBSCRIPT',
  'isv.MONTH_LIMIT_CONTROL',
  'isp.RAM_PERMISSION_DENY',
  'Forbidden.RAM',
  'InvalidAccessKeyId.NotFound',
  'InvalidAccessKeyId.Inactive',
  'SignatureDoesNotMatch',
]);

/** The message says which of the limits per number was hit: 分钟级, 小时级 or 天级. */
function limitSpan(message: string, nowMs: number): number {
  if (message.includes('天级')) return untilLocalMidnightMs(nowMs);
  return message.includes('小时级') ? 3_600_000 : 60_000;
}
