import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { CallbackRefusal, CallbackRequest, CourierFailure, RouteReport, Waybill } from './courier-port.ts';
import { byTime } from './route-order.ts';
import { reportOfRoute } from './sf-routes.ts';
import { isNear, isSame, sfDigest } from './sf-signature.ts';
import { routePush } from './sf-wire.ts';

/**
 * 路由推送. The body is documented, `{"Body":{"WaybillRoute":[…]}}`; how a push proves itself is not: public users report pushes
 * without any signature. So the address that we give SF ends in a secret, and one of two rules holds, by configuration:
 *
 * digest: the query carries `timestamp` and `msgDigest`, made as for a request (`sfDigest` over the body). The stand-in signs so.
 * ask-back: a push is only a hint. What is believed is the answer of a signed route query about the waybills that it names.
 */
export type CallbackTrust = 'digest' | 'ask-back';

export const pushContentType = 'application/json;charset=UTF-8';

export interface CallbackParts {
  /** Path of our callback address, the secret in it. */
  readonly callbackPath: string;
  readonly checkWord: string;
  readonly trust: CallbackTrust;
  routes(waybill: Waybill): Promise<Result<readonly RouteReport[], CourierFailure>>;
}

/** Path and query of a signed push. */
export function signedPushPath(callbackPath: string, body: string, checkWord: string, timestampMs: number): string {
  const timestamp = String(timestampMs);
  const query = new URLSearchParams({ timestamp, msgDigest: sfDigest(body, timestamp, checkWord) });
  return `${callbackPath}?${query.toString()}`;
}

export async function readRoutePush(
  parts: CallbackParts,
  request: CallbackRequest,
  nowMs: number,
): Promise<Result<readonly RouteReport[], CallbackRefusal>> {
  const trusted = parts.trust === 'digest' ? checkDigest(parts, request, nowMs) : checkAddress(parts, request);
  if (!trusted.ok) return trusted;
  const push = routePush.safeParse(parsed(request.body));
  if (!push.success) return err('malformed');
  const entries = push.data.Body.WaybillRoute;
  if (parts.trust === 'ask-back') return askBack(parts, [...new Set(entries.map(({ mailno }) => mailno))]);
  const reports = entries.map((entry) => reportOfRoute(entry.mailno, entry, entry.orderid));
  return reports.every((report) => report !== undefined) ? ok(reports.toSorted(byTime)) : err('malformed');
}

function checkAddress({ callbackPath }: CallbackParts, { method, path }: CallbackRequest): Result<void, CallbackRefusal> {
  return method === 'POST' && isSame(path, callbackPath) ? ok() : err('forged');
}

function checkDigest(parts: CallbackParts, request: CallbackRequest, nowMs: number): Result<void, CallbackRefusal> {
  const cut = request.path.indexOf('?');
  const query = request.path.slice(cut + 1);
  const params = new URLSearchParams(query);
  const timestamp = params.get('timestamp') ?? '';
  const genuine =
    cut > 0 &&
    request.method === 'POST' &&
    isSame(request.path.slice(0, cut), parts.callbackPath) &&
    request.headers['content-type'] === pushContentType &&
    params.toString() === query &&
    [...params.keys()].join() === 'timestamp,msgDigest' &&
    isSame(params.get('msgDigest') ?? '', sfDigest(request.body, timestamp, parts.checkWord));
  if (!genuine) return err('forged');
  return isNear(timestamp, nowMs) ? ok() : err('stale');
}

async function askBack(
  parts: CallbackParts,
  waybills: readonly string[],
): Promise<Result<readonly RouteReport[], CallbackRefusal>> {
  const reports: RouteReport[] = [];
  for (const waybill of waybills) {
    const routes = await parts.routes(waybill as Waybill);
    if (!routes.ok) return err('outage');
    reports.push(...routes.value);
  }
  return ok(reports.toSorted(byTime));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
