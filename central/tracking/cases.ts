import { sql } from 'kysely';
import type { Clock, Instant, LocalDate } from '#contracts/basics/clock.ts';
import { localDateOf } from '#contracts/basics/clock.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { Catalogue } from '../process/index.ts';
import type { Db, Tx } from '../store/index.ts';
import type { ItemReader } from './approval/person-cases.ts';
import { findApprovalCase } from './approval/person-cases.ts';
import { mayPrintAgain } from './certificate-copy.ts';

const newestCases = 50;
const newestSteps = 40;

/** The person's cases, newest first, as they may read them. */
export async function listCases(
  db: Db,
  { catalogue, clock }: { readonly catalogue: Catalogue; readonly clock: Clock },
  personKey: string,
): Promise<CaseSummary[]> {
  const today = localDateOf(clock.now());
  const rows = await db
    .selectFrom('service_case as c')
    .leftJoin('certificate as k', 'k.number', 'c.certificate_number')
    .selectAll('c')
    .select(['k.check_code', 'k.issued_at', 'k.state as certificate_state'])
    .where('c.person_key', '=', personKey)
    .orderBy('c.opened_at', 'desc')
    .limit(newestCases)
    .execute();
  const steps = await stepsOf(
    db,
    personKey,
    rows.map((row) => row.act_id),
  );
  return Promise.all(
    rows.map(async (row): Promise<CaseSummary> => {
      const item = await catalogue.findVersion(row.item_id, row.item_version);
      return {
        caseNumber: row.case_number,
        itemId: row.item_id,
        title: item?.title ?? { 'zh-CN': row.item_id, en: row.item_id },
        state: row.state,
        at: row.opened_at,
        ...(row.due_on !== null && { dueOn: row.due_on }),
        steps: (steps.get(row.act_id) ?? []).slice(-newestSteps),
        ...certificateOf(row, today),
      };
    }),
  );
}

interface CertificateColumns {
  readonly certificate_number: string | null;
  readonly check_code: string | null;
  readonly issued_at: Instant | null;
  readonly certificate_state: string | null;
}

function certificateOf(row: CertificateColumns, today: LocalDate): Pick<CaseSummary, 'certificate'> {
  const { certificate_number: number, check_code: checkCode, issued_at: issuedAt, certificate_state: state } = row;
  if (number === null || checkCode === null || issuedAt === null || state === null) return {};
  return { certificate: { number, checkCode, mayPrint: mayPrintAgain({ state, issued_at: issuedAt }, today) } };
}

async function stepsOf(db: Db, personKey: string, acts: readonly string[]): Promise<Map<string, CaseSummary['steps']>> {
  if (acts.length === 0) return new Map();
  const rows = await db
    .selectFrom('case_step')
    .select(['act_id', 'at', 'what'])
    .where('person_key', '=', personKey)
    .where('act_id', 'in', acts)
    .orderBy('act_id')
    .orderBy('n')
    .execute();
  const grouped = Map.groupBy(rows, (row) => row.act_id);
  return new Map([...grouped].map(([act, list]) => [act, list.map(({ at, what }) => ({ at, what }))]));
}

/** What a public page may show of an act: no name, no number, only what happens to it. */
export interface ActProgress {
  readonly title: LocalizedText | undefined;
  readonly state: CaseSummary['state'];
  readonly dueOn: string | null;
  readonly steps: CaseSummary['steps'];
}

/**
 * By the act's id and the beginning of its hash, as both stand in the QR of a receipt. @param hashPrefix at least 8 hex digits of
 * the record's chain hash or of the SHA-256 of its body. Undefined when nothing like it has arrived.
 */
export async function findActProgress(
  db: Db,
  { catalogue, approvalItem }: { readonly catalogue: Catalogue; readonly approvalItem: ItemReader },
  actId: string,
  hashPrefix: string,
): Promise<ActProgress | undefined> {
  const found = await sql<ArrivedAct>`
    SELECT state, kind, receipt::json ->> 'ref' AS ref FROM inbox
    WHERE id = ${actId}::uuid AND (starts_with(hash, ${hashPrefix}) OR starts_with(body_hash, ${hashPrefix}))`.execute(db);
  const arrived = found.rows[0];
  if (!arrived) return undefined;
  const approval = await findApprovalCase(db, approvalItem, actId);
  if (approval) return { title: approval.title, state: approval.state, dueOn: approval.dueOn ?? null, steps: approval.steps };
  const opening = arrived.kind === 'certificate.reprint' ? await actOfCertificate(db, arrived.ref) : actId;
  const row = opening && (await db.selectFrom('service_case').selectAll().where('act_id', '=', opening).executeTakeFirst());
  if (!row) return { title: undefined, state: stateWithoutCase[arrived.state] ?? 'queued', dueOn: null, steps: [] };
  const item = await catalogue.findVersion(row.item_id, row.item_version);
  const steps = await stepsOf(db, row.person_key, [row.act_id]);
  return { title: item?.title, state: row.state, dueOn: row.due_on, steps: steps.get(row.act_id) ?? [] };
}

interface ArrivedAct {
  readonly state: string;
  readonly kind: string;
  /** Of its receipt; null while it has none. */
  readonly ref: string | null;
}

/** A certificate that was printed again is the one that was issued: by the receipt's `<number>|<check code>`, the act that issued it. */
async function actOfCertificate(db: Db, ref: string | null): Promise<string | undefined> {
  const [number = ''] = (ref ?? '').split('|');
  const row = await db.selectFrom('certificate').select('act_id').where('number', '=', number).executeTakeFirst();
  return row?.act_id;
}

const stateWithoutCase: Readonly<Record<string, CaseSummary['state']>> = {
  applied: 'done',
  superseded: 'superseded',
  rejected: 'rejected',
};

/** Moves a case on and tells why, in the transaction of what caused it. */
export async function moveCase(
  tx: Tx,
  personKey: string,
  actId: string,
  state: CaseSummary['state'],
  step: { readonly at: Instant; readonly what: LocalizedText },
): Promise<void> {
  await tx.updateTable('service_case').set({ state }).where('person_key', '=', personKey).where('act_id', '=', actId).execute();
  await addStep(tx, personKey, actId, step);
}

/** Tells what happened to a case. */
export async function addStep(
  tx: Tx,
  personKey: string,
  actId: string,
  step: { readonly at: Instant; readonly what: LocalizedText },
): Promise<void> {
  await sql`INSERT INTO case_step
    SELECT ${personKey}, ${actId}::uuid, coalesce(max(n), 0) + 1, ${step.at}::timestamptz, ${JSON.stringify(step.what)}::jsonb
    FROM case_step WHERE person_key = ${personKey} AND act_id = ${actId}::uuid`.execute(tx);
}
