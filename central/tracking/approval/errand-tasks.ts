import type { Errand, ErrandEvent, Leg } from '../../logistics/index.ts';
import { hall } from '../../logistics/index.ts';

/**
 * What it means for the certificates of a case that staff did a task. Pure. Nothing for tasks that only tell staff what the courier's reports
 * will tell the errand.
 */
export function eventsOfDone(kind: string, errand: Errand): readonly ErrandEvent[] {
  const { site } = errand;
  switch (kind) {
    case 'scan-old-certificate':
    case 'old-certificate-not-exchanged': // it was fetched after all
      return [{ type: 'oldScanned' }];
    case 'lost-old-certificate':
      return [{ type: 'oldVoided' }];
    case 'lost-new-certificate': // another copy was made
      return [{ type: 'newMade' }];
    case 'courier-refuses-order': // what was wrong is mended: the order goes out again
      return (['pickup', 'deliver'] as const)
        .filter((leg: Leg) => errand[leg].state === 'stuck')
        .map((leg) => ({ type: 'leg', leg, event: { type: 'start' } }));
    case 'agree-on-site':
      return [{ type: 'siteChosen', site: hall }];
    case 'bring-new-certificate-to-site':
      return site === undefined ? [] : [{ type: 'arrivedAtSite', site }];
    case 'hand-over-at-site':
      return site === undefined
        ? []
        : [
            { type: 'oldDeposited', site },
            { type: 'handedOver', site, card: true, face: true },
          ];
    default:
      return [];
  }
}
