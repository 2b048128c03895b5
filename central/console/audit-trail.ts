import { atCentre, writeAudit } from '../store/index.ts';
import type { ConsoleParts } from './parts.ts';
import type { StaffSession } from './sessions.ts';

export interface StaffFact {
  readonly action: string;
  /** `asked` before a change is carried out, then `ok` or why it was refused. */
  readonly outcome: string;
  readonly person?: string | undefined;
  readonly subject?: string | undefined;
  readonly purpose?: string | undefined;
}

/** One entry of the audit log: which member of staff, in which session, did what about whom. */
export async function writeStaffAudit(
  { db, clock }: Pick<ConsoleParts, 'db' | 'clock'>,
  staff: StaffSession,
  { action, outcome, person = '', subject = '', purpose = action }: StaffFact,
): Promise<void> {
  await writeAudit(db, clock, {
    terminal: atCentre,
    action,
    outcome,
    purpose,
    subject,
    session: staff.id.slice(0, 16),
    personKey: person,
    verification: 'staff:oidc',
    actor: `staff:${staff.subject}`,
  });
}
