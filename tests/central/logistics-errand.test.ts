import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParcelEvent } from '#central/logistics/courier-port.ts';
import type { AddressRef } from '#central/logistics/delivery-state.ts';
import { keyOf } from '#central/logistics/delivery-state.ts';
import { errandTidingTexts } from '#central/logistics/delivery-texts.ts';
import { advance } from '#central/logistics/errand.ts';
import type { Errand, ErrandEffect, ErrandEvent, ErrandWay, Leg, LegEvent } from '#central/logistics/errand-state.ts';
import { planErrand } from '#central/logistics/errand-state.ts';
import type { LooseEvent } from './logistics-harness.ts';
import { caseNumber, deliveryEventOf, home, morning, reportOf, sequences, waybillOf } from './logistics-harness.ts';

const site = 'jimo-lancun';
const runs = { numRuns: 4_000 };
const plan = (way: ErrandWay): Errand => planErrand({ caseNumber, way, address: home, appointment: morning });

type Step = { readonly leg: Leg; readonly loose: LooseEvent } | ErrandEvent;

const own: fc.Arbitrary<ErrandEvent> = fc.constantFrom<ErrandEvent>(
  { type: 'begin' },
  { type: 'newMade' },
  { type: 'newMade' },
  { type: 'oldScanned' },
  { type: 'oldVoided' },
  { type: 'siteChosen', site },
  { type: 'oldDeposited', site },
  { type: 'arrivedAtSite', site },
  { type: 'handedOver', site, card: true, face: true },
  { type: 'handedOver', site, card: true, face: false },
  { type: 'appointed', appointment: morning },
  { type: 'addressChanged', address: 'address-9' as AddressRef },
  { type: 'withdraw' },
  { type: 'exchangeCheckDue' },
);

const bySite: readonly ErrandEvent[] = [
  { type: 'newMade' },
  { type: 'siteChosen', site },
  { type: 'arrivedAtSite', site },
  { type: 'oldDeposited', site },
  { type: 'handedOver', site, card: true, face: true },
];

/** Begins always, and lets long stretches of one leg come through, so that deep states are met. */
const anySequence: fc.Arbitrary<Step[]> = fc
  .array(
    fc.oneof(
      own.map((event): Step[] => [event]),
      fc.shuffledSubarray<Step>([...bySite]),
      fc.shuffledSubarray<Step>([{ type: 'oldScanned' }, { type: 'oldVoided' }, { type: 'newMade' }]),
      fc.constant<Step[]>([{ leg: 'pickup', loose: { kind: 'ordered', age: 0, minute: 0 } }]),
      fc
        .tuple(fc.constantFrom<Leg>('pickup', 'deliver'), sequences(8))
        .map(([leg, events]) => events.map((loose): Step => ({ leg, loose }))),
    ),
    { maxLength: 18 },
  )
  .map((parts) => [{ type: 'begin' } as const, ...parts.flat()]);

function eventOf(errand: Errand, step: Step): ErrandEvent {
  if (!('loose' in step)) return step;
  // The types forbid to start or stop a leg from outside; what was kept as JSON may say so all the same.
  return { type: 'leg', leg: step.leg, event: deliveryEventOf(errand[step.leg], step.loose) as LegEvent };
}

/** Walks along and shows each step to `look`. */
function walk(
  start: Errand,
  steps: readonly Step[],
  look: (before: Errand, event: ErrandEvent, after: Errand, effects: readonly ErrandEffect[]) => void,
): Errand {
  let errand = start;
  for (const step of steps) {
    const event = eventOf(errand, step);
    const { errand: after, effects } = advance(errand, event);
    look(errand, event, after, effects);
    errand = after;
  }
  return errand;
}

const ways = fc.constantFrom<ErrandWay>('collectFirst', 'collectOnDelivery', 'dropOff');

