import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Verification } from '#contracts/domain/act.ts';
import type { Intent } from '#contracts/ipc/api.ts';
import type { SessionEvent, Transition, World } from './events.ts';
import { actorOf, end, go, stay, visitOf, withVisit } from './moves.ts';
import { afterVerification } from './proposal.ts';
import type { SessionState } from './state.ts';

/**
 * Face verification with its three tries, and the two other ways. A face that cannot be compared is never skipped: it leads to
 * a person (staff) or to the phone on record.
 */

export function beginFace(state: SessionState, world: World): Transition {
  const visit = visitOf(state);
  if (!visit.card?.photo) return offerOtherWay(state, 'IDR-006');
  if (!world.faceAvailable) return offerOtherWay(state, 'FAC-006');
  if (visit.faceTriesUsed >= world.maxFaceTries) return offerOtherWay(state, 'FAC-004');
  return go(state, { name: 'face', state: 'preparing', challenge: '', step: 'neutral', stepNumber: 1, stepTotal: 3 }, [
    { type: 'faceBegin' },
  ]);
}

export function offerOtherWay(state: SessionState, code?: ErrorCode): Transition {
  return go(state, { name: 'otherWay', ...(code && { code }) }, [{ type: 'faceEnd' }, { type: 'armIdle' }]);
}

export function onVerifyIntent(state: SessionState, intent: Intent, world: World): Transition | undefined {
  switch (state.phase.name) {
    case 'face':
      if (intent.type === 'otherWay') return offerOtherWay(state);
      if (intent.type === 'retry' && state.phase.state === 'failed') return beginFace(state, world);
      if (intent.type === 'back') return go(state, { name: 'consent' }, [{ type: 'faceEnd' }, { type: 'armIdle' }]);
      return undefined;
    case 'otherWay':
      if (intent.type === 'chooseWay') return choose(state, intent.way, world);
      if (intent.type === 'back') return go(state, { name: 'consent' }, [{ type: 'armIdle' }]);
      return undefined;
    case 'sms':
      return onSmsIntent(state, intent);
    case 'staff':
      return onStaffIntent(state, intent);
    default:
      return undefined;
  }
}

function choose(state: SessionState, way: 'face' | 'staff' | 'sms', world: World): Transition {
  if (way === 'face') return beginFace(state, world);
  if (way === 'staff') return go(state, { name: 'staff', state: 'entering', triesLeft: 3 }, [{ type: 'armIdle' }]);
  return sendSms(state);
}

function sendSms(state: SessionState): Transition {
  const { card } = visitOf(state);
  if (!card) return stay(state);
  return go(state, { name: 'sms', state: 'sending', challenge: '', triesLeft: 0 }, [{ type: 'smsSend', actor: actorOf(card) }]);
}

function onSmsIntent(state: SessionState, intent: Intent): Transition | undefined {
  const { phase } = state;
  if (phase.name !== 'sms') return undefined;
  if (intent.type === 'smsCode' && phase.state === 'entering') {
    const { code: _, ...clean } = phase;
    return go(state, { ...clean, state: 'checking' }, [{ type: 'smsCheck', challenge: phase.challenge, code: intent.code }]);
  }
  if (intent.type === 'smsResend' && phase.state !== 'sending' && phase.state !== 'checking') return sendSms(state);
  if (intent.type === 'back' || intent.type === 'otherWay') return offerOtherWay(state);
  return undefined;
}

function onStaffIntent(state: SessionState, intent: Intent): Transition | undefined {
  const { phase } = state;
  if (phase.name !== 'staff') return undefined;
  if (intent.type === 'staffPin' && phase.state === 'entering') {
    return go(state, { name: 'staff', state: 'checking', triesLeft: phase.triesLeft }, [{ type: 'staffCheck', pin: intent.pin }]);
  }
  if (intent.type === 'back' || intent.type === 'otherWay') return offerOtherWay(state);
  return undefined;
}

type VerifyEvent = Extract<SessionEvent, { type: `face${string}` | `sms${string}` | `staff${string}` }>;

export function onVerifyEvent(state: SessionState, event: VerifyEvent, world: World): Transition {
  switch (event.type) {
    case 'faceBegun':
    case 'faceStep':
    case 'facePassed':
    case 'faceFailed':
      return onFace(state, event, world);
    case 'smsSent':
    case 'smsFailed':
    case 'smsPassed':
    case 'smsWrong':
      return onSms(state, event, world);
    case 'staffPassed':
      return state.phase.name === 'staff' ? verified(state, 'staff', 'staff-pin-1', world) : stay(state);
    case 'staffWrong':
      return onStaffWrong(state, event.triesLeft);
  }
}

