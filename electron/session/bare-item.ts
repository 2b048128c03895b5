import type { ServiceItemId } from '#contracts/basics/ids.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { FlowItem } from '#contracts/domain/service-item.ts';

/** What receipts and results need of an item that no catalogue here knows: a proposal, or a case that is taken back. */
export interface BareItem {
  readonly id: string;
  readonly version: number;
  readonly flow: 'proposal' | 'withdrawal';
  readonly title: LocalizedText;
  readonly workingDays: number;
}

export function itemOfBare({ id, version, flow, title, workingDays }: BareItem): FlowItem {
  return {
    id: id as ServiceItemId,
    version,
    kind: 'approval',
    flow,
    icon: 'document',
    title,
    summary: title,
    department: title,
    minutes: 1,
    workingDays,
    feeFen: 0,
    result: title,
    materials: [],
    consent: [title],
    assurance: ['face', 'sms', 'staff'],
    offline: 'offlineAccept',
    rated: false,
  };
}

/** Undefined for an item of the catalogue, which is found there again. */
export function bareOf({ id, version, flow, title, workingDays }: FlowItem): BareItem | undefined {
  return flow === 'proposal' || flow === 'withdrawal' ? { id, version, flow, title, workingDays } : undefined;
}
