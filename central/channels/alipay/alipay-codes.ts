import type { SendRefusal } from '../channel-port.ts';

/**
 * The gateway's codes ("公共错误码") and, for `40004`, those of the message interface. The latter's list was not to be had: the names are
 * those of the stand-in; a name that is not known here is a rejection, looked at by staff.
 */
export function refusalOfAlipay(code: string, subCode: string): SendRefusal {
  const raw = `${code}/${subCode}`;
  switch (code) {
    case '20000': // service not available: it may have been done
      return { code: 'provider-down', taken: 'unknown', raw };
    case '40005': // calls limited
      return { code: 'rate-limited', of: 'provider', afterMs: 60_000, raw };
    case '40001': // parameter missing
      return { code: 'rejected', what: 'content', raw };
    case '40004':
      return businessRefusal(subCode, raw);
    default: // 20001 authorisation, 40002 invalid (signature, application), 40006 permission
      return { code: 'rejected', what: 'account', raw };
  }
}

function businessRefusal(subCode: string, raw: string): SendRefusal {
  switch (subCode) {
    case 'USER_NOT_SUBSCRIBED':
      return { code: 'quota', raw };
    case 'USER_REFUSED':
      return { code: 'opted-out', raw };
    case 'USER_NOT_EXIST':
      return { code: 'not-reachable', raw };
    case 'USER_TEMPLATE_ILLEGAL':
      return { code: 'rejected', what: 'template', raw };
    case 'SYSTEM_ERROR':
      return { code: 'provider-down', taken: 'unknown', raw };
    default:
      return { code: 'rejected', what: 'content', raw };
  }
}
