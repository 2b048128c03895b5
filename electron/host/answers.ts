import type { KnownAct } from '../journal/acts.ts';
import type { RecordedAct } from '../session/state.ts';

/** What the centre's verified receipt means for the person. */
export type Answer = Pick<RecordedAct, 'outcome' | 'ref' | 'code' | 'dueOn'>;

export function isAnswered(act: KnownAct): boolean {
  return act.state === 'applied' || act.state === 'superseded' || act.state === 'rejected';
}

/** A certificate that was applied is done; a registration is accepted, and decided later. */
export function answerOf(act: KnownAct): Answer {
  switch (act.state) {
    case 'applied': {
      const ref = act.receipt?.ref;
      return { outcome: act.kind === 'certificate.issue' ? 'done' : 'accepted', ...(ref && { ref }) };
    }
    case 'superseded':
      return { outcome: 'refused', code: 'SYN-002' };
    case 'rejected':
      return { outcome: 'refused', code: 'SYN-001' };
    case 'dead':
      return { outcome: 'queued', code: 'SYN-003' };
    case 'queued':
      return { outcome: 'queued', code: 'SYN-005' };
  }
}
