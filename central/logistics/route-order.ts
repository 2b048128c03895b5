import type { ParcelEvent, RouteReport } from './courier-port.ts';

/** Sorts reports by when things happened; the courier's order of sending says nothing. */
export function byTime(a: RouteReport, b: RouteReport): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return rank[a.event] - rank[b.event] || (a.id < b.id ? -1 : 1);
}

/** Which of two entries of the same second came first: the courier's clock has no parts of seconds. */
const rank: Readonly<Record<ParcelEvent, number>> = {
  noted: 0,
  pickedUp: 1,
  inTransit: 2,
  outForDelivery: 3,
  nobodyHome: 4,
  addressProblem: 4,
  atStation: 5,
  refused: 6,
  redirected: 6,
  returned: 7,
  damaged: 7,
  lost: 7,
  delivered: 8,
};
