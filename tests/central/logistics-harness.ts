import fc from 'fast-check';
import { instantOf } from '#contracts/basics/clock.ts';
import type { CourierKey, ParcelEvent, RouteReport, Waybill } from '#central/logistics/courier-port.ts';
import type { AddressRef, Delivery, DeliveryEvent } from '#central/logistics/delivery-state.ts';
import { keyOf } from '#central/logistics/delivery-state.ts';

export const caseNumber = 'QD2026112302170001';
export const home = 'address-1' as AddressRef;
const noon = Date.parse('2026-11-25T04:00:00.000Z');
export const morning = { from: instantOf(noon), until: instantOf(noon + 2 * 3_600_000) };

export const parcelEvents = [
  'pickedUp',
  'inTransit',
  'outForDelivery',
  'atStation',
  'nobodyHome',
  'addressProblem',
  'refused',
  'redirected',
  'returned',
  'delivered',
  'lost',
  'damaged',
  'noted',
] as const satisfies readonly ParcelEvent[];

export const waybillOf = (key: string): Waybill => `SF-${key}` as Waybill;

/** Something that the courier says about the parcel of an order, `minute` minutes after noon. */
export function reportOf(key: string, event: ParcelEvent, minute: number): RouteReport {
  const at = instantOf(noon + minute * 60_000);
  return { id: `${key}/${event}/${minute}`, waybill: waybillOf(key), key: key as CourierKey, at, event, place: '青岛市' };
}

/** An event of any kind, about the current order, an earlier one, or one that never was. */
export type LooseEvent = { readonly kind: string; readonly age: number; readonly minute: number };

const looseEvent: fc.Arbitrary<LooseEvent> = fc.record({
  kind: fc.constantFrom(
    'start',
    'ordered',
    'ordered',
    'ordered',
    'orderedManual',
    'answerLost',
    'out_of_range',
    'address_not_understood',
    'appointment_refused',
    'other',
    'found',
    'foundManual',
    'foundRefused',
    'foundCancelled',
    'not-found',
    'appointed',
    'addressChanged',
    'stop',
    'orderCancelled',
    'cancelTooLate',
    ...parcelEvents,
    ...parcelEvents,
  ),
  age: fc.constantFrom(0, 0, 0, 0, 0, 1),
  minute: fc.nat({ max: 40 }),
});

/** Any sequence; half of them of what happens on an ordinary bad day, so that the far states are reached, too. */
export function sequences(maxLength: number): fc.Arbitrary<LooseEvent[]> {
  const ordinary = fc.record({
    kind: fc.constantFrom(
      'ordered',
      'pickedUp',
      'nobodyHome',
      'nobodyHome',
      'outForDelivery',
      'refused',
      'delivered',
      'lost',
      'appointed',
      'orderCancelled',
    ),
    age: fc.constant(0),
    minute: fc.nat({ max: 40 }),
  });
  const begun = fc.array(ordinary, { maxLength }).map((rest) => [{ kind: 'start', age: 0, minute: 0 }, ...rest]);
  return fc.oneof(fc.array(looseEvent, { maxLength }), begun);
}

export function deliveryEventOf(delivery: Delivery, { kind, age, minute }: LooseEvent): DeliveryEvent {
  const key = keyOf({ id: delivery.id, attempt: Math.max(0, delivery.attempt - age) });
  const waybill = waybillOf(key);
  switch (kind) {
    case 'start':
    case 'stop':
      return { type: kind };
    case 'ordered':
      return { type: 'ordered', key, waybill, state: 'accepted' };
    case 'orderedManual':
      return { type: 'ordered', key, waybill, state: 'manual' };
    case 'answerLost':
    case 'orderCancelled':
    case 'cancelTooLate':
      return { type: kind, key };
    case 'out_of_range':
    case 'address_not_understood':
    case 'appointment_refused':
    case 'other':
      return { type: 'orderRefused', key, reason: kind };
    case 'found':
      return { type: 'searched', key, outcome: 'accepted', waybill };
    case 'foundManual':
      return { type: 'searched', key, outcome: 'manual', waybill };
    case 'foundRefused':
      return { type: 'searched', key, outcome: 'refused' };
    case 'foundCancelled':
      return { type: 'searched', key, outcome: 'cancelled' };
    case 'not-found':
      return { type: 'searched', key, outcome: 'not-found' };
    case 'appointed':
      return { type: 'appointed', appointment: morning };
    case 'addressChanged':
      return { type: 'addressChanged', address: `address-${minute}` as AddressRef };
    default:
      return { type: 'reported', report: reportOf(key, kind as ParcelEvent, minute) };
  }
}
