import type { Act } from '#contracts/domain/act.ts';
import type { Tx } from '../store/index.ts';
import { isTransient, underSavepoint } from '../store/index.ts';
import type { Candidate } from './candidate.ts';
import type { ActHandler, ActHandlers, Circumstances, Decision, EffectRows, Judge } from './handler.ts';
import { insertEffects } from './inbox.ts';

/** What became of a candidate in this transaction. `failed` names the error's class only: its text may quote the act. */
export type Outcome =
  | { readonly is: 'final'; readonly candidate: Candidate; readonly decision: Decision }
  | { readonly is: 'parked'; readonly candidate: Candidate }
  | { readonly is: 'failed'; readonly candidate: Candidate; readonly error: string };

/** The next number that each session waits for; grows as acts become final. */
export type SessionHeads = Map<string, number>;

interface Work {
  readonly tx: Tx;
  readonly handlers: ActHandlers;
  readonly circumstances: Circumstances;
}

/**
 * Decides a list of candidates in its order and writes their effects together. When the database or a handler refuses the
 * list, only what it wrote is undone and each half is tried alone, down to the one act that is to blame: a batch with one
 * bad act of 500 costs about twenty statements more, a good batch none.
 */
export async function applyAll(work: Work, list: readonly Candidate[], heads: SessionHeads): Promise<Outcome[]> {
  if (list.length === 0) return [];
  const tentative: SessionHeads = new Map(heads);
  try {
    const outcomes = await underSavepoint(work.tx, async () => {
      const judges = await prepareJudges(work, list);
      const decided = list.map((candidate) => decideOne(candidate, judges, tentative));
      await insertEffects(work.tx, decided.map(effectsOf));
      for (const judge of judges.values()) await judge.finish?.();
      return decided;
    });
    for (const [session, next] of tentative) heads.set(session, next);
    return outcomes;
  } catch (error) {
    if (isTransient(error)) throw error;
    const [only] = list;
    if (only && list.length === 1) return [{ is: 'failed', candidate: only, error: errorName(error) }];
    const middle = Math.ceil(list.length / 2);
    return [...(await applyAll(work, list.slice(0, middle), heads)), ...(await applyAll(work, list.slice(middle), heads))];
  }
}

type AnyJudge = Judge<Act>;

async function prepareJudges(work: Work, list: readonly Candidate[]): Promise<Map<string, AnyJudge>> {
  const acts = list.flatMap(({ reading }) => (reading.is === 'act' ? [reading.act] : []));
  const judges = new Map<string, AnyJudge>();
  for (const [kind, ofKind] of Map.groupBy(acts, (act) => act.kind)) {
    // The map's key is the handler's own kind, which the compiler cannot follow through a lookup.
    const handler = work.handlers[kind] as unknown as ActHandler<Act>;
    judges.set(kind, await handler.prepare(work.tx, ofKind, work.circumstances));
  }
  return judges;
}

function decideOne(candidate: Candidate, judges: ReadonlyMap<string, AnyJudge>, heads: SessionHeads): Outcome {
  const { place } = candidate;
  if (place && place.sessSeq > nextOf(heads, place.session)) return { is: 'parked', candidate };
  let outcome: Outcome;
  try {
    outcome = { is: 'final', candidate, decision: decisionFor(candidate, judges) };
  } catch (error) {
    return { is: 'failed', candidate, error: errorName(error) };
  }
  if (place) heads.set(place.session, Math.max(nextOf(heads, place.session), place.sessSeq + 1));
  return outcome;
}

function decisionFor({ reading, expired }: Candidate, judges: ReadonlyMap<string, AnyJudge>): Decision {
  if (reading.is === 'invalid') return { code: 'rejected', ref: '', reason: 'SYN-001', detail: reading.problem, rows: {} };
  const judge = judges.get(reading.act.kind);
  if (!judge) throw new Error('no judge for this kind');
  if (!expired) return judge.decide(reading.act);
  return { code: 'superseded', ref: '', reason: 'SYN-002', detail: 'expired', rows: judge.expire(reading.act) };
}

function nextOf(heads: SessionHeads, session: string): number {
  return heads.get(session) ?? 1;
}

function effectsOf(outcome: Outcome): EffectRows {
  return outcome.is === 'final' ? outcome.decision.rows : {};
}

function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}
