import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transition } from '#central/logistics/delivery.ts';
import type { Delivery, DeliveryEffect, DeliveryEvent, DeliveryState } from '#central/logistics/delivery-state.ts';
import { finalStates, isFinal, keyOf, planDelivery, toldStates } from '#central/logistics/delivery-state.ts';
import { tidingText } from '#central/logistics/delivery-texts.ts';
import type { AddressRef } from '#central/logistics/delivery-state.ts';
import { deliveryEventOf, home, morning, reportOf, sequences, waybillOf } from './logistics-harness.ts';

const direction = fc.constantFrom('pickup', 'deliver');
const runs = { numRuns: 3_000 };

function play(start: Delivery, events: readonly DeliveryEvent[]): { delivery: Delivery; effects: readonly DeliveryEffect[] } {
  let delivery = start;
  const effects: DeliveryEffect[] = [];
  for (const event of events) {
    const stepped = transition(delivery, event);
    delivery = stepped.delivery;
    effects.push(...stepped.effects);
  }
  return { delivery, effects };
}

const plan = (way: 'pickup' | 'deliver'): Delivery => planDelivery('d', way, home, morning);
const report = (attempt: number, event: Parameters<typeof reportOf>[1], minute: number): DeliveryEvent => ({
  type: 'reported',
  report: reportOf(`d-${attempt}`, event, minute),
});
const booked = (attempt: number): DeliveryEvent => {
  const key = keyOf({ id: 'd', attempt });
  return { type: 'ordered', key, waybill: waybillOf(key), state: 'accepted' };
};
const kinds = (effects: readonly DeliveryEffect[]): string[] => effects.map(({ kind }) => kind);

describe('from any sequence of events', () => {
  test('each key is ordered once, a repeat only right after the courier said that it has none', () => {
    fc.assert(
      fc.property(direction, sequences(60), (way, events) => {
        let delivery = plan(way);
        const ordered: string[] = [];
        for (const loose of events) {
          const event = deliveryEventOf(delivery, loose);
          const stepped = transition(delivery, event);
          for (const effect of stepped.effects) {
            if (effect.kind === 'order') ordered.push(effect.key);
            if (effect.kind === 'repeatOrder') {
              expect(event).toMatchObject({ type: 'searched', outcome: 'not-found', key: effect.key });
              expect(ordered.at(-1)).toBe(effect.key);
            }
          }
          delivery = stepped.delivery;
        }
        expect(new Set(ordered).size).toBe(ordered.length);
      }),
      runs,
    );
  });

  test('there is never a second order while the first may still bring a courier', () => {
    fc.assert(
      fc.property(direction, sequences(60), (way, events) => {
        let delivery = plan(way);
        let alive: string | undefined;
        for (const loose of events) {
          const event = deliveryEventOf(delivery, loose);
          const stepped = transition(delivery, event);
          const isOver =
            (event.type === 'orderRefused' || event.type === 'orderCancelled' || event.type === 'searched') &&
            event.key === alive &&
            (event.type !== 'searched' ||
              event.outcome === 'refused' ||
              event.outcome === 'cancelled' ||
              event.outcome === 'not-found');
          if (isOver) alive = undefined;
          for (const effect of stepped.effects) {
            if (effect.kind !== 'order' && effect.kind !== 'repeatOrder') continue;
            expect([undefined, effect.key]).toContain(alive);
            alive = effect.key;
          }
          delivery = stepped.delivery;
        }
      }),
      runs,
    );
  });

  test('final states take nothing in', () => {
    fc.assert(
      fc.property(direction, fc.constantFrom(...finalStates), sequences(20), (way, state, events) => {
        const end: Delivery = { ...plan(way), state, attempt: 1 };
        for (const loose of events) expect(transition(end, deliveryEventOf(end, loose))).toEqual({ delivery: end, effects: [] });
      }),
    );
  });

  test('what is kept as JSON goes on as if it had never been kept', () => {
    fc.assert(
      fc.property(direction, sequences(40), (way, events) => {
        let delivery = plan(way);
        for (const loose of events) {
          const event = deliveryEventOf(delivery, loose);
          const kept = JSON.parse(JSON.stringify(delivery)) as Delivery;
          expect(kept).toEqual(delivery);
          expect(transition(kept, event)).toEqual(transition(delivery, event));
          delivery = transition(delivery, event).delivery;
        }
      }),
      { numRuns: 500 },
    );
  });

  test('every state that a citizen is told of is met, and what is told has its words in both languages', () => {
    const reached = new Set<DeliveryState>();
    fc.assert(
      fc.property(direction, sequences(60), (way, events) => {
        let delivery = plan(way);
        for (const loose of events) {
          const { delivery: next, effects } = transition(delivery, deliveryEventOf(delivery, loose));
          for (const effect of effects) {
            if (effect.kind !== 'tell') continue;
            const text = tidingText(way, effect.tiding);
            expect(text['zh-CN'] && text.en).toBeTruthy();
          }
          delivery = next;
          reached.add(next.state);
        }
      }),
      { numRuns: 6_000, seed: 20261125 }, // always the same: whether all states are met must not depend on luck
    );
    expect(toldStates.filter((state) => !reached.has(state))).toEqual([]);
  });
});

