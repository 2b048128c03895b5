import { assertNever } from '#contracts/basics/asserts.ts';
import { transition } from './delivery.ts';
import type { DeliveryEvent } from './delivery-state.ts';
import { isFinal } from './delivery-state.ts';
import { settle } from './errand-rules.ts';
import type { Errand, ErrandEffect, ErrandEvent, ErrandStep, Leg, LegEvent, OldState } from './errand-state.ts';

/** Pure. What does not fit changes nothing; `done` and `withdrawn` take nothing in any more. */
export function advance(errand: Errand, event: ErrandEvent): ErrandStep {
  if (errand.state === 'done' || errand.state === 'withdrawn') return { errand, effects: [] };
  if (!heard[errand.state](event.type)) return { errand, effects: [] };
  const happened = happen(errand, event);
  const settled = settle(happened.errand);
  return { errand: settled.errand, effects: [...happened.effects, ...settled.effects] };
}

const whilePlanned: ReadonlySet<ErrandEvent['type']> = new Set<ErrandEvent['type']>([
  'begin',
  'newMade',
  'withdraw',
  'appointed',
  'addressChanged',
]);
const whileWithdrawing: ReadonlySet<ErrandEvent['type']> = new Set<ErrandEvent['type']>(['leg', 'oldScanned', 'oldDeposited']);

const heard = {
  planned: (type: ErrandEvent['type']) => whilePlanned.has(type),
  open: () => true,
  withdrawing: (type: ErrandEvent['type']) => whileWithdrawing.has(type),
} as const;

function happen(errand: Errand, event: ErrandEvent): ErrandStep {
  switch (event.type) {
    case 'begin':
      return errand.state === 'planned' ? begin(errand) : same(errand);
    case 'leg':
      return isForLeg(errand, event) ? runLeg(errand, event.leg, event.event) : same(errand);
    case 'newMade':
      return same(errand.fresh === 'notMade' ? { ...errand, fresh: 'made' } : errand);
    case 'oldScanned':
      return ['voided', 'scannedIn', 'goingBack'].includes(errand.old)
        ? same(errand)
        : step({ ...errand, old: 'scannedIn' }, { kind: 'tell', tiding: 'oldScanned' });
    case 'oldVoided':
      return errand.old === 'lost' ? step({ ...errand, old: 'voided' }, { kind: 'tell', tiding: 'oldVoided' }) : same(errand);
    case 'siteChosen':
      return chooseSite(errand, event.site);
    case 'oldDeposited':
      return errand.way === 'dropOff' && ['withCitizen', 'onTheWay'].includes(errand.old) && event.site === errand.site
        ? step({ ...errand, old: 'deposited' }, { kind: 'staffTask', task: 'scan-old-certificate' })
        : same(errand);
    case 'arrivedAtSite':
      return errand.way === 'dropOff' && errand.fresh === 'released' && event.site === errand.site
        ? step(
            { ...errand, fresh: 'atSite' },
            { kind: 'tell', tiding: 'readyAtSite' },
            { kind: 'staffTask', task: 'hand-over-at-site' },
          )
        : same(errand);
    case 'handedOver':
      return handOver(errand, event);
    case 'appointed':
    case 'addressChanged':
      return forward(errand, event);
    case 'withdraw':
      return withdraw(errand);
    case 'exchangeCheckDue':
      return errand.old === 'withCitizen' && errand.fresh === 'withCitizen'
        ? step(errand, { kind: 'staffTask', task: 'old-certificate-not-exchanged' })
        : same(errand);
    default:
      return assertNever(event);
  }
}

function begin(errand: Errand): ErrandStep {
  const open: Errand = { ...errand, state: 'open' };
  const told: ErrandEffect = { kind: 'tell', tiding: 'begun' };
  if (errand.way !== 'collectFirst') return step(open, told);
  const started = runLeg(open, 'pickup', { type: 'start' });
  return step(started.errand, told, ...started.effects);
}

const legEvents: ReadonlySet<string> = new Set<LegEvent['type']>([
  'ordered',
  'answerLost',
  'orderRefused',
  'searched',
  'reported',
  'orderCancelled',
  'cancelTooLate',
]);

/** Nobody starts or stops a leg past the errand: the new certificate has one gate. */
function isForLeg(errand: Errand, { leg, event }: ErrandEvent & { type: 'leg' }): boolean {
  return legEvents.has(event.type) || (event.type === 'start' && errand[leg].state === 'stuck');
}

function runLeg(errand: Errand, leg: Leg, event: DeliveryEvent): ErrandStep {
  const { delivery, effects } = transition(errand[leg], event);
  return step({ ...errand, [leg]: delivery }, ...effects.map((effect) => ({ kind: 'leg', leg, effect }) as const));
}

function chooseSite(errand: Errand, site: string): ErrandStep {
  // Once the new one is on its way, it is too late to meet it elsewhere.
  if (errand.fresh === 'released' || errand.fresh === 'atSite' || errand.fresh === 'withCitizen') return same(errand);
  const stopped = stopLegs({ ...errand, way: 'dropOff', site });
  return step(stopped.errand, { kind: 'tell', tiding: 'bringToSite' }, ...stopped.effects);
}

function stopLegs(errand: Errand): ErrandStep {
  const first = isFinal(errand.pickup) ? same(errand) : runLeg(errand, 'pickup', { type: 'stop' });
  const second = isFinal(errand.deliver) ? same(first.errand) : runLeg(first.errand, 'deliver', { type: 'stop' });
  return step(second.errand, ...first.effects, ...second.effects);
}

const oldIsIn: ReadonlySet<OldState> = new Set<OldState>(['deposited', 'scannedIn', 'voided']);

function handOver(errand: Errand, { site, card, face }: ErrandEvent & { type: 'handedOver' }): ErrandStep {
  if (errand.way !== 'dropOff' || errand.fresh !== 'atSite' || site !== errand.site) return same(errand);
  return card && face && oldIsIn.has(errand.old)
    ? same({ ...errand, fresh: 'withCitizen' })
    : step(errand, { kind: 'tell', tiding: 'handOverRefused' });
}

/** A new time or address is for what still concerns the citizen's door. */
function forward(errand: Errand, event: DeliveryEvent & { type: 'appointed' | 'addressChanged' }): ErrandStep {
  const isOldOut = errand.old === 'withCitizen' && !isFinal(errand.pickup);
  const first = isOldOut ? runLeg(errand, 'pickup', event) : same(errand);
  const isNewConcerned =
    !isFinal(errand.deliver) && (!isOldOut || errand.way === 'collectOnDelivery' || event.type === 'addressChanged');
  const second = isNewConcerned ? runLeg(first.errand, 'deliver', event) : same(first.errand);
  return step(second.errand, ...first.effects, ...second.effects);
}

function withdraw(errand: Errand): ErrandStep {
  if (errand.state === 'planned') return step({ ...errand, state: 'withdrawn' }, { kind: 'tell', tiding: 'withdrawn' });
  const isHere = errand.fresh === 'notMade' || errand.fresh === 'made' || errand.fresh === 'backAtDesk';
  if (!isHere) return step(errand, { kind: 'tell', tiding: 'tooLateToWithdraw' });
  return stopLegs({ ...errand, state: 'withdrawing' });
}

function same(errand: Errand): ErrandStep {
  return { errand, effects: [] };
}

function step(errand: Errand, ...effects: readonly ErrandEffect[]): ErrandStep {
  return { errand, effects };
}
