import type { Selectable } from 'kysely';
import type { Instant } from '#contracts/basics/clock.ts';
import type { Act } from '#contracts/domain/act.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { Tables } from '../store/index.ts';
import type { EffectRows } from '../sync/index.ts';

type CaseRow = Selectable<Tables['service_case']>;

/** A case as an act opens it, and what has happened so far. */
export interface NewCase {
  readonly personKey: string;
  readonly state: CaseRow['state'];
  readonly due?: { readonly on: NonNullable<CaseRow['due_on']>; readonly provisional: boolean };
  readonly certificateNumber?: string;
  readonly steps: readonly { readonly at: Instant; readonly what: LocalizedText }[];
}

/** The rows of a new case, under the number that the person's receipt bears. */
export function caseRows(act: Act, at: Instant, opened: NewCase): Pick<EffectRows, 'service_case' | 'case_step'> {
  const { personKey, state, due, certificateNumber, steps } = opened;
  const row: CaseRow = {
    person_key: personKey,
    act_id: act.id,
    terminal_id: act.terminal,
    case_number: act.caseNumber,
    item_id: act.itemId,
    item_version: act.itemVersion,
    state,
    opened_at: at,
    due_on: due?.on ?? null,
    due_provisional: due?.provisional ?? false,
    certificate_number: certificateNumber ?? null,
  };
  return {
    service_case: [row],
    case_step: steps.map((step, index) => ({
      person_key: personKey,
      act_id: act.id,
      n: index + 1,
      at: step.at,
      what: step.what,
    })),
  };
}
