import type { Instant } from '#contracts/basics/clock.ts';
import type { Brand } from '#contracts/basics/ids.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { CourierContact } from './address.ts';

/** Ours, one per order, at most 64 characters, never used again, not even after a cancellation. */
export type CourierKey = Brand<string, 'CourierKey'>;
/** The courier's number of a parcel. */
export type Waybill = Brand<string, 'Waybill'>;
/** 月结卡号: the government's monthly account, 10 digits. Only `governmentAccount` makes one. */
export type GovernmentAccount = Brand<string, 'GovernmentAccount'>;

/** @returns `not_an_account` when the text is no monthly card number. */
export function governmentAccount(card: string): Result<GovernmentAccount, 'not_an_account'> {
  return /^\d{10}$/.test(card) ? ok(card as GovernmentAccount) : err('not_an_account');
}

export interface Appointment {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * One parcel. There is no field for who pays: freight is always the account's, so that nobody can write an order that makes a
 * citizen pay.
 */
export interface CourierOrder {
  readonly key: CourierKey;
  /** pickup: from the citizen to the authority · deliver: from the authority to the citizen. */
  readonly direction: 'pickup' | 'deliver';
  readonly sender: CourierContact;
  readonly receiver: CourierContact;
  /** `name` without personal data: 行政许可证件. */
  readonly cargo: { readonly name: string; readonly count: number };
  /** Absent = the courier's next round. */
  readonly appointment?: Appointment;
  readonly account: GovernmentAccount;
}

/** accepted: will be carried · manual: a person at the courier's looks at the address first; `search` tells later. */
export interface PlacedOrder {
  readonly waybill: Waybill;
  readonly state: 'accepted' | 'manual';
}

/**
 * outage: not reached, or it says that it cannot work now; nothing was ordered, may be tried again with the same key.
 * outcome_unknown: the answer was lost and so was the answer to the search; ask `search` before anything else.
 * rate_limited: as outage · not_trusted: our credentials were refused, or the answer was not readable · refused: any other
 * reason, with the courier's own code for staff.
 */
export type CourierFailure =
  | { readonly code: 'outage' }
  | { readonly code: 'outcome_unknown' }
  | { readonly code: 'rate_limited' }
  | { readonly code: 'not_trusted' }
  | { readonly code: 'refused'; readonly courierCode: string };

/**
 * out_of_range: the courier does not serve one of the two addresses · address_not_understood: it needs to be written better ·
 * appointment_refused: nobody comes at that time · account_refused: the monthly account may not be used.
 */
export type CourierRefusal =
  | CourierFailure
  | { readonly code: 'out_of_range' }
  | { readonly code: 'address_not_understood' }
  | { readonly code: 'appointment_refused' }
  | { readonly code: 'account_refused' };

export type SearchedOrder =
  | { readonly is: 'found'; readonly waybill: Waybill; readonly state: 'accepted' | 'manual' | 'refused' }
  | { readonly is: 'cancelled' }
  | { readonly is: 'not-found' };

/**
 * What happened to a parcel. nobodyHome: a visit at the door failed, to collect or to deliver · atStation: waits for its receiver in
 * a locker or shop · addressProblem: the door was not found · returned: went back to its sender · noted: changes nothing.
 */
export type ParcelEvent =
  | 'pickedUp'
  | 'inTransit'
  | 'outForDelivery'
  | 'atStation'
  | 'nobodyHome'
  | 'addressProblem'
  | 'refused'
  | 'redirected'
  | 'returned'
  | 'delivered'
  | 'lost'
  | 'damaged'
  | 'noted';

/** Who took the parcel, as far as the courier says it; never a name. */
export type Signer = 'self' | 'other' | 'unknown';

/** One entry of a parcel's route, the same whether it was pushed or asked for. */
export interface RouteReport {
  /** 32 hex digits of what it says: a report that comes twice has one id. */
  readonly id: string;
  readonly waybill: Waybill;
  /** Our key, where the courier gives it back: a push may come before the answer to the order. */
  readonly key?: CourierKey;
  /** When it happened, by the courier's clock. */
  readonly at: Instant;
  readonly event: ParcelEvent;
  /** A town or a depot; couriers do not put doors here. */
  readonly place: string;
  readonly signer?: Signer;
}

/** A request that came to the centre's callback address; header names in lower case. */
export interface CallbackRequest {
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** forged: not the courier's · stale: theirs, of another time · malformed: theirs, not readable · outage: could not be confirmed. */
export type CallbackRefusal = 'forged' | 'stale' | 'malformed' | 'outage';

/** 政务快递: one courier company. All calls may be repeated. */
export interface CourierPort {
  /**
   * Orders once per key. A lost answer is cleared up by a search; a key that the courier knows gives the existing order
   * (`existing`), whatever else is in the request.
   */
  order(order: CourierOrder): Promise<Result<PlacedOrder & { readonly existing: boolean }, CourierRefusal>>;
  search(key: CourierKey): Promise<Result<SearchedOrder, CourierFailure>>;
  /** Oldest first; empty when nothing happened yet. */
  routes(waybill: Waybill): Promise<Result<readonly RouteReport[], CourierFailure>>;
  /** too_late: the parcel is on its way. */
  cancel(key: CourierKey): Promise<Result<'cancelled' | 'not-found', CourierFailure | { readonly code: 'too_late' }>>;
  /** Asks for the picture of the signature and the proof of delivery; they come later by a push of their own. */
  proof(waybill: Waybill): Promise<Result<void, CourierFailure>>;
  readCallback(request: CallbackRequest): Promise<Result<readonly RouteReport[], CallbackRefusal>>;
  /** What the courier wants to hear after a callback; anything but `taken` makes it come again. */
  callbackReply(taken: boolean): { readonly contentType: string; readonly body: string };
}
