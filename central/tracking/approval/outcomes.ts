import type { Clock, Instant } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import { sourceSystem } from '#contracts/approval/event.ts';
import type { SourceSystem } from '#contracts/approval/event.ts';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { Log } from '#contracts/log/events.ts';
import { takeCertificate } from '../../parties/index.ts';
import type { Db, Jobs, Pseudonyms, QueueName, Seals, Tx } from '../../store/index.ts';
import type { CaseEffect, CaseMove } from './case-machine.ts';
import type { ApprovalCaseRow, CaseNote, SealedCase, StaffTaskRow } from './case-rows.ts';
import { appendNotes, cancelTasks, insertTasks, taskRow, updateCases } from './case-rows.ts';
import { noteText } from './notes.ts';

export interface CaseParts {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly jobs: Jobs;
  readonly seals: Seals;
  readonly pseudonyms: Pseudonyms;
  /** @throws when the version is not there: cases never outlive theirs. */
  readonly itemOf: (id: string, version: number) => Promise<ApprovalItem>;
}

/** What a move of one case comes to, to be written together with others. */
export interface CaseOutcome {
  readonly row: ApprovalCaseRow;
  readonly item: ApprovalItem;
  readonly move: CaseMove;
  /** Who or what moved it: `system`, `department`, `courier`, `person`, `staff:<subject>`. */
  readonly actor: string;
  /** What is to be sealed in it from now on, where that changes. */
  readonly sealed?: SealedCase;
  /** What is sealed in it, where that was opened already. */
  readonly known?: SealedCase;
}

/** Rows and jobs that the effects of moves ask for. Pure but for the ids. */
export function effectRows(
  { clock, random }: Pick<CaseParts, 'clock' | 'random'>,
  { row, item, move, actor }: Omit<CaseOutcome, 'sealed'>,
  at: Instant,
): {
  readonly notes: CaseNote[];
  readonly tasks: StaffTaskRow[];
  readonly jobs: { queue: QueueName; data: Record<string, string> }[];
} {
  const ids = { partyKey: row.party_key, caseNumber: row.case_number };
  const of = <T extends CaseEffect['type']>(type: T): Extract<CaseEffect, { type: T }>[] =>
    move.effects.filter((effect): effect is Extract<CaseEffect, { type: T }> => effect.type === type);
  return {
    notes: of('note').flatMap(({ step, key }) => {
      const what = noteText(item, step, key);
      return what ? [{ party_key: row.party_key, case_number: row.case_number, code: step, at, actor, what }] : [];
    }),
    tasks: of('task').map(({ role, step }) =>
      taskRow({
        id: makeUuidV7(clock.now(), random),
        district: row.district,
        role,
        kind: 'case-step',
        itemId: row.item_id,
        partyKey: row.party_key,
        caseNumber: row.case_number,
        step,
        dueOn: row.due_on,
        at,
      }),
    ),
    jobs: [
      ...of('orderCertificate').map(() => ({ queue: 'case.department' as const, data: ids })),
      ...of('startErrand').map(() => ({ queue: 'case.courier' as const, data: ids })),
      ...of('tell').map(({ template }) => ({ queue: 'case.message' as const, data: { ...ids, template } })),
    ],
  };
}

/**
 * Writes moves of cases whose rows the caller has locked, in the caller's transaction: a few statements for any number of cases.
 * @throws when a case was changed in between, which the lock forbids.
 */
export async function writeOutcomes(tx: Tx, parts: CaseParts, outcomes: readonly CaseOutcome[], at: Instant): Promise<void> {
  const moved = outcomes.filter(({ row, move }) => move.state !== row.state);
  if (moved.length === 0) return;
  const effects = moved.map((outcome) => effectRows(parts, outcome, at));
  const seals = await parts.seals.ensure(
    tx,
    moved.filter(({ sealed }) => sealed).map(({ row }) => row.party_key),
  );
  const changes = moved.map(({ row, move, sealed }) => {
    const text = sealed && seals.get(row.party_key)?.seal(sealed);
    const wakeAt = move.state.waiting === 'ready' ? at : null;
    const { party_key, case_number, revision } = row;
    return {
      party_key,
      case_number,
      revision,
      state: move.state,
      wake_at: wakeAt,
      at,
      ...(text !== undefined && { sealed: text }),
    };
  });
  if ((await updateCases(tx, changes)) !== moved.length) throw new Error('a case was changed by another hand');
  await appendNotes(
    tx,
    effects.flatMap(({ notes }) => notes),
  );
  await cancelTasks(
    tx,
    moved.filter(({ move }) => move.effects.some(({ type }) => type === 'cancelTasks')).map(({ row }) => row),
    at,
  );
  await insertTasks(
    tx,
    effects.flatMap(({ tasks }) => tasks),
  );
  for (const outcome of moved)
    if (outcome.move.effects.some(({ type }) => type === 'recordCertificate')) await recordCertificate(tx, parts, outcome);
  for (const [queue, jobs] of Map.groupBy(
    effects.flatMap(({ jobs: list }) => list),
    (job) => job.queue,
  ))
    await parts.jobs.enqueue(tx, queue, jobs);
}

export async function openSealedCase(
  tx: Parameters<Seals['find']>[0],
  seals: Seals,
  row: Pick<ApprovalCaseRow, 'party_key' | 'sealed'>,
): Promise<SealedCase | undefined> {
  return (await seals.find(tx, [row.party_key])).get(row.party_key)?.open<SealedCase>(row.sealed);
}

/** The system that keeps the certificate that a case is about; a first certificate is the bureau's. */
export async function keeperOf(
  db: Db,
  row: Pick<ApprovalCaseRow, 'party_key' | 'certificate' | 'base_version'>,
): Promise<SourceSystem> {
  const found = await db
    .selectFrom('party_certificate')
    .select('source')
    .where('party_key', '=', row.party_key)
    .where('number', '=', row.certificate)
    .where('version', '=', row.base_version)
    .executeTakeFirst();
  return sourceSystem.safeParse(found?.source).data ?? 'approval-bureau';
}

/** The new version as the issuing system made it becomes the one that is known of; the old one is superseded. */
async function recordCertificate(tx: Tx, parts: CaseParts, { row, item, sealed, known }: CaseOutcome): Promise<void> {
  const { issued } = sealed ?? known ?? (await openSealedCase(tx, parts.seals, row)) ?? {};
  if (!issued) throw new Error('a certificate is to be recorded that nobody has made');
  const { number, version, fields, validFrom, validTo } = issued;
  const certificate = {
    number,
    version,
    fields,
    validFrom,
    type: item.certificateType,
    holder: { kind: item.serves },
    district: row.district,
    issuer: item.places.find(({ district }) => district === row.district)?.agency.name['zh-CN'] ?? '',
    issuedOn: validFrom,
    status: 'valid' as const,
    ...(validTo !== undefined && { validTo }),
  };
  const source = await keeperOf(tx, row);
  const provenance = { source, at: instantOf(parts.clock.now()), caseNumber: row.case_number };
  await takeCertificate(tx, parts, row.party_key, certificate, provenance);
}
