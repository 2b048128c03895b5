import type { Appointment } from './courier-port.ts';
import type { AddressRef, Delivery, DeliveryEffect, DeliveryEvent, StaffTask } from './delivery-state.ts';
import { planDelivery } from './delivery-state.ts';

/**
 * How the two certificates change hands. collectFirst: the new one leaves when the old one is scanned in · collectOnDelivery: the courier
 * exchanges them at the door, two waybills in one visit · dropOff: the old one is given up at a site, the new one is handed out there
 * against card and face; also for doors that no courier serves.
 */
export type ErrandWay = 'collectFirst' | 'collectOnDelivery' | 'dropOff';
export type Leg = 'pickup' | 'deliver';

/** The hall of the bureau that decides, as a site: where a person who was called comes to. */
export const hall = '政务服务大厅';

/** atDesk: the courier brought it, nobody has scanned it yet · voided: the authority declared it void · goingBack: the case was withdrawn. */
export type OldState = 'withCitizen' | 'onTheWay' | 'atDesk' | 'deposited' | 'scannedIn' | 'lost' | 'voided' | 'goingBack';
/** released: left the authority's desk · atSite: waits at the terminal's site · backAtDesk: came back, or could not leave. */
export type NewState = 'notMade' | 'made' | 'released' | 'atSite' | 'backAtDesk' | 'withCitizen';

/** 双向速递 of one case: the old certificate in, the new one out. Plain JSON. */
export interface Errand {
  readonly caseNumber: string;
  readonly way: ErrandWay;
  readonly state: 'planned' | 'open' | 'withdrawing' | 'done' | 'withdrawn';
  readonly old: OldState;
  readonly fresh: NewState;
  /** Which copy of the new certificate, from 1; a lost one is made again. */
  readonly copy: number;
  /** Which pick-up, from 1: an exchange at the door that fails needs another. */
  readonly pickups: number;
  readonly pickup: Delivery;
  readonly deliver: Delivery;
  /** Where both change hands, when not at the door: a terminal's name, or {@link hall}. */
  readonly site?: string;
}

/** What the courier and staff have to say about one leg; `start` only hands a stuck order over again. The rest is the errand's. */
export type LegEvent = Exclude<DeliveryEvent, { readonly type: 'stop' | 'appointed' | 'addressChanged' }>;

export type ErrandEvent =
  /** The case was approved: what can begin, begins. */
  | { readonly type: 'begin' }
  | { readonly type: 'leg'; readonly leg: Leg; readonly event: LegEvent }
  | { readonly type: 'newMade' }
  | { readonly type: 'oldScanned' }
  /** Decision of the authority about an old certificate that is lost. */
  | { readonly type: 'oldVoided' }
  | { readonly type: 'siteChosen'; readonly site: string }
  | { readonly type: 'oldDeposited'; readonly site: string }
  | { readonly type: 'arrivedAtSite'; readonly site: string }
  /** Card and face of the person who takes it were checked, at the site. */
  | { readonly type: 'handedOver'; readonly site: string; readonly card: boolean; readonly face: boolean }
  | { readonly type: 'appointed'; readonly appointment: Appointment }
  | { readonly type: 'addressChanged'; readonly address: AddressRef }
  | { readonly type: 'withdraw' }
  /** A while after an exchange at the door. */
  | { readonly type: 'exchangeCheckDue' };

export type ErrandTiding =
  | 'begun'
  | 'oldArrived'
  | 'oldScanned'
  | 'oldLost'
  | 'oldVoided'
  | 'newLeaves'
  | 'newLost'
  | 'bringToSite'
  | 'siteToBeAgreed'
  | 'readyAtSite'
  | 'handOverRefused'
  | 'done'
  | 'tooLateToWithdraw'
  | 'withdrawn';

/**
 * leg: of one of the two deliveries · release: the new certificate may leave the authority, now · exchange: the two orders of
 * one visit belong together · reissue: make the new certificate again · remind: send `exchangeCheckDue` after `afterMs`.
 */
export type ErrandEffect =
  | { readonly kind: 'leg'; readonly leg: Leg; readonly effect: DeliveryEffect }
  | { readonly kind: 'release'; readonly copy: number; readonly via: 'courier' }
  | { readonly kind: 'release'; readonly copy: number; readonly via: 'site'; readonly site: string }
  | { readonly kind: 'exchange'; readonly pickup: string; readonly deliver: string }
  | { readonly kind: 'reissue'; readonly copy: number }
  | { readonly kind: 'remind'; readonly afterMs: number }
  | { readonly kind: 'staffTask'; readonly task: StaffTask }
  | { readonly kind: 'tell'; readonly tiding: ErrandTiding };

export interface ErrandStep {
  readonly errand: Errand;
  readonly effects: readonly ErrandEffect[];
}

export interface ErrandPlan {
  /** `QD2026112302170001`. */
  readonly caseNumber: string;
  /** By the item; `dropOff` when the citizen wants it so. */
  readonly way: ErrandWay;
  readonly address: AddressRef;
  readonly appointment?: Appointment;
  readonly site?: string;
}

export function planErrand({ caseNumber, way, address, appointment, site }: ErrandPlan): Errand {
  return {
    caseNumber,
    way,
    state: 'planned',
    old: 'withCitizen',
    fresh: 'notMade',
    copy: 1,
    pickups: 1,
    pickup: planDelivery(`${caseNumber}-old1`, 'pickup', address, appointment),
    deliver: planDelivery(`${caseNumber}-new1`, 'deliver', address, appointment),
    ...(site !== undefined && { site }),
  };
}
