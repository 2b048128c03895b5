import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { CourierKey, DeliveryEffect, ErrandEffect, Leg } from '../../logistics/index.ts';
import { errandTidingTexts, tidingText } from '../../logistics/index.ts';
import type { JobRequest } from '../../store/index.ts';

/** While a parcel is under way the courier is asked where it is so often: pushes may be lost. */
export const routesEveryMs = 60_000;

/**
 * What the effects of an errand's step come to: orders to write down, work for `case.courier` beside the ids of its case, tasks for the
 * issuing desk, sentences to say.
 */
export interface ErrandWrites {
  readonly orders: readonly { readonly key: CourierKey; readonly leg: Leg }[];
  readonly jobs: readonly JobRequest[];
  readonly tasks: readonly string[];
  readonly says: readonly LocalizedText[];
}

const nothing: ErrandWrites = { orders: [], jobs: [], tasks: [], says: [] };

/** Pure, in the order of the effects. */
export function writesOf(effects: readonly ErrandEffect[]): ErrandWrites {
  const all = effects.map(writesOfOne);
  return {
    orders: all.flatMap(({ orders }) => orders),
    jobs: all.flatMap(({ jobs }) => jobs),
    tasks: all.flatMap(({ tasks }) => tasks),
    says: all.flatMap(({ says }) => says),
  };
}

function writesOfOne(effect: ErrandEffect): ErrandWrites {
  switch (effect.kind) {
    case 'leg':
      return writesOfLeg(effect.leg, effect.effect);
    case 'remind':
      return { ...nothing, jobs: [{ data: { do: 'remind' }, afterMs: effect.afterMs }] };
    case 'staffTask':
      return { ...nothing, tasks: [effect.task] };
    case 'reissue':
      return { ...nothing, tasks: ['lost-new-certificate'] };
    case 'tell':
      return { ...nothing, says: [errandTidingTexts[effect.tiding]] };
    case 'release':
    case 'exchange':
      return nothing; // the orders that belong to them are effects of their own
  }
}

function writesOfLeg(leg: Leg, effect: DeliveryEffect): ErrandWrites {
  switch (effect.kind) {
    case 'order':
    case 'repeatOrder':
      return {
        ...nothing,
        orders: [{ key: effect.key, leg }],
        jobs: [{ data: { do: 'order', leg, key: effect.key } }, { data: { do: 'routes', leg }, afterMs: routesEveryMs }],
      };
    case 'search':
      return { ...nothing, jobs: [{ data: { do: 'search', leg, key: effect.key }, afterMs: effect.afterMs }] };
    case 'cancel':
      return { ...nothing, jobs: [{ data: { do: 'cancel', leg, key: effect.key } }] };
    case 'proof':
      return { ...nothing, jobs: [{ data: { do: 'proof', leg, waybill: effect.waybill } }] };
    case 'tell':
      // That a parcel arrived is told by what it means for the errand.
      return effect.tiding === 'delivered' ? nothing : { ...nothing, says: [tidingText(leg, effect.tiding)] };
    case 'staffTask':
      return { ...nothing, tasks: [effect.task] };
  }
}
