import type { CaseNumber, ServiceItemId } from '#contracts/basics/ids.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import type { FlowItem } from '#contracts/domain/service-item.ts';
import type { Intent } from '#contracts/ipc/api.ts';
import type { Transition, World } from './events.ts';
import { stay, visitOf, withVisit } from './moves.ts';
import type { SessionState } from './state.ts';
import { submit } from './submit.ts';

/** 撤回: a case that the centre says may still be taken back, by who confirmed it. It is an act like any other: stored, sent, receipted. */
export function onWithdrawalIntent(state: SessionState, intent: Intent, world: World): Transition | undefined {
  if (state.phase.name !== 'progress' || intent.type !== 'withdrawCase') return undefined;
  const found = visitOf(state).cases.list.find(({ caseNumber }) => caseNumber === intent.caseNumber);
  if (!found?.withdrawal) return stay(state);
  const flow = {
    item: itemOfCase(found, found.withdrawal.itemVersion),
    values: {},
    problems: {},
    opened: [],
    receipt: { state: 'notPrinted' },
    withdrawal: { about: found.caseNumber as CaseNumber },
  } as const;
  return submit(withVisit(state, { flow }), world);
}

/** A case as receipts and results name what is taken back. */
function itemOfCase({ itemId, title }: CaseSummary, version: number): FlowItem {
  return {
    id: itemId as ServiceItemId,
    version,
    kind: 'approval',
    flow: 'withdrawal',
    icon: 'document',
    title,
    summary: title,
    department: title,
    minutes: 1,
    workingDays: 0,
    feeFen: 0,
    result: title,
    materials: [],
    consent: [title],
    assurance: ['face', 'sms', 'staff'],
    offline: 'offlineAccept',
    rated: false,
  };
}
