import { invariant } from '#contracts/basics/asserts.ts';
import type { LocalDate } from '#contracts/basics/clock.ts';
import type { Actor, Verification } from '#contracts/domain/act.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
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
  const abort = new AbortController();
  context.vault.fetching = abort;
  const purpose = 'social-insurance.contribution-certificate' as const;
  const request = { session: sessionOf(context), actor, verification, purpose };
  const answer = await context.parts.centre.query('contributions', request, {
    timeoutMs: sessionDelays.statementMs,
    signal: abort.signal,
  });
  if (abort.signal.aborted) return;
  if (answer.ok) context.dispatch({ type: 'statementFetched', statement: answer.value });
  else context.dispatch({ type: 'statementFailed', code: answer.error.code });
}

/** 再次打印: what the certificate says, from the centre that issued it. */
export async function fetchCopy(
  context: EffectContext,
  { actor, verification, number }: Who & { number: string },
): Promise<void> {
  const abort = new AbortController();
  context.vault.fetching = abort;
  const request = { session: sessionOf(context), actor, verification, number };
  const answer = await context.parts.centre.query('certificate-copy', request, {
    timeoutMs: sessionDelays.statementMs,
    signal: abort.signal,
  });
  if (abort.signal.aborted) return;
  if (!answer.ok) return context.dispatch({ type: 'statementFailed', code: answer.error.code });
  const { statement, issuedOn } = answer.value;
  context.dispatch({ type: 'copyFetched', statement, issuedOn: issuedOn as LocalDate });
}

function sessionOf({ state }: EffectContext): string {
  const { visit } = state();
  invariant(visit, 'a query belongs to a visit');
  return visit.session;
}