describe('reports', () => {
  const journey: readonly (readonly [Parameters<typeof reportOf>[1], number])[] = [
    ['pickedUp', 1],
    ['inTransit', 5],
    ['outForDelivery', 9],
    ['nobodyHome', 12],
    ['outForDelivery', 20],
    ['nobodyHome', 22],
    ['inTransit', 30],
    ['delivered', 33],
    ['noted', 34],
  ];

  test('in any order and any number of times lead to the same state', () => {
    const all = journey.map(([event, minute]) => report(1, event, minute));
    const begun = play(plan('deliver'), [{ type: 'start' }, booked(1)]).delivery;
    const upTo = fc.integer({ min: 1, max: all.length });
    const mixed = upTo.chain((count) => {
      const part = all.slice(0, count);
      return fc.tuple(
        fc.constant(part),
        fc.shuffledSubarray(part, { minLength: count }),
        fc.array(fc.constantFrom(...part), { maxLength: 8 }),
      );
    });
    fc.assert(
      fc.property(mixed, ([part, shuffled, again]) => {
        expect(play(begun, [...shuffled, ...again]).delivery.state).toBe(play(begun, part).delivery.state);
      }),
      runs,
    );
  });

  test('a report that comes before the answer to the order proves the order', () => {
    const { delivery, effects } = play(plan('pickup'), [{ type: 'start' }, report(1, 'pickedUp', 1), booked(1)]);
    expect(delivery).toMatchObject({ state: 'pickedUp', waybill: waybillOf('d-1') });
    expect(kinds(effects)).toEqual(['order', 'tell']);
  });

  test('of another parcel changes nothing', () => {
    const { delivery } = play(plan('pickup'), [{ type: 'start' }, booked(1)]);
    expect(transition(delivery, report(7, 'delivered', 1))).toEqual({ delivery, effects: [] });
  });

  test('nobody at the authority is a matter of staff, not of the citizen', () => {
    const pickup = play(plan('pickup'), [{ type: 'start' }, booked(1), report(1, 'pickedUp', 1), report(1, 'nobodyHome', 2)]);
    expect(pickup.delivery.state).toBe('inTransit');
    expect(pickup.effects.at(-1)).toEqual({ kind: 'staffTask', task: 'receive-parcel' });
    const deliver = play(plan('deliver'), [{ type: 'start' }, booked(1), report(1, 'nobodyHome', 2)]);
    expect(deliver.delivery.state).toBe('booked');
    expect(deliver.effects.at(-1)).toEqual({ kind: 'staffTask', task: 'hand-over-parcel' });
  });

  test('a delivered new certificate asks for its proof once', () => {
    const { effects } = play(plan('deliver'), [
      { type: 'start' },
      booked(1),
      report(1, 'pickedUp', 1),
      report(1, 'delivered', 2),
      report(1, 'delivered', 2),
    ]);
    expect(effects.filter(({ kind }) => kind === 'proof')).toEqual([{ kind: 'proof', waybill: waybillOf('d-1') }]);
  });
});

