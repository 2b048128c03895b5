import { transition } from './delivery.ts';
import type { Delivery } from './delivery-state.ts';
import { isFinal, planDelivery } from './delivery-state.ts';
import type { Errand, ErrandEffect, ErrandStep, Leg } from './errand-state.ts';

export const errandDelays = { exchangeCheckAfterMs: 24 * 60 * 60_000 } as const;

type Rule = (errand: Errand) => ErrandStep | undefined;

/**
 * What follows by itself from how things stand, until nothing follows any more. A rule fires only from a state that it leaves, so
 * each fires once; the order matters: what happened to the old certificate is known before the new one is let go.
 */
export function settle(errand: Errand): ErrandStep {
  const effects: ErrandEffect[] = [];
  let now = errand;
  for (let turns = 0; turns < 20; turns += 1) {
    const fired = firstOf(now);
    if (fired === undefined) return { errand: now, effects };
    now = fired.errand;
    effects.push(...fired.effects);
  }
  throw new Error('the rules of an errand never come to rest');
}

function firstOf(errand: Errand): ErrandStep | undefined {
  if (errand.state === 'withdrawing') return oldCollected(errand) ?? oldArrived(errand) ?? withdrawnAtLast(errand);
  if (errand.state !== 'open') return undefined;
  for (const rule of openRules) {
    const fired = rule(errand);
    if (fired) return fired;
  }
  return undefined;
}

const underWay: ReadonlySet<Delivery['state']> = new Set<Delivery['state']>([
  'pickedUp',
  'inTransit',
  'outForDelivery',
  'atStation',
]);

function oldCollected(errand: Errand): ErrandStep | undefined {
  return errand.old === 'withCitizen' && underWay.has(errand.pickup.state) ? step({ ...errand, old: 'onTheWay' }) : undefined;
}

function oldArrived(errand: Errand): ErrandStep | undefined {
  if (errand.pickup.state !== 'delivered' || !['withCitizen', 'onTheWay'].includes(errand.old)) return undefined;
  return step(
    { ...errand, old: 'atDesk' },
    { kind: 'tell', tiding: 'oldArrived' },
    { kind: 'staffTask', task: 'scan-old-certificate' },
  );
}

/** The authority declares it void; until then the new one stays. */
function oldLost(errand: Errand): ErrandStep | undefined {
  const isLost = errand.pickup.state === 'lost' || errand.pickup.state === 'damaged';
  if (!isLost || !['withCitizen', 'onTheWay'].includes(errand.old)) return undefined;
  return step(
    { ...errand, old: 'lost' },
    { kind: 'tell', tiding: 'oldLost' },
    { kind: 'staffTask', task: 'lost-old-certificate' },
  );
}

/** No courier gets the old one: the citizen brings it to where the new one will be. */
function oldNotCollectable(errand: Errand): ErrandStep | undefined {
  const { state } = errand.pickup;
  if (errand.way !== 'collectFirst' || !['notServed', 'gaveUp', 'returned', 'cancelled'].includes(state)) return undefined;
  if (errand.old !== 'withCitizen' && errand.old !== 'onTheWay') return undefined;
  return toSite({ ...errand, old: 'withCitizen' });
}

/** As opposed to a site's own transport. */
function isWithCourier({ fresh, way }: Errand): boolean {
  return fresh === 'released' && (way === 'collectFirst' || way === 'collectOnDelivery');
}

function newArrived(errand: Errand): ErrandStep | undefined {
  if (!isWithCourier(errand) || errand.deliver.state !== 'delivered') return undefined;
  const arrived: Errand = { ...errand, fresh: 'withCitizen' };
  return errand.way === 'collectOnDelivery' && errand.old === 'withCitizen'
    ? step(arrived, { kind: 'remind', afterMs: errandDelays.exchangeCheckAfterMs })
    : step(arrived);
}

/** A copy that is lost or spoilt is made again; an exchange that was planned with it starts over. */
function newLost(errand: Errand): ErrandStep | undefined {
  if (!isWithCourier(errand) || !['lost', 'damaged'].includes(errand.deliver.state)) return undefined;
  const copy = errand.copy + 1;
  const { deliver } = errand;
  const planned = planDelivery(`${errand.caseNumber}-new${copy}`, 'deliver', deliver.address, deliver.appointment);
  const stopped = errand.way === 'collectOnDelivery' && !isFinal(errand.pickup) ? stopPickup(errand) : step(errand);
  return step(
    { ...stopped.errand, fresh: 'notMade', copy, deliver: planned },
    { kind: 'tell', tiding: 'newLost' },
    { kind: 'staffTask', task: 'lost-new-certificate' },
    { kind: 'reissue', copy },
    ...stopped.effects,
  );
}

/** The new one could not be brought to the door: it comes back, and to a site. */
function newNotDeliverable(errand: Errand): ErrandStep | undefined {
  if (!isWithCourier(errand)) return undefined;
  const { state } = errand.deliver;
  if (!['notServed', 'gaveUp', 'returned', 'cancelled'].includes(state)) return undefined;
  const isBack = state === 'notServed' || state === 'cancelled';
  const stopped = errand.old === 'withCitizen' && !isFinal(errand.pickup) ? stopPickup(errand) : step(errand);
  const moved = toSite({ ...stopped.errand, fresh: 'backAtDesk' });
  const receive: readonly ErrandEffect[] = isBack ? [] : [{ kind: 'staffTask', task: 'receive-new-certificate-back' }];
  return step(moved.errand, ...receive, ...stopped.effects, ...moved.effects);
}

