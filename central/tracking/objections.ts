import { isValidIdNumber } from '#contracts/basics/id-number.ts';
import type { Act } from '#contracts/domain/act.ts';
import type { ServiceItem } from '#contracts/domain/service-item.ts';

/**
 * Why an act on an item cannot be accepted, whatever its contents; undefined when it can. The words are for central staff: they name
 * what is wrong and quote nothing.
 */
export function findObjection(act: Act, item: ServiceItem | undefined, flow: ServiceItem['flow']): string | undefined {
  if (!item) return 'unknown-item';
  if (item.flow !== flow) return 'other-flow';
  if (!item.assurance.includes(act.verification.method)) return 'verification-too-weak';
  // A 2017 permanent residence card bears letters and an own check; the other three follow GB 11643.
  if (act.actor.layout !== 'I' && !isValidIdNumber(act.actor.idNumber)) return 'id-number';
  return undefined;
}