describe('what goes wrong', () => {
  const key1 = keyOf({ id: 'd', attempt: 1 });

  test('a lost answer: search first; the found order is taken over', () => {
    const lost = play(plan('pickup'), [{ type: 'start' }, { type: 'answerLost', key: key1 }]);
    expect(lost.delivery.state).toBe('unsure');
    expect(kinds(lost.effects)).toEqual(['order', 'search']);
    const found = transition(lost.delivery, { type: 'searched', key: key1, outcome: 'accepted', waybill: waybillOf(key1) });
    expect(found.delivery).toMatchObject({ state: 'booked', attempt: 1 });
    const none = transition(lost.delivery, { type: 'searched', key: key1, outcome: 'not-found' });
    expect(none).toMatchObject({ delivery: { state: 'ordering', attempt: 1 }, effects: [{ kind: 'repeatOrder', key: key1 }] });
  });

  test('nobody home at a pick-up: a new time takes the order back and orders anew; the third time in vain ends it', () => {
    const again = (attempt: number): DeliveryEvent[] => [
      booked(attempt),
      report(attempt, 'nobodyHome', attempt),
      { type: 'appointed', appointment: morning },
      { type: 'orderCancelled', key: keyOf({ id: 'd', attempt }) },
    ];
    const twice = play(plan('pickup'), [{ type: 'start' }, ...again(1), ...again(2)]);
    expect(twice.delivery).toMatchObject({ state: 'ordering', attempt: 3, failedBefore: 2 });
    const third = play(twice.delivery, [booked(3), report(3, 'nobodyHome', 9)]);
    expect(third.delivery.state).toBe('gaveUp');
    expect(third.effects.slice(-2)).toEqual([
      { kind: 'cancel', key: 'd-3' },
      { kind: 'tell', tiding: 'gaveUp' },
    ]);
  });

  test('nobody home at a delivery: the courier comes again by itself, three times', () => {
    const on = play(plan('deliver'), [
      { type: 'start' },
      booked(1),
      report(1, 'pickedUp', 1),
      report(1, 'nobodyHome', 2),
      report(1, 'outForDelivery', 3),
      report(1, 'nobodyHome', 4),
    ]);
    expect(on.delivery.state).toBe('missed');
    const asked = transition(on.delivery, { type: 'appointed', appointment: morning });
    expect(asked).toMatchObject({ delivery: { state: 'inTransit' }, effects: [{ task: 'arrange-redelivery' }] });
    expect(play(asked.delivery, [report(1, 'nobodyHome', 5)]).delivery.state).toBe('gaveUp');
  });

  test('an address is changed before the pick-up: never two couriers', () => {
    const change: DeliveryEvent = { type: 'addressChanged', address: 'address-2' as AddressRef };
    const on = play(plan('pickup'), [{ type: 'start' }, booked(1), change]);
    expect(on.delivery.state).toBe('cancelling');
    expect(on.effects.at(-1)).toEqual({ kind: 'cancel', key: 'd-1' });
    const anew = transition(on.delivery, { type: 'orderCancelled', key: key1 });
    expect(anew.effects).toEqual([{ kind: 'order', key: 'd-2', address: 'address-2', appointment: morning }]);
    const tooLate = transition(on.delivery, { type: 'cancelTooLate', key: key1 });
    expect(tooLate.delivery.state).toBe('booked');
    expect(tooLate.effects[0]).toEqual({ kind: 'tell', tiding: 'tooLateToChange' });
    const collected = transition(on.delivery, report(1, 'pickedUp', 3));
    expect(collected.delivery.state).toBe('pickedUp');
    expect(collected.delivery.takeBack).toBeUndefined();
  });

  test('an address is changed while the order is on its way: it is taken back as soon as it is known', () => {
    const change: DeliveryEvent = { type: 'addressChanged', address: 'address-2' as AddressRef };
    const on = play(plan('pickup'), [{ type: 'start' }, change, booked(1)]);
    expect(on.delivery).toMatchObject({ state: 'cancelling', takeBack: 'to-reorder', address: 'address-2' });
  });

  test('not served, not understood, not at that time, not at all', () => {
    const refused = (reason: 'out_of_range' | 'address_not_understood' | 'appointment_refused' | 'other') =>
      play(plan('pickup'), [{ type: 'start' }, { type: 'orderRefused', key: key1, reason }]);
    expect(refused('out_of_range').delivery.state).toBe('notServed');
    expect(refused('appointment_refused').delivery.state).toBe('timeRefused');
    expect(refused('other').effects.at(-1)).toEqual({ kind: 'staffTask', task: 'courier-refuses-order' });
    const wrong = refused('address_not_understood').delivery;
    expect(transition(wrong, { type: 'addressChanged', address: 'address-2' as AddressRef }).effects).toEqual([
      { kind: 'order', key: 'd-2', address: 'address-2', appointment: morning },
    ]);
  });

  test('a person at the courier looks at the address: asked again until it is known', () => {
    const manual = play(plan('pickup'), [
      { type: 'start' },
      { type: 'ordered', key: key1, waybill: waybillOf(key1), state: 'manual' },
    ]);
    expect(manual.delivery.state).toBe('manual');
    const still = transition(manual.delivery, { type: 'searched', key: key1, outcome: 'manual', waybill: waybillOf(key1) });
    expect(kinds(still.effects)).toEqual(['search']);
    expect(transition(still.delivery, { type: 'searched', key: key1, outcome: 'refused' }).delivery.state).toBe('notServed');
  });

  test('a stop at any moment leads to an end, or says that it is too late', () => {
    fc.assert(
      fc.property(direction, sequences(30), (way, events) => {
        const before = events.reduce((now, loose) => transition(now, deliveryEventOf(now, loose)).delivery, plan(way));
        if (isFinal(before)) return;
        const stopped = transition(before, { type: 'stop' });
        const isTold = stopped.effects.some((effect) => effect.kind === 'tell' && effect.tiding === 'tooLateToStop');
        const isTaken = stopped.delivery.state === 'cancelled' || stopped.delivery.takeBack === 'to-stop';
        expect(isTold || isTaken).toBe(true);
      }),
      runs,
    );
  });
});
