import { invariant } from '#contracts/basics/asserts.ts';
import type { LocalDate } from '#contracts/basics/clock.ts';
import type { Actor, Verification } from '#contracts/domain/act.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import type { QueryReply, QueryRequest } from '#contracts/sync/queries.ts';
import { localCases } from '../local-cases.ts';
import { sessionDelays } from '../delays.ts';
import type { EffectContext } from './context.ts';

/** What is asked of the centre while a person stands there. Without a line, the terminal tells what it knows itself. */

interface Who {
  readonly actor: Actor;
  readonly verification: Verification;
}

export async function loadCases(context: EffectContext, { actor, verification }: Who): Promise<void> {
  const { parts, dispatch } = context;
  const local = localCases(parts, actor.idNumber);
  const answer = await parts.centre.query(
    'cases',
    { session: sessionOf(context), actor, verification },
    { timeoutMs: sessionDelays.queryMs },
  );
  if (!answer.ok) return dispatch({ type: 'casesLoaded', cases: local, from: local.length > 0 ? 'local' : 'unavailable' });
  return dispatch({ type: 'casesLoaded', cases: withQueued(answer.value.cases, local), from: 'centre' });
}

/** What is still waiting here comes first: the centre cannot know it yet. */
function withQueued(cases: readonly CaseSummary[], local: readonly CaseSummary[]): CaseSummary[] {
  const known = new Set(cases.map((item) => item.caseNumber));
  return [...local.filter((item) => item.state === 'queued' && !known.has(item.caseNumber)), ...cases];
}

export async function loadPrefill(context: EffectContext, { actor, verification }: Who): Promise<void> {
  const answer = await context.parts.centre.query(
    'prefill',
    { session: sessionOf(context), actor, verification },
    { timeoutMs: sessionDelays.queryMs },
  );
  if (answer.ok && answer.value.phone) context.dispatch({ type: 'prefillLoaded', phone: answer.value.phone });
}

export async function fetchStatement(context: EffectContext, { actor, verification }: Who): Promise<void> {
  const purpose = 'social-insurance.contribution-certificate' as const;
  const request = { session: sessionOf(context), actor, verification, purpose };
  const statement = await fetchWaited(context, 'contributions', request);
  if (statement) context.dispatch({ type: 'statementFetched', statement });
}

/** 再次打印: what the certificate says, from the centre that issued it. */
export async function fetchCopy(
  context: EffectContext,
  { actor, verification, number }: Who & { number: string },
): Promise<void> {
  const request = { session: sessionOf(context), actor, verification, number };
  const copy = await fetchWaited(context, 'certificate-copy', request);
  if (copy) context.dispatch({ type: 'copyFetched', statement: copy.statement, issuedOn: copy.issuedOn as LocalDate });
}

/** Asks while the person waits, who may give up. Undefined then, and when there was no answer, which is told. */
async function fetchWaited<N extends 'contributions' | 'certificate-copy'>(
  { parts, vault, dispatch }: EffectContext,
  name: N,
  request: QueryRequest<N>,
): Promise<QueryReply<N> | undefined> {
  const abort = new AbortController();
  vault.fetching = abort;
  const answer = await parts.centre.query(name, request, { timeoutMs: sessionDelays.statementMs, signal: abort.signal });
  if (abort.signal.aborted) return undefined;
  if (answer.ok) return answer.value;
  dispatch({ type: 'statementFailed', code: answer.error.code });
  return undefined;
}

function sessionOf({ state }: EffectContext): string {
  const { visit } = state();
  invariant(visit, 'a query belongs to a visit');
  return visit.session;
}
