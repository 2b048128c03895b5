import type { CaseNumber } from '#contracts/basics/ids.ts';
import type { Intent } from '#contracts/ipc/api.ts';
import { itemOfBare } from './bare-item.ts';
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
    item: itemOfBare({
      id: found.itemId,
      version: found.withdrawal.itemVersion,
      flow: 'withdrawal',
      title: found.title,
      workingDays: 0,
    }),
    values: {},
    problems: {},
    opened: [],
    receipt: { state: 'notPrinted' },
    withdrawal: { about: found.caseNumber as CaseNumber },
  } as const;
  return submit(withVisit(state, { flow }), world);
}
