import { assertNever } from '#contracts/basics/asserts.ts';
import type { RouteReport, Waybill, CourierKey } from './courier-port.ts';
import type { Delivery, DeliveryEffect, DeliveryEvent, DeliveryState, DeliveryStep, ToldState } from './delivery-state.ts';
import { isFinal, keyOf, toldStates } from './delivery-state.ts';
import type { ParcelWay } from './parcel-way.ts';
import { followWay } from './parcel-way.ts';

export const deliveryRules = { failedVisits: 3, searchAfterMs: 0, manualSearchAfterMs: 30 * 60_000 } as const;

/** Pure. Whatever does not fit the state changes nothing: callbacks come late, twice and in any order. */
export function transition(delivery: Delivery, event: DeliveryEvent): DeliveryStep {
  if (isFinal(delivery)) return stay(delivery);
  switch (event.type) {
    case 'start':
      return ['planned', 'stuck'].includes(delivery.state) ? order(delivery) : stay(delivery);
    case 'ordered':
      return isAwaited(delivery, event.key) ? taken(delivery, event.waybill, event.state) : stay(delivery);
    case 'answerLost':
      return delivery.state === 'ordering' && event.key === keyOf(delivery)
        ? step({ ...delivery, state: 'unsure' }, search(delivery, deliveryRules.searchAfterMs))
        : stay(delivery);
    case 'orderRefused':
      return isAwaited(delivery, event.key) ? turnedDown(delivery, event.reason) : stay(delivery);
    case 'searched':
      return event.key === keyOf(delivery) ? searched(delivery, event) : stay(delivery);
    case 'reported':
      return reported(delivery, event.report);
    case 'appointed':
      return changed({ ...delivery, appointment: event.appointment }, delivery, 'timeRefused');
    case 'addressChanged':
      return changed({ ...delivery, address: event.address }, delivery, 'addressWrong');
    case 'stop':
      return stopped(delivery);
    case 'orderCancelled':
      return event.key === keyOf(delivery) ? takenBack(delivery) : stay(delivery);
    case 'cancelTooLate':
      return event.key === keyOf(delivery) && delivery.state === 'cancelling'
        ? tooLate(delivery, wayOf(delivery).state)
        : stay(delivery);
    default:
      return assertNever(event);
  }
}

function isAwaited(delivery: Delivery, key: CourierKey): boolean {
  return ['ordering', 'unsure'].includes(delivery.state) && key === keyOf(delivery);
}

/** A new order under a new key: a key that was cancelled is burnt at the courier. */
function order(delivery: Delivery): DeliveryStep {
  const { waybill: _waybill, takeBack: _takeBack, ...kept } = delivery;
  const next: Delivery = {
    ...kept,
    state: 'ordering',
    attempt: delivery.attempt + 1,
    failedBefore: failedVisits(delivery),
    reports: [],
  };
  return step(next, orderEffect(next, 'order'));
}

function orderEffect(delivery: Delivery, kind: 'order' | 'repeatOrder'): DeliveryEffect {
  const { address, appointment } = delivery;
  return { kind, key: keyOf(delivery), address, ...(appointment && { appointment }) };
}

function search(delivery: Delivery, afterMs: number): DeliveryEffect {
  return { kind: 'search', key: keyOf(delivery), afterMs };
}

/** The courier has the order. */
function taken(delivery: Delivery, waybill: Waybill, state: 'accepted' | 'manual'): DeliveryStep {
  const known = { ...delivery, waybill };
  if (delivery.takeBack) return step({ ...known, state: 'cancelling' }, { kind: 'cancel', key: keyOf(delivery) });
  if (state === 'manual') return step({ ...known, state: 'manual' }, search(delivery, deliveryRules.manualSearchAfterMs));
  return enter(known, 'booked');
}

function turnedDown(delivery: Delivery, reason: (DeliveryEvent & { type: 'orderRefused' })['reason']): DeliveryStep {
  if (delivery.takeBack === 'to-stop') return enter(delivery, 'cancelled');
  if (delivery.takeBack === 'to-reorder') return order(delivery);
  switch (reason) {
    case 'out_of_range':
      return enter(delivery, 'notServed');
    case 'address_not_understood':
      return enter(delivery, 'addressWrong');
    case 'appointment_refused':
      return enter(delivery, 'timeRefused');
    case 'other':
      return stuck(delivery);
  }
}