describe('from any sequence of events', () => {
  test('collectFirst: the new certificate never leaves before the old one is scanned in, unless that was voided', () => {
    let left = 0;
    fc.assert(
      fc.property(anySequence, (steps) => {
        let oldIsIn = false; // judged by the events alone, not by the state that the machine keeps
        let oldWasLost = false;
        walk(plan('collectFirst'), steps, (before, event, after, effects) => {
          oldWasLost ||= before.pickup.state === 'lost' || before.pickup.state === 'damaged';
          if (event.type === 'oldScanned' || (event.type === 'oldVoided' && oldWasLost)) oldIsIn = true;
          const leaves = effects.some(
            (effect) =>
              (effect.kind === 'release' && effect.via === 'courier') ||
              (effect.kind === 'leg' && effect.leg === 'deliver' && effect.effect.kind === 'order'),
          );
          if (leaves) {
            left += 1;
            expect(oldIsIn).toBe(true);
          }
          if (after.fresh === 'withCitizen' && before.fresh !== 'withCitizen')
            expect(oldIsIn || event.type === 'handedOver').toBe(true);
        });
      }),
      runs,
    );
    expect(left).toBeGreaterThan(50); // the property was put to the test
  });

  test('dropOff: nothing is handed over before the old certificate is in, nor without card and face', () => {
    let handed = 0;
    fc.assert(
      fc.property(fc.constantFrom<ErrandWay>('dropOff', 'collectFirst'), anySequence, (way, steps) => {
        let oldIsIn = false;
        walk(plan(way), steps, (before, event, after) => {
          if (['oldScanned', 'oldDeposited', 'oldVoided'].includes(event.type)) oldIsIn = true;
          if (after.fresh !== 'withCitizen' || before.fresh === 'withCitizen') return;
          handed += 1;
          expect(oldIsIn).toBe(true);
          if (event.type === 'handedOver') expect(event).toMatchObject({ card: true, face: true });
        });
      }),
      runs,
    );
    expect(handed).toBeGreaterThan(20);
  });

  test('each key is ordered once over all legs and copies', () => {
    fc.assert(
      fc.property(ways, anySequence, (way, steps) => {
        const keys: string[] = [];
        walk(plan(way), steps, (_before, _event, _after, effects) => {
          for (const effect of effects) if (effect.kind === 'leg' && effect.effect.kind === 'order') keys.push(effect.effect.key);
        });
        expect(new Set(keys).size).toBe(keys.length);
      }),
      runs,
    );
  });

  test('a copy is made again only after it was lost, and every release has its copy', () => {
    fc.assert(
      fc.property(ways, anySequence, (way, steps) => {
        let out = 0;
        walk(plan(way), steps, (before, _event, after, effects) => {
          for (const effect of effects) {
            if (effect.kind === 'release') {
              expect(effect.copy).toBe(after.copy);
              out += 1;
            }
            if (effect.kind === 'reissue') expect(out).toBeGreaterThan(0);
          }
          if (before.fresh === 'released' && after.fresh === 'backAtDesk') expect(after.way).toBe('dropOff');
        });
      }),
      runs,
    );
  });

  test('done and withdrawn take nothing in; JSON in between changes nothing; everything has its words', () => {
    let ended = 0;
    fc.assert(
      fc.property(ways, anySequence, (way, steps) => {
        walk(plan(way), steps, (before, event, after, effects) => {
          const kept = JSON.parse(JSON.stringify(before)) as Errand;
          expect(kept).toEqual(before);
          if (before.state === 'done' || before.state === 'withdrawn') {
            ended += 1;
            expect({ after, effects }).toEqual({ after: before, effects: [] });
          }
          for (const effect of effects) if (effect.kind === 'tell') expect(errandTidingTexts[effect.tiding].en).toBeTruthy();
          if (event.type === 'withdraw' && before.state === 'open' && after.state === 'open')
            expect(effects).toContainEqual({ kind: 'tell', tiding: 'tooLateToWithdraw' });
        });
      }),
      runs,
    );
    expect(ended).toBeGreaterThan(50);
  });

  test('after a withdrawal no certificate leaves any more', () => {
    fc.assert(
      fc.property(ways, anySequence, (way, steps) => {
        walk(plan(way), steps, (before, _event, _after, effects) => {
          if (before.state !== 'open' && before.state !== 'planned')
            expect(effects.filter(({ kind }) => kind === 'release' || kind === 'reissue')).toEqual([]);
        });
      }),
      runs,
    );
  });
});

/** A story told in the words of the courier and of the staff. */
function story(way: ErrandWay) {
  let errand = plan(way);
  const effects: ErrandEffect[] = [];
  const tell = (event: ErrandEvent): void => {
    const step = advance(errand, event);
    errand = step.errand;
    effects.push(...step.effects);
  };
  const leg = (name: Leg, event: LegEvent): void => tell({ type: 'leg', leg: name, event });
  return {
    tell,
    leg,
    errand: () => errand,
    effects,
    booked(name: Leg) {
      const key = keyOf(errand[name]);
      leg(name, { type: 'ordered', key, waybill: waybillOf(key), state: 'accepted' });
    },
    report(name: Leg, event: ParcelEvent, minute: number) {
      leg(name, { type: 'reported', report: reportOf(keyOf(errand[name]), event, minute) });
    },
    orders: () =>
      effects.flatMap((effect) => (effect.kind === 'leg' && effect.effect.kind === 'order' ? [effect.effect.key] : [])),
    tasks: () =>
      effects.flatMap((effect) => {
        if (effect.kind === 'staffTask') return [effect.task];
        return effect.kind === 'leg' && effect.effect.kind === 'staffTask' ? [effect.effect.task] : [];
      }),
  };
}