type FaceEvent = Extract<SessionEvent, { type: `face${string}` }>;

function onFace(state: SessionState, event: FaceEvent, world: World): Transition {
  const { phase } = state;
  if (phase.name !== 'face') return stay(state);
  if (event.type === 'faceBegun') {
    const first = event.steps[0] ?? 'neutral';
    return go(
      state,
      { name: 'face', state: 'guiding', challenge: event.challenge, step: first, stepNumber: 1, stepTotal: event.steps.length },
      [{ type: 'armIdle' }],
    );
  }
  if (event.challenge !== phase.challenge) return stay(state);
  switch (event.type) {
    case 'faceStep': {
      const { step, stepNumber, stepTotal } = event;
      return go(state, { name: 'face', state: 'guiding', challenge: phase.challenge, step, stepNumber, stepTotal }, [
        { type: 'armIdle' },
      ]);
    }
    case 'facePassed':
      return verified(withVisit(state, { interactions: visitOf(state).interactions + 1 }), 'face', event.policy, world);
    case 'faceFailed':
      return onFaceFailed(state, event.code, world);
  }
}

function onFaceFailed(state: SessionState, code: ErrorCode, world: World): Transition {
  // Nobody's face was looked at: no try of the person's.
  if (code === 'IDR-006' || code === 'FAC-006') return offerOtherWay(state, code);
  const used = visitOf(state).faceTriesUsed + 1;
  const counted = withVisit(state, { faceTriesUsed: used });
  // Between the thresholds no further try helps: a person has to look.
  if (code === 'FAC-008') return offerOtherWay(counted, code);
  if (used >= world.maxFaceTries) return offerOtherWay(counted, 'FAC-004');
  const { phase } = counted;
  if (phase.name !== 'face') return stay(counted);
  return go(counted, { ...phase, state: 'failed', code }, [{ type: 'faceEnd' }, { type: 'armIdle' }]);
}

function onSms(state: SessionState, event: Extract<SessionEvent, { type: `sms${string}` }>, world: World): Transition {
  const { phase } = state;
  if (phase.name !== 'sms') return stay(state);
  switch (event.type) {
    case 'smsSent': {
      const { challenge, phoneMasked, triesLeft } = event;
      return go(state, { name: 'sms', state: 'entering', challenge, phoneMasked, triesLeft }, [{ type: 'armIdle' }]);
    }
    case 'smsFailed':
      return go(state, { ...phase, state: 'failed', code: event.code }, [{ type: 'armIdle' }]);
    case 'smsPassed':
      return verified(state, 'sms', 'sms-code-1', world);
    case 'smsWrong': {
      const triesLeft = Math.max(0, phase.triesLeft - 1);
      const next = event.code === 'SMS-001' && triesLeft > 0 ? 'entering' : 'failed';
      return go(state, { ...phase, state: next, triesLeft, code: event.code }, [{ type: 'armIdle' }]);
    }
  }
}

function onStaffWrong(state: SessionState, triesLeft: number): Transition {
  if (state.phase.name !== 'staff') return stay(state);
  if (triesLeft > 0) return go(state, { name: 'staff', state: 'entering', triesLeft, code: 'STF-001' }, [{ type: 'armIdle' }]);
  return go(state, { name: 'staff', state: 'locked', triesLeft: 0, code: 'STF-002' }, [{ type: 'armIdle' }]);
}

function verified(state: SessionState, method: Verification['method'], policy: string, world: World): Transition {
  const visit = visitOf(state);
  if (!visit.card) return end(state, 'SES-002');
  const attempt = method === 'face' ? visit.faceTriesUsed + 1 : 1;
  const verification: Verification = { method, attempt, at: instantOf(world.nowMs), policy };
  const actor = actorOf(visit.card);
  const cases = { ...visit.cases, loading: true };
  const begun = afterVerification(withVisit(state, { verification, cases }), world);
  return go(begun, begun.phase, [
    { type: 'faceEnd' },
    { type: 'loadCases', actor, verification },
    { type: 'loadPrefill', actor, verification },
    { type: 'armIdle' },
  ]);
}
