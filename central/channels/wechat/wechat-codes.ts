import type { SendRefusal } from '../channel-port.ts';
import { untilLocalMidnightMs } from '../provider-call.ts';

/** The token is not, or no longer, valid: the message was not looked at. */
export const tokenErrcodes: ReadonlySet<number> = new Set([40001, 40014, 42001]);

/**
 * What the platform means by `errcode` ("全局返回码", "发送订阅消息" errors).
 * 43101: the person refused, or the one message that the person allowed is used up; the platform does not say which.
 */
export function refusalOfWechat(errcode: number, nowMs: number): SendRefusal {
  const raw = String(errcode);
  switch (errcode) {
    case -1: // busy, try again
      return { code: 'provider-down', taken: 'no', raw };
    case 43101:
      return { code: 'quota', raw };
    case 40003: // openid wrong or of another application
      return { code: 'not-reachable', raw };
    case 45009: // calls of this day are used up
      return { code: 'rate-limited', of: 'provider', afterMs: untilLocalMidnightMs(nowMs), raw };
    case 45011: // calls of this minute
      return { code: 'rate-limited', of: 'provider', afterMs: 60_000, raw };
    case 40037: // template id
    case 41030: // page
      return { code: 'rejected', what: 'template', raw };
    case 47003: // a field is missing or too long
      return { code: 'rejected', what: 'content', raw };
    default:
      return { code: 'rejected', what: 'account', raw }; // 48001 no permission, 40164 address not allowed, 40125 secret, ...
  }
}
