import type { KnownAct } from '../journal/acts.ts';
import type { RecordedAct } from '../session/state.ts';

/** What the centre's verified receipt means for the person. */
export type Answer = Pick<RecordedAct, 'outcome' | 'ref' | 'code' | 'dueOn'>;

export function isAnswered(act: KnownAct): boolean {
  return act.state === 'applied' || act.state === 'superseded' || act.state === 'rejected';
}

/** What the person hears of an act that was applied: a certificate is made, a case taken back; the rest is decided later. */
function appliedOutcome(kind: KnownAct['kind']): RecordedAct['outcome'] {
  if (kind === 'certificate.issue') return 'done';
  return kind === 'case.withdraw' ? 'withdrawn' : 'accepted';
}

export function answerOf(act: KnownAct): Answer {
  switch (act.state) {
    case 'applied': {
      const ref = act.receipt?.ref;
      return { outcome: appliedOutcome(act.kind), ...(ref && { ref }) };
    }
    case 'superseded':
      return { outcome: 'refused', code: act.kind === 'case.withdraw' ? 'CAS-001' : 'SYN-002' };
    case 'rejected':
      return { outcome: 'refused', code: 'SYN-001' };
    case 'dead':
      return { outcome: 'queued', code: 'SYN-003' };
    case 'queued':
      return { outcome: 'queued', code: 'SYN-005' };
  }
}
