import type { Instant } from '#contracts/basics/clock.ts';
import type { Act } from '#contracts/domain/act.ts';
import type { Decision } from '../sync/index.ts';
import { caseRows } from './case-rows.ts';
import { stepTexts } from './step-texts.ts';
import type { TrackingParts } from './tracking-parts.ts';

/** The act is refused for good; the person finds that, in plain words, among their cases. */
export function refusal(parts: TrackingParts, act: Act, at: Instant, detail: string): Decision {
  const personKey = parts.pseudonyms.personKey(act.actor.idNumber);
  const rows = caseRows(act, at, { personKey, state: 'rejected', steps: [{ at, what: stepTexts.refused }] });
  return { code: 'rejected', ref: '', reason: 'SYN-001', detail, rows };
}