function stuck(delivery: Delivery): DeliveryStep {
  return step({ ...delivery, state: 'stuck' }, { kind: 'staffTask', task: 'courier-refuses-order' });
}

function searched(delivery: Delivery, event: DeliveryEvent & { type: 'searched' }): DeliveryStep {
  const { outcome, waybill } = event;
  if (delivery.state === 'unsure') {
    if (outcome === 'not-found') return repeat(delivery);
    if (outcome === 'refused') return turnedDown(delivery, 'out_of_range');
    if (outcome === 'cancelled') return turnedDown(delivery, 'other');
    return waybill === undefined ? stay(delivery) : taken(delivery, waybill, outcome);
  }
  if (delivery.state !== 'manual') return stay(delivery);
  switch (outcome) {
    case 'accepted':
      return enter(delivery, 'booked');
    case 'refused':
      return enter(delivery, 'notServed');
    case 'manual':
      return step(delivery, search(delivery, deliveryRules.manualSearchAfterMs));
    case 'cancelled':
    case 'not-found':
      return stuck(delivery);
  }
}

/** The lost order never arrived, or arrives later: the same key keeps it one order either way. */
function repeat(delivery: Delivery): DeliveryStep {
  return delivery.takeBack
    ? step({ ...delivery, state: 'cancelling' }, { kind: 'cancel', key: keyOf(delivery) })
    : step({ ...delivery, state: 'ordering' }, orderEffect(delivery, 'repeatOrder'));
}

function reported(delivery: Delivery, report: RouteReport): DeliveryStep {
  const isOurs = delivery.waybill === undefined ? report.key === keyOf(delivery) : report.waybill === delivery.waybill;
  if (!isOurs || delivery.attempt === 0 || delivery.reports.some(({ id }) => id === report.id)) return stay(delivery);
  const before = wayOf(delivery);
  // What changes nothing is not kept: a courier sends a lot of it.
  const reports = report.event === 'noted' ? delivery.reports : [...delivery.reports, report];
  const known: Delivery = { ...delivery, waybill: report.waybill, reports };
  const after = wayOf(known);
  if (isSameWay(before, after)) return stay(known); // older than what is known, or it says nothing
  if (after.ownSide) return ownSideFailed(known, after);
  if (delivery.takeBack) return after.collected ? tooLate(known, after.state) : stay(known);
  if (after.state === 'missed' && failedVisits(known) >= deliveryRules.failedVisits) return giveUp(known, after);
  return arrivedAt(known, after.state);
}

/** Compared with each other, not with the state: a citizen's new time may have moved that on. */
function isSameWay(a: ParcelWay, b: ParcelWay): boolean {
  return a.last === b.last && a.state === b.state && a.failedVisits === b.failedVisits && a.ownSide === b.ownSide;
}

/** The courier found nobody at the authority's counter: nothing that a citizen should be asked about. */
function ownSideFailed(delivery: Delivery, { state }: ParcelWay): DeliveryStep {
  const task = delivery.direction === 'pickup' ? 'receive-parcel' : 'hand-over-parcel';
  const kept = delivery.takeBack ? delivery.state : state;
  return step({ ...delivery, state: kept }, { kind: 'staffTask', task });
}

function arrivedAt(delivery: Delivery, state: DeliveryState): DeliveryStep {
  const entered = delivery.state === state ? stay(delivery) : enter(delivery, state);
  const effects: DeliveryEffect[] = [...entered.effects];
  if (state === 'damaged') effects.push({ kind: 'staffTask', task: 'parcel-damaged' });
  if (state === 'delivered' && delivery.direction === 'deliver' && delivery.waybill !== undefined)
    effects.push({ kind: 'proof', waybill: delivery.waybill });
  return { delivery: entered.delivery, effects };
}