describe('stories', () => {
  test('collectFirst: old one fetched, scanned in, new one brought', () => {
    const s = story('collectFirst');
    s.tell({ type: 'begin' });
    s.booked('pickup');
    s.tell({ type: 'newMade' });
    s.report('pickup', 'pickedUp', 1);
    s.report('pickup', 'delivered', 5);
    expect(s.errand()).toMatchObject({ old: 'atDesk', fresh: 'made' });
    s.tell({ type: 'oldScanned' });
    expect(s.errand()).toMatchObject({ old: 'scannedIn', fresh: 'released' });
    s.booked('deliver');
    s.report('deliver', 'pickedUp', 9);
    s.report('deliver', 'delivered', 12);
    expect(s.errand().state).toBe('done');
    expect(s.orders()).toEqual([`${caseNumber}-old1-1`, `${caseNumber}-new1-1`]);
  });

  test('collectOnDelivery: two waybills, one visit', () => {
    const s = story('collectOnDelivery');
    s.tell({ type: 'begin' });
    expect(s.orders()).toEqual([]);
    s.tell({ type: 'newMade' });
    expect(s.orders()).toEqual([`${caseNumber}-new1-1`, `${caseNumber}-old1-1`]);
    expect(s.effects).toContainEqual({ kind: 'exchange', pickup: `${caseNumber}-old1`, deliver: `${caseNumber}-new1` });
    s.booked('deliver');
    s.booked('pickup');
    s.report('deliver', 'pickedUp', 1);
    s.report('deliver', 'delivered', 5);
    s.report('pickup', 'pickedUp', 5);
    s.tell({ type: 'exchangeCheckDue' });
    expect(s.tasks()).toEqual([]);
    s.report('pickup', 'delivered', 9);
    s.tell({ type: 'oldScanned' });
    expect(s.errand().state).toBe('done');
  });

  test('collectOnDelivery: the courier forgot to take the old one', () => {
    const s = story('collectOnDelivery');
    s.tell({ type: 'begin' });
    s.tell({ type: 'newMade' });
    s.booked('deliver');
    s.report('deliver', 'delivered', 5);
    expect(s.effects.at(-1)).toMatchObject({ kind: 'remind' });
    s.tell({ type: 'exchangeCheckDue' });
    expect(s.tasks()).toEqual(['old-certificate-not-exchanged']);
  });

  test('the courier lost the old certificate: staff, declared void, then the new one leaves', () => {
    const s = story('collectFirst');
    s.tell({ type: 'begin' });
    s.tell({ type: 'newMade' });
    s.booked('pickup');
    s.report('pickup', 'pickedUp', 1);
    s.report('pickup', 'lost', 5);
    expect(s.tasks()).toEqual(['lost-old-certificate']);
    expect(s.errand()).toMatchObject({ old: 'lost', fresh: 'made' });
    s.tell({ type: 'oldVoided' });
    expect(s.errand()).toMatchObject({ old: 'voided', fresh: 'released' });
  });

  test('nobody can void a certificate that is not lost', () => {
    const s = story('collectFirst');
    s.tell({ type: 'begin' });
    s.tell({ type: 'newMade' });
    s.tell({ type: 'oldVoided' });
    expect(s.errand()).toMatchObject({ old: 'withCitizen', fresh: 'made' });
  });

  test('the new certificate is lost: made again, brought under new keys', () => {
    const s = story('collectFirst');
    s.tell({ type: 'begin' });
    s.tell({ type: 'oldScanned' });
    s.tell({ type: 'newMade' });
    s.booked('deliver');
    s.report('deliver', 'lost', 5);
    expect(s.effects).toContainEqual({ kind: 'reissue', copy: 2 });
    expect(s.errand()).toMatchObject({ fresh: 'notMade', copy: 2 });
    s.tell({ type: 'newMade' });
    expect(s.orders().at(-1)).toBe(`${caseNumber}-new2-1`);
  });

  test('an exchange whose new certificate is lost starts over with both', () => {
    const s = story('collectOnDelivery');
    s.tell({ type: 'begin' });
    s.tell({ type: 'newMade' });
    s.booked('deliver');
    s.booked('pickup');
    s.report('deliver', 'lost', 5);
    s.tell({ type: 'newMade' });
    expect(s.errand().fresh).toBe('made'); // the first pick-up is still being taken back
    s.leg('pickup', { type: 'orderCancelled', key: keyOf(s.errand().pickup) });
    expect(s.orders().slice(2)).toEqual([`${caseNumber}-new2-1`, `${caseNumber}-old2-1`]);
  });

  test('no courier serves the address: a place is agreed on; the old one first, the new one against card and face', () => {
    const s = story('collectFirst');
    s.tell({ type: 'begin' });
    s.tell({ type: 'newMade' });
    s.leg('pickup', { type: 'orderRefused', key: keyOf(s.errand().pickup), reason: 'out_of_range' });
    expect(s.effects).toContainEqual({ kind: 'tell', tiding: 'siteToBeAgreed' });
    expect(s.tasks()).toEqual(['agree-on-site']);
    s.tell({ type: 'siteChosen', site });
    expect(s.effects).toContainEqual({ kind: 'release', copy: 1, via: 'site', site });
    s.tell({ type: 'arrivedAtSite', site });
    s.tell({ type: 'handedOver', site, card: true, face: true });
    expect(s.effects.at(-1)).toEqual({ kind: 'tell', tiding: 'handOverRefused' });
    s.tell({ type: 'oldDeposited', site: 'elsewhere' });
    expect(s.errand().old).toBe('withCitizen');
    s.tell({ type: 'oldDeposited', site });
    s.tell({ type: 'handedOver', site, card: true, face: false });
    expect(s.errand().fresh).toBe('atSite');
    s.tell({ type: 'handedOver', site, card: true, face: true });
    expect(s.errand()).toMatchObject({ fresh: 'withCitizen', state: 'open' });
    expect(s.tasks().slice(1)).toEqual(['bring-new-certificate-to-site', 'hand-over-at-site', 'scan-old-certificate']);
    s.tell({ type: 'oldScanned' });
    expect(s.errand().state).toBe('done');
  });

  test('three deliveries in vain: back to the authority and to a site, no old one needed again', () => {
    const s = story('collectFirst');
    s.tell({ type: 'begin' });
    s.tell({ type: 'oldScanned' });
    s.tell({ type: 'newMade' });
    s.booked('deliver');
    s.report('deliver', 'pickedUp', 1);
    for (const minute of [2, 3, 4]) s.report('deliver', 'nobodyHome', minute);
    expect(s.errand()).toMatchObject({ way: 'dropOff', fresh: 'backAtDesk' });
    expect(s.tasks()).toEqual(['receive-new-certificate-back', 'agree-on-site']);
    s.tell({ type: 'siteChosen', site });
    s.tell({ type: 'arrivedAtSite', site });
    s.tell({ type: 'handedOver', site, card: true, face: true });
    expect(s.errand().state).toBe('done');
  });

  test('withdrawn before the courier came: the order is taken back', () => {
    const s = story('collectFirst');
    s.tell({ type: 'begin' });
    s.booked('pickup');
    s.tell({ type: 'withdraw' });
    expect(s.errand().state).toBe('withdrawing');
    s.leg('pickup', { type: 'orderCancelled', key: keyOf(s.errand().pickup) });
    expect(s.errand()).toMatchObject({ state: 'withdrawn', old: 'withCitizen' });
    expect(s.tasks()).toEqual([]);
  });

  test('withdrawn while the old certificate is on its way: it is sent back, no new one leaves', () => {
    const s = story('collectFirst');
    s.tell({ type: 'begin' });
    s.tell({ type: 'newMade' });
    s.booked('pickup');
    s.report('pickup', 'pickedUp', 1);
    s.tell({ type: 'withdraw' });
    s.report('pickup', 'delivered', 5);
    expect(s.errand()).toMatchObject({ state: 'withdrawn', old: 'goingBack', fresh: 'made' });
    expect(s.tasks()).toContain('send-old-certificate-back');
  });

  test('too late to withdraw once the new one has left', () => {
    const s = story('collectFirst');
    s.tell({ type: 'begin' });
    s.tell({ type: 'oldScanned' });
    s.tell({ type: 'newMade' });
    s.tell({ type: 'withdraw' });
    expect(s.errand().state).toBe('open');
    expect(s.effects.at(-1)).toEqual({ kind: 'tell', tiding: 'tooLateToWithdraw' });
  });
});
