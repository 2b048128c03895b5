import type { CaseSummary } from '#contracts/domain/case.ts';
import { useTexts } from '../../strings/use-texts.ts';
import { Tag, type TagKind } from '../../ui/tag/tag.tsx';

const states = {
  queued: { kind: 'wait', label: 'common:case.labelQueued' },
  accepted: { kind: 'plain', label: 'common:case.labelAccepted' },
  processing: { kind: 'plain', label: 'common:case.labelProcessing' },
  done: { kind: 'ok', label: 'common:case.labelDone' },
  rejected: { kind: 'stop', label: 'common:case.labelRejected' },
  superseded: { kind: 'plain', label: 'common:case.labelSuperseded' },
} as const satisfies Record<CaseSummary['state'], { kind: TagKind; label: string }>;

/** How far a case is, in a word. */
export function CaseState({ state }: { readonly state: CaseSummary['state'] }) {
  const t = useTexts();
  return <Tag kind={states[state].kind}>{t(states[state].label)}</Tag>;
}
