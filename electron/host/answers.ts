import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { KnownAct } from '../journal/acts.ts';
import type { RecordedAct } from '../session/state.ts';

/** What the centre's verified receipt means for the person. */
export type Answer = Pick<RecordedAct, 'outcome' | 'ref' | 'code' | 'dueOn'>;

export function isAnswered(act: KnownAct): boolean {
  return act.state === 'applied' || act.state === 'superseded' || act.state === 'rejected';
}

/** What the person hears of an act that was applied: a certificate is made, a case taken back; the rest is decided later. */
const appliedOutcomes: Partial<Record<KnownAct['kind'], RecordedAct['outcome']>> = {
  'certificate.issue': 'done',
  'certificate.reprint': 'done',
  'case.withdraw': 'withdrawn',
};

/** Why an act was too late, where that says more than that something newer stands. */
const supersededCodes: Partial<Record<KnownAct['kind'], ErrorCode>> = {
  'case.withdraw': 'CAS-001',
  'certificate.reprint': 'CAS-002',
};

export function answerOf(act: KnownAct): Answer {
  switch (act.state) {
    case 'applied': {
      const ref = act.receipt?.ref;
      return { outcome: appliedOutcomes[act.kind] ?? 'accepted', ...(ref && { ref }) };
    }
    case 'superseded':
      return { outcome: 'refused', code: supersededCodes[act.kind] ?? 'SYN-002' };
    case 'rejected':
      return { outcome: 'refused', code: 'SYN-001' };
    case 'dead':
      return { outcome: 'queued', code: 'SYN-003' };
    case 'queued':
      return { outcome: 'queued', code: 'SYN-005' };
  }
}