/** Three visits in vain: what is not collected yet is taken back from the courier; the rest comes back by itself. */
function giveUp(delivery: Delivery, { collected }: ParcelWay): DeliveryStep {
  const entered = enter(delivery, 'gaveUp');
  return collected ? entered : step(entered.delivery, { kind: 'cancel', key: keyOf(delivery) }, ...entered.effects);
}

function failedVisits(delivery: Delivery): number {
  return delivery.failedBefore + wayOf(delivery).failedVisits;
}

function wayOf({ direction, reports }: Delivery): ParcelWay {
  return followWay(direction, reports);
}

/** @param next with the citizen's change in it. @param mends the state in which that change is what was missing. */
function changed(next: Delivery, delivery: Delivery, mends: DeliveryState): DeliveryStep {
  const way = wayOf(delivery);
  switch (delivery.state) {
    case 'planned':
    case 'stuck':
      return stay(next);
    case 'ordering':
    case 'unsure':
    case 'cancelling':
      return stay(delivery.takeBack === 'to-stop' ? delivery : { ...next, takeBack: 'to-reorder' });
    case 'manual':
    case 'booked':
      return takeBack(next, 'to-reorder');
    case 'timeRefused':
      return delivery.state === mends ? order(next) : stay(next);
    case 'missed':
    case 'addressWrong':
      if (way.collected) return step({ ...next, state: 'inTransit' }, { kind: 'staffTask', task: 'arrange-redelivery' });
      if (delivery.waybill !== undefined) return takeBack(next, 'to-reorder');
      return delivery.state === mends ? order(next) : stay(next);
    default:
      return step(delivery, { kind: 'tell', tiding: 'tooLateToChange' });
  }
}

function takeBack(delivery: Delivery, why: NonNullable<Delivery['takeBack']>): DeliveryStep {
  return step({ ...delivery, state: 'cancelling', takeBack: why }, { kind: 'cancel', key: keyOf(delivery) });
}

function stopped(delivery: Delivery): DeliveryStep {
  switch (delivery.state) {
    case 'planned':
      return stay({ ...delivery, state: 'cancelled' }); // nobody was told that it would come
    case 'stuck':
    case 'timeRefused':
      return enter(delivery, 'cancelled');
    case 'ordering':
    case 'unsure':
    case 'cancelling':
      return stay({ ...delivery, takeBack: 'to-stop' });
    case 'manual':
    case 'booked':
      return takeBack(delivery, 'to-stop');
    case 'missed':
    case 'addressWrong':
      if (delivery.waybill === undefined) return enter(delivery, 'cancelled');
      return wayOf(delivery).collected
        ? step(delivery, { kind: 'tell', tiding: 'tooLateToStop' })
        : takeBack(delivery, 'to-stop');
    default:
      return step(delivery, { kind: 'tell', tiding: 'tooLateToStop' });
  }
}

function takenBack(delivery: Delivery): DeliveryStep {
  if (delivery.state !== 'cancelling') return stay(delivery);
  return delivery.takeBack === 'to-reorder' ? order(delivery) : enter(delivery, 'cancelled');
}

/** The parcel was collected before the order could be taken back. */
function tooLate(delivery: Delivery, state: DeliveryState): DeliveryStep {
  const { takeBack, ...kept } = delivery;
  const tiding = takeBack === 'to-stop' ? 'tooLateToStop' : 'tooLateToChange';
  const arrived = arrivedAt(kept, state);
  return step(arrived.delivery, { kind: 'tell', tiding }, ...arrived.effects);
}

function enter(delivery: Delivery, state: DeliveryState): DeliveryStep {
  const next = { ...delivery, state };
  return isTold(state) ? step(next, { kind: 'tell', tiding: state }) : stay(next);
}

function isTold(state: DeliveryState): state is ToldState {
  return (toldStates as readonly DeliveryState[]).includes(state);
}

function stay(delivery: Delivery): DeliveryStep {
  return { delivery, effects: [] };
}

function step(delivery: Delivery, ...effects: readonly DeliveryEffect[]): DeliveryStep {
  return { delivery, effects };
}
