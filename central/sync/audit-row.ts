import type { Clock } from '#contracts/basics/clock.ts';
import type { AuditRow } from '../store/index.ts';
import { auditRow } from '../store/index.ts';
import type { Outcome } from './apply.ts';
import type { EffectRows } from './handler.ts';

/**
 * The audit entry of an act that became final: it has the act's own id, so that there is one and whoever holds the receipt can ask for
 * it, and the hash that the receipt's QR begins with.
 */
export function auditRowOf(clock: Clock, outcome: Outcome): AuditRow[] {
  if (outcome.is !== 'final') return [];
  const { candidate, decision } = outcome;
  const act = candidate.reading.is === 'act' ? candidate.reading.act : undefined;
  const row = auditRow(
    clock,
    {
      terminal: candidate.row.terminal_id,
      action: `act.${candidate.row.kind}`,
      session: candidate.row.session ?? '',
      personKey: decision.personKey ?? personOf(decision.rows),
      purpose: act?.itemId ?? '',
      verification: act ? `${act.verification.method}:${act.verification.policy}` : 'none',
      outcome: decision.reason || 'ok',
      subject: act?.caseNumber ?? '',
      dataHash: candidate.row.hash,
    },
    candidate.id,
  );
  return [row];
}

/** The rows that concern a person name them; those of a rating do not. */
function personOf({ service_case: cases, certificate, confirmation }: EffectRows): string {
  return (cases ?? certificate ?? confirmation)?.[0]?.person_key ?? '';
}
