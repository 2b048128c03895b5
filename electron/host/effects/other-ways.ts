import { invariant } from '#contracts/basics/asserts.ts';
import type { Actor } from '#contracts/domain/act.ts';
import { sessionDelays } from '../delays.ts';
import type { EffectContext } from './context.ts';

/** The ways beside the face: a code to the phone on record, or a member of staff who looks at person and card. */

const options = { timeoutMs: sessionDelays.queryMs };

export async function sendSms({ parts, dispatch, state }: EffectContext, actor: Actor): Promise<void> {
  const answer = await parts.centre.query('verification-codes', { session: sessionOf(state()), actor }, options);
  if (!answer.ok) return dispatch({ type: 'smsFailed', code: answer.error.code });
  const { challenge, phoneMasked, triesLeft } = answer.value;
  return dispatch({ type: 'smsSent', challenge, phoneMasked, triesLeft });
}

export async function checkSms({ parts, dispatch, state }: EffectContext, challenge: string, code: string): Promise<void> {
  const answer = await parts.centre.query('verification-codes/check', { session: sessionOf(state()), challenge, code }, options);
  if (answer.ok) {
    parts.log('session.verified', { method: 'sms' });
    return dispatch({ type: 'smsPassed' });
  }
  parts.log('session.verify-failed', { method: 'sms', code: answer.error.code });
  return dispatch({ type: 'smsWrong', code: answer.error.code });
}

export async function checkStaff({ parts, dispatch }: EffectContext, pin: string): Promise<void> {
  const answer = await parts.staffPin.check(pin);
  if (answer.passed) {
    parts.log('session.verified', { method: 'staff' });
    return dispatch({ type: 'staffPassed' });
  }
  parts.log('session.verify-failed', { method: 'staff', code: answer.triesLeft > 0 ? 'STF-001' : 'STF-002' });
  return dispatch({ type: 'staffWrong', triesLeft: answer.triesLeft });
}

function sessionOf(state: ReturnType<EffectContext['state']>): string {
  invariant(state.visit, 'a code belongs to a visit');
  return state.visit.session;
}
