import type { Clock } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { Act } from '#contracts/domain/act.ts';
import type { ServiceItem } from '#contracts/domain/service-item.ts';
import type { Catalogue, WorkingCalendar } from '../process/index.ts';
import type { Pseudonyms } from '../store/index.ts';
import type { CertificateNumbers } from './certificate-numbers.ts';

/** What the handlers of acts decide with. */
export interface TrackingParts {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly pseudonyms: Pseudonyms;
  readonly numbers: CertificateNumbers;
  readonly calendar: WorkingCalendar;
  /** The item of each act, in the version that the act began with; an act whose item is unknown is left out. */
  itemsOf(acts: readonly Act[]): Promise<ReadonlyMap<string, ServiceItem>>;
}

/** @param catalogue answers from memory for every version but the first time. */
export function itemsReader(catalogue: Catalogue): TrackingParts['itemsOf'] {
  return async (acts) => {
    const items = new Map<string, ServiceItem>();
    for (const act of acts) {
      const item = await catalogue.findVersion(act.itemId, act.itemVersion);
      if (item) items.set(act.id, item);
    }
    return items;
  };
}
