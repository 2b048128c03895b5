import type { RouteReport } from './courier-port.ts';
import type { Delivery, DeliveryState } from './delivery-state.ts';
import { byTime } from './route-order.ts';

/** What all reports about one parcel say together. */
export interface ParcelWay {
  readonly state: Extract<
    DeliveryState,
    | 'booked'
    | 'pickedUp'
    | 'inTransit'
    | 'outForDelivery'
    | 'atStation'
    | 'missed'
    | 'addressWrong'
    | 'refused'
    | 'returned'
    | 'lost'
    | 'damaged'
    | 'delivered'
  >;
  /** Whether the courier has, or had, the parcel. */
  readonly collected: boolean;
  readonly ended: boolean;
  /** Visits at the citizen's door that failed. */
  readonly failedVisits: number;
  /** Whether the last thing that happened is a visit in vain at the authority's own counter. */
  readonly ownSide: boolean;
  /** Id of the last report that says anything; undefined = none. */
  readonly last: string | undefined;
}

const start: ParcelWay = {
  state: 'booked',
  collected: false,
  ended: false,
  failedVisits: 0,
  ownSide: false,
  last: undefined,
};

/**
 * Reads the reports in the order in which things happened, whatever the order in which they came: late, early and repeated
 * reports lead to the same end. The first end stands.
 */
export function followWay(direction: Delivery['direction'], reports: readonly RouteReport[]): ParcelWay {
  return reports.toSorted(byTime).reduce((way, report) => (way.ended ? way : follow(direction, way, report)), start);
}

function follow(direction: Delivery['direction'], way: ParcelWay, { id, event }: RouteReport): ParcelWay {
  const next = { ...way, last: id, ownSide: false };
  switch (event) {
    case 'noted':
      return way;
    case 'pickedUp':
    case 'inTransit':
    case 'outForDelivery':
    case 'atStation':
      return { ...next, state: event, collected: true };
    case 'redirected':
      return { ...next, state: 'inTransit', collected: true };
    case 'nobodyHome':
    case 'addressProblem':
    case 'refused':
      return failedVisit(direction, way, next, event);
    case 'delivered':
    case 'returned':
    case 'lost':
    case 'damaged':
      return { ...next, state: event, collected: true, ended: true };
  }
}

function failedVisit(
  direction: Delivery['direction'],
  way: ParcelWay,
  next: ParcelWay,
  event: 'nobodyHome' | 'addressProblem' | 'refused',
): ParcelWay {
  const atCitizens = direction === 'pickup' ? !way.collected : way.collected;
  if (!atCitizens) return { ...next, state: way.collected ? 'inTransit' : 'booked', ownSide: true };
  if (event === 'addressProblem') return { ...next, state: 'addressWrong' };
  // Who does not hand the old certificate over may do so another time; who turns a parcel away sends it back.
  if (event === 'refused' && direction === 'deliver') return { ...next, state: 'refused' };
  return { ...next, state: 'missed', failedVisits: way.failedVisits + 1 };
}
