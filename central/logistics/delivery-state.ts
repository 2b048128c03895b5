import type { Brand } from '#contracts/basics/ids.ts';
import type { Appointment, CourierKey, RouteReport, Waybill } from './courier-port.ts';

/** Names an address that is kept encrypted elsewhere; a delivery holds no personal data. */
export type AddressRef = Brand<string, 'AddressRef'>;

/**
 * planned: not asked for yet · ordering: the order is going out · unsure: its answer was lost · manual: a person at the courier's looks
 * at the address · booked: the courier will come · cancelling: the order is being taken back · timeRefused: nobody comes then ·
 * addressWrong: the door was not understood or not found · missed: nobody was home · stuck: staff must look at the order ·
 * pickedUp … atStation: under way · refused: turned away at the door, on its way back. The rest is final.
 */
export type DeliveryState =
  | 'planned'
  | 'ordering'
  | 'unsure'
  | 'manual'
  | 'booked'
  | 'cancelling'
  | 'timeRefused'
  | 'addressWrong'
  | 'missed'
  | 'stuck'
  | 'pickedUp'
  | 'inTransit'
  | 'outForDelivery'
  | 'atStation'
  | 'refused'
  | 'delivered'
  | 'returned'
  | 'lost'
  | 'damaged'
  | 'notServed'
  | 'gaveUp'
  | 'cancelled';

export const finalStates = [
  'delivered',
  'returned',
  'lost',
  'damaged',
  'notServed',
  'gaveUp',
  'cancelled',
] as const satisfies readonly DeliveryState[];

export function isFinal({ state }: Pick<Delivery, 'state'>): boolean {
  return (finalStates as readonly DeliveryState[]).includes(state);
}

/** 速递: one certificate on its way between a citizen and the authority. Plain JSON. */
export interface Delivery {
  /** `QD2026112302170001-old1`; at most 58 characters, so that a key fits the courier's 64. */
  readonly id: string;
  /** pickup: from the citizen · deliver: to the citizen. */
  readonly direction: 'pickup' | 'deliver';
  readonly state: DeliveryState;
  /** Number of the current order, from 1; 0 = none yet. */
  readonly attempt: number;
  readonly address: AddressRef;
  readonly appointment?: Appointment;
  /** Of the current order, once known. */
  readonly waybill?: Waybill;
  /** Visits at the citizen's door that failed under earlier orders. */
  readonly failedBefore: number;
  /** What the courier said about the current parcel, each report once. */
  readonly reports: readonly RouteReport[];
  /** The order is to be taken back: to end it, or to order anew with what the citizen changed. */
  readonly takeBack?: 'to-stop' | 'to-reorder';
}

export type DeliveryEvent =
  | { readonly type: 'start' }
  | { readonly type: 'ordered'; readonly key: CourierKey; readonly waybill: Waybill; readonly state: 'accepted' | 'manual' }
  /** Answers `outcome_unknown`; an outage is tried again by whoever carries out effects, with the same key. */
  | { readonly type: 'answerLost'; readonly key: CourierKey }
  | {
      readonly type: 'orderRefused';
      readonly key: CourierKey;
      readonly reason: 'out_of_range' | 'address_not_understood' | 'appointment_refused' | 'other';
    }
  | {
      readonly type: 'searched';
      readonly key: CourierKey;
      readonly outcome: 'accepted' | 'manual' | 'refused' | 'cancelled' | 'not-found';
      readonly waybill?: Waybill;
    }
  | { readonly type: 'reported'; readonly report: RouteReport }
  | { readonly type: 'appointed'; readonly appointment: Appointment }
  | { readonly type: 'addressChanged'; readonly address: AddressRef }
  | { readonly type: 'stop' }
  /** The courier took the order back, or never had it. */
  | { readonly type: 'orderCancelled'; readonly key: CourierKey }
  | { readonly type: 'cancelTooLate'; readonly key: CourierKey };

export type StaffTask =
  | 'courier-refuses-order'
  | 'arrange-redelivery'
  | 'hand-over-parcel'
  | 'receive-parcel'
  | 'parcel-damaged'
  | 'scan-old-certificate'
  | 'lost-old-certificate'
  | 'lost-new-certificate'
  | 'old-certificate-not-exchanged'
  | 'send-old-certificate-back'
  | 'bring-new-certificate-to-site'
  | 'receive-new-certificate-back'
  | 'agree-on-site'
  | 'hand-over-at-site';

/** States that a citizen reads of in the timeline; the others are between us and the courier. */
export const toldStates = [
  'booked',
  'timeRefused',
  'addressWrong',
  'missed',
  'pickedUp',
  'outForDelivery',
  'atStation',
  'refused',
  ...finalStates,
] as const satisfies readonly DeliveryState[];
export type ToldState = (typeof toldStates)[number];

/** What a citizen is told; the words are in `delivery-texts.ts`. */
export type DeliveryTiding = ToldState | 'tooLateToChange' | 'tooLateToStop';

/**
 * order: hand the order over; once per key, ever · repeatOrder: the courier has no order of this key: hand the same one over again,
 * a double is refused by the courier · search: ask for the order, not before `afterMs` · proof: ask for the picture of the signature.
 */
export type DeliveryEffect =
  | {
      readonly kind: 'order' | 'repeatOrder';
      readonly key: CourierKey;
      readonly address: AddressRef;
      readonly appointment?: Appointment;
    }
  | { readonly kind: 'search'; readonly key: CourierKey; readonly afterMs: number }
  | { readonly kind: 'cancel'; readonly key: CourierKey }
  | { readonly kind: 'proof'; readonly waybill: Waybill }
  | { readonly kind: 'tell'; readonly tiding: DeliveryTiding }
  | { readonly kind: 'staffTask'; readonly task: StaffTask };

export interface DeliveryStep {
  readonly delivery: Delivery;
  readonly effects: readonly DeliveryEffect[];
}

export function planDelivery(
  id: string,
  direction: Delivery['direction'],
  address: AddressRef,
  appointment?: Appointment,
): Delivery {
  return {
    id,
    direction,
    state: 'planned',
    attempt: 0,
    address,
    ...(appointment && { appointment }),
    failedBefore: 0,
    reports: [],
  };
}

/** Key of the current order. */
export function keyOf({ id, attempt }: Pick<Delivery, 'id' | 'attempt'>): CourierKey {
  return `${id}-${attempt}` as CourierKey;
}
