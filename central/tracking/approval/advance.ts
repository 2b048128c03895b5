import { sql } from 'kysely';
import { instantOf } from '#contracts/basics/clock.ts';
import { readParties } from '../../parties/index.ts';
import type { PartyRecord } from '../../parties/index.ts';
import type { Db } from '../../store/index.ts';
import { inTransaction } from '../../store/index.ts';
import { moveCase } from './case-machine.ts';
import type { CaseMove, CasePlan, CaseState } from './case-machine.ts';
import type { ApprovalCaseRow, SealedCase } from './case-rows.ts';
import { caseStateOf, planOf } from './case-rows.ts';
import type { CaseOutcome, CaseParts } from './outcomes.ts';
import { writeOutcomes } from './outcomes.ts';

const delays = { pollMs: 250 } as const;
const casesAtOnce = 100;
/** While the database works for one, the other decides. */
const lanes = 2;

/**
 * Takes up to 100 cases that are ready as far as they go without anybody, in one transaction; other processes take others.
 * @returns how many.
 */
export async function advanceCases(db: Db, parts: CaseParts): Promise<number> {
  const at = instantOf(parts.clock.now());
  return inTransaction(db, parts.clock, async (tx) => {
    const ready = await sql<ApprovalCaseRow>`
      SELECT * FROM approval_case WHERE wake_at <= ${at} ORDER BY wake_at LIMIT ${casesAtOnce} FOR UPDATE SKIP LOCKED`.execute(
      tx,
    );
    if (ready.rows.length === 0) return 0;
    const keys = [...new Set(ready.rows.map(({ party_key }) => party_key))];
    const records = new Map((await readParties(tx, keys)).map((record) => [record.party.party_key, record]));
    const seals = await parts.seals.find(tx, keys);
    const outcomes = await Promise.all(
      ready.rows.map(async (row): Promise<CaseOutcome> => {
        const item = await parts.itemOf(row.item_id, row.item_version);
        const sealed = seals.get(row.party_key)?.open<SealedCase>(row.sealed);
        const plan = planOf(item, sealed?.handover.way ?? 'none');
        const checksOut = sealed !== undefined && agrees(row, records.get(row.party_key));
        const move = advanceFar(plan, caseStateOf(row), checksOut);
        return { row, item, move, actor: 'system', ...(sealed && { known: sealed }) };
      }),
    );
    await writeOutcomes(tx, parts, outcomes, at);
    for (const { row, move } of outcomes)
      parts.log('case.moved', { case: row.case_number, step: move.state.step, waiting: move.state.waiting });
    return ready.rows.length;
  });
}

/** Steps that wait for nobody have no effect outside the transaction: all of them are one move. */
function advanceFar(plan: CasePlan, state: CaseState, checksOut: boolean): CaseMove {
  let whole: CaseMove = { state, effects: [] };
  // A process has no circles; whoever made one is stopped by its length.
  for (let left = plan.process.length; left > 0 && whole.state.waiting === 'ready'; left--) {
    const { state: next, effects } = moveCase(plan, whole.state, { type: 'advance', checksOut });
    whole = { state: next, effects: [...whole.effects, ...effects] };
  }
  return whole;
}

/** What the automatic checks look at: the party is in order, and the certificate is still the one that the person saw. */
function agrees(row: ApprovalCaseRow, record: PartyRecord | undefined): boolean {
  if (!record || record.party.status !== 'normal' || record.party.open_case === true) return false;
  if (row.certificate === '') return true;
  const current = record.certificates.find(({ number }) => number === row.certificate);
  return (
    current !== undefined &&
    (current.version === row.base_version || current.case_number === row.case_number) &&
    current.status !== 'revoked'
  );
}

/** Carries on with whatever is ready, until closed. */
export interface CaseClockwork {
  /** Looks at once, instead of at the next poll. */
  wake(): void;
  close(): Promise<void>;
}

export function startCaseClockwork(db: Db, parts: CaseParts): CaseClockwork {
  let closed = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = (): void => undefined;

  async function round(): Promise<void> {
    const lane = async (): Promise<void> => {
      while (!closed && (await advanceCases(db, parts)) === casesAtOnce);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  function schedule(delayMs: number): void {
    cancel();
    if (closed) return;
    cancel = parts.clock.after(delayMs, () => {
      running = round()
        .catch((error: unknown) =>
          parts.log('job.failed', { queue: 'case.advance', error: error instanceof Error ? error.name : 'unknown' }),
        )
        .then(() => schedule(delays.pollMs));
    });
  }
  schedule(0);

  return {
    wake: () => void running.then(() => schedule(0)),
    async close() {
      closed = true;
      cancel();
      await running;
    },
  };
}
