import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type {
  CourierFailure,
  CourierKey,
  CourierOrder,
  CourierPort,
  CourierRefusal,
  GovernmentAccount,
  PlacedOrder,
  RouteReport,
  SearchedOrder,
  Waybill,
} from './courier-port.ts';
import type { CallbackTrust } from './sf-callbacks.ts';
import { readRoutePush } from './sf-callbacks.ts';
import type { SfClientParts, SfFailure } from './sf-client.ts';
import { openSfClient } from './sf-client.ts';
import { byTime } from './route-order.ts';
import { reportOfRoute } from './sf-routes.ts';
import {
  cancelMessageOf,
  createMessageOf,
  errorCodes,
  filterStates,
  orderReply,
  pictureTypes,
  routesMessageOf,
  routesReply,
  searchMessageOf,
  services,
} from './sf-wire.ts';

export interface SfCourierParts extends SfClientParts {
  /** Who pays all freight. */
  readonly account: GovernmentAccount;
  /** Path of our callback address, a secret in it: whoever knows it may knock. */
  readonly callbackPath: string;
  readonly trust: CallbackTrust;
}

/**
 * Adapter to SF Express's open platform (丰桥, documented API of the "速运类" services). Tried against the stand-in only, which
 * verifies the same digests; the real service has not been called, and its digest rule awaits an official vector
 * (`sf-signature.ts`).
 */
export function sfCourier(parts: SfCourierParts): CourierPort {
  const call = openSfClient(parts);
  const { clock, credentials, callbackPath, trust } = parts;

  async function search(key: CourierKey): Promise<Result<SearchedOrder, CourierFailure>> {
    const reply = await call(services.search, searchMessageOf(key));
    if (!reply.ok) {
      const { error } = reply;
      if (error.is === 'business' && isOneOf(error.code, errorCodes.orderUnknown)) return ok({ is: 'not-found' });
      if (error.is === 'business' && error.code === errorCodes.alreadyCancelled) return ok({ is: 'cancelled' });
      return err(failureOf(error));
    }
    return readOrder(reply.value, key);
  }

  async function order(asked: CourierOrder): Promise<Result<PlacedOrder & { existing: boolean }, CourierRefusal>> {
    if (asked.account !== parts.account) return err({ code: 'account_refused' });
    const reply = await call(services.create, createMessageOf(asked));
    if (reply.ok) return placed(readOrder(reply.value, asked.key), false);
    const { error } = reply;
    if (error.is === 'business' && error.code === errorCodes.duplicateOrder) return placed(await search(asked.key), true);
    if (error.is !== 'no-answer' && error.is !== 'unreadable') return err(refusalOf(error));
    // Nobody knows whether it was taken: a second order would bring a second courier.
    const found = await search(asked.key);
    if (!found.ok) return err({ code: 'outcome_unknown' });
    return found.value.is === 'not-found' ? err({ code: 'outage' }) : placed(found, true);
  }

  async function routes(waybill: Waybill): Promise<Result<readonly RouteReport[], CourierFailure>> {
    const reply = await call(services.routes, routesMessageOf(waybill));
    if (!reply.ok) return err(failureOf(reply.error));
    const read = routesReply.safeParse(reply.value);
    if (!read.success) return err({ code: 'not_trusted' });
    const entries = read.data.routeResps.find(({ mailNo }) => mailNo === waybill)?.routes ?? [];
    const reports = entries.map((entry) => reportOfRoute(waybill, entry));
    return reports.every((report) => report !== undefined) ? ok(reports.toSorted(byTime)) : err({ code: 'not_trusted' });
  }

  return {
    order,
    search,
    routes,
    async cancel(key) {
      const reply = await call(services.update, cancelMessageOf(key));
      if (reply.ok) return ok('cancelled');
      const { error } = reply;
      if (error.is === 'business' && error.code === errorCodes.alreadyCancelled) return ok('cancelled');
      if (error.is === 'business' && isOneOf(error.code, errorCodes.orderUnknown)) return ok('not-found');
      if (error.is === 'business' && isOneOf(error.code, errorCodes.underWay)) return err({ code: 'too_late' });
      return err(failureOf(error));
    },
    async proof(waybill) {
      const asked = { clientCode: credentials.partnerId, customerAcctCode: parts.account, waybillNo: waybill };
      for (const imgType of [pictureTypes.signature, pictureTypes.proof]) {
        const reply = await call(services.picture, { ...asked, imgType });
        if (!reply.ok) return err(failureOf(reply.error));
      }
      return ok();
    },
    readCallback: (request) =>
      readRoutePush({ callbackPath, checkWord: credentials.checkWord, trust, routes }, request, clock.now()),
    callbackReply: (taken) => ({
      contentType: 'application/json;charset=UTF-8',
      body: JSON.stringify(taken ? { return_code: '0000', return_msg: '成功' } : { return_code: '1000', return_msg: '系统异常' }),
    }),
  };
}

/** @param key what the answer must be about. */
function readOrder(value: unknown, key: CourierKey): Result<SearchedOrder, CourierFailure> {
  const read = orderReply.safeParse(value);
  if (!read.success || read.data.orderId !== key) return err({ code: 'not_trusted' });
  const state = filterStates[read.data.filterResult as keyof typeof filterStates] as
    (typeof filterStates)[keyof typeof filterStates] | undefined;
  const waybill = read.data.waybillNoInfoList?.find(({ waybillType }) => waybillType === '1')?.waybillNo ?? '';
  if (state === undefined || (waybill === '' && state !== 'refused')) return err({ code: 'not_trusted' });
  return ok({ is: 'found', waybill: waybill as Waybill, state });
}

function placed(
  found: Result<SearchedOrder, CourierFailure>,
  existing: boolean,
): Result<PlacedOrder & { existing: boolean }, CourierRefusal> {
  if (!found.ok) return existing ? err({ code: 'outcome_unknown' }) : found;
  const order = found.value;
  // A cancelled key is burnt: the courier neither carries it nor lets it be ordered again.
  if (order.is !== 'found') return err({ code: 'refused', courierCode: errorCodes.alreadyCancelled });
  if (order.state === 'refused') return err({ code: 'out_of_range' });
  return ok({ waybill: order.waybill, state: order.state, existing });
}

function refusalOf(error: SfFailure): CourierRefusal {
  if (error.is !== 'business') return failureOf(error);
  if (isOneOf(error.code, errorCodes.addressNotUnderstood)) return { code: 'address_not_understood' };
  if (isOneOf(error.code, errorCodes.appointmentRefused)) return { code: 'appointment_refused' };
  return isOneOf(error.code, errorCodes.accountRefused) ? { code: 'account_refused' } : failureOf(error);
}

function failureOf(error: SfFailure): CourierFailure {
  switch (error.is) {
    case 'no-answer':
    case 'unavailable':
      return { code: 'outage' };
    case 'limited':
      return { code: 'rate_limited' };
    case 'gateway':
    case 'unreadable':
      return { code: 'not_trusted' };
    case 'business':
      return error.code === errorCodes.peakControl ? { code: 'rate_limited' } : { code: 'refused', courierCode: error.code };
  }
}

function isOneOf(code: string, codes: readonly string[]): boolean {
  return codes.includes(code);
}