function toSite(errand: Errand): ErrandStep {
  const moved: Errand = { ...errand, way: 'dropOff' };
  return errand.site === undefined
    ? step(moved, { kind: 'tell', tiding: 'siteToBeAgreed' }, { kind: 'staffTask', task: 'agree-on-site' })
    : step(moved, { kind: 'tell', tiding: 'bringToSite' });
}

/** The gate: the only place where a new certificate is let go. */
function release(errand: Errand): ErrandStep | undefined {
  if (errand.fresh !== 'made' && errand.fresh !== 'backAtDesk') return undefined;
  const oldIsIn = errand.old === 'scannedIn' || errand.old === 'voided';
  const gone: Errand = { ...errand, fresh: 'released' };
  const { copy } = errand;
  switch (errand.way) {
    case 'collectFirst':
      return oldIsIn ? sendByCourier(gone) : undefined;
    case 'collectOnDelivery':
      return oldIsIn || errand.old === 'onTheWay' || errand.old === 'atDesk' ? sendByCourier(gone) : exchangeAtDoor(gone);
    case 'dropOff':
      if (errand.site === undefined) return undefined;
      return step(
        gone,
        { kind: 'release', copy, via: 'site', site: errand.site },
        { kind: 'staffTask', task: 'bring-new-certificate-to-site' },
      );
  }
}

function sendByCourier(errand: Errand): ErrandStep {
  const started = startLeg(errand, 'deliver');
  return step(
    started.errand,
    { kind: 'release', copy: errand.copy, via: 'courier' },
    { kind: 'tell', tiding: 'newLeaves' },
    ...started.effects,
  );
}

/** A lost old one waits for the authority, at the door as anywhere. */
function exchangeAtDoor(errand: Errand): ErrandStep | undefined {
  if (errand.old !== 'withCitizen') return undefined;
  const renewed = errand.pickup.state === 'planned' ? errand : withNewPickup(errand);
  if (renewed === undefined) return undefined;
  const sent = sendByCourier(renewed);
  const asked = startLeg(sent.errand, 'pickup');
  const { pickup, deliver } = asked.errand;
  return step(asked.errand, ...sent.effects, ...asked.effects, { kind: 'exchange', pickup: pickup.id, deliver: deliver.id });
}

/** Undefined while the earlier pick-up is still being taken back. */
function withNewPickup(errand: Errand): Errand | undefined {
  if (!isFinal(errand.pickup)) return undefined;
  const pickups = errand.pickups + 1;
  const { address, appointment } = errand.pickup;
  return { ...errand, pickups, pickup: planDelivery(`${errand.caseNumber}-old${pickups}`, 'pickup', address, appointment) };
}

function finished(errand: Errand): ErrandStep | undefined {
  const isOver = errand.fresh === 'withCitizen' && (errand.old === 'scannedIn' || errand.old === 'voided');
  return isOver ? step({ ...errand, state: 'done' }, { kind: 'tell', tiding: 'done' }) : undefined;
}

/** A withdrawn case ends when it is known where the old certificate is; if it is with us, it goes back. */
function withdrawnAtLast(errand: Errand): ErrandStep | undefined {
  if (['atDesk', 'deposited', 'scannedIn'].includes(errand.old)) {
    const back: ErrandEffect = { kind: 'staffTask', task: 'send-old-certificate-back' };
    return step({ ...errand, state: 'withdrawn', old: 'goingBack' }, { kind: 'tell', tiding: 'withdrawn' }, back);
  }
  const isLost = errand.pickup.state === 'lost' || errand.pickup.state === 'damaged' || errand.old === 'lost';
  const lost: readonly ErrandEffect[] =
    isLost && errand.old !== 'lost' ? [{ kind: 'staffTask', task: 'lost-old-certificate' }] : [];
  if (!isLost && !isFinal(errand.pickup)) return undefined;
  const old = errand.pickup.state === 'returned' ? 'withCitizen' : errand.old;
  return step({ ...errand, state: 'withdrawn', old: isLost ? 'lost' : old }, { kind: 'tell', tiding: 'withdrawn' }, ...lost);
}

function startLeg(errand: Errand, leg: Leg): ErrandStep {
  return feed(errand, leg, 'start');
}

function stopPickup(errand: Errand): ErrandStep {
  return feed(errand, 'pickup', 'stop');
}

function feed(errand: Errand, leg: Leg, type: 'start' | 'stop'): ErrandStep {
  const { delivery, effects } = transition(errand[leg], { type });
  return step({ ...errand, [leg]: delivery }, ...effects.map((effect) => ({ kind: 'leg', leg, effect }) as const));
}

function step(errand: Errand, ...effects: readonly ErrandEffect[]): ErrandStep {
  return { errand, effects };
}

const openRules: readonly Rule[] = [
  oldCollected,
  oldArrived,
  oldLost,
  oldNotCollectable,
  newArrived,
  newLost,
  newNotDeliverable,
  release,
  finished,
];
