import type { FaceFrame, FaceFrameAnswer } from '#contracts/ipc/api.ts';
import type { EffectContext } from './context.ts';

/** A face run begins with the card's photo; without one it cannot, and a person decides. */
export async function beginFace({ parts, vault, dispatch }: EffectContext): Promise<void> {
  if (!vault.photo) return dispatch({ type: 'faceFailed', challenge: '', code: 'IDR-006' });
  const begun = await parts.face.begin(vault.photo);
  if (begun.ok) return dispatch({ type: 'faceBegun', ...begun.value });
  if (begun.error.raw === 'ended') return;
  parts.log('session.verify-failed', { method: 'face', code: begun.error.code });
  return dispatch({ type: 'faceFailed', challenge: '', code: begun.error.code });
}

/** One picture from the screen. What comes back is a hint for the person; the verdict goes to the machine only. */
export async function onFaceFrame({ parts, dispatch, state }: EffectContext, frame: FaceFrame): Promise<FaceFrameAnswer> {
  const { phase } = state();
  if (phase.name !== 'face' || phase.state !== 'guiding' || frame.challenge !== phase.challenge) return { used: false };
  const outcome = await parts.face.frame(frame);
  frame.rgb.fill(0);
  if (!outcome.ok) {
    if (outcome.error.code === 'FAC-006' || outcome.error.code === 'FAC-005') {
      dispatch({ type: 'faceFailed', challenge: frame.challenge, code: outcome.error.code });
    }
    return { used: false };
  }
  const { answer, progress } = outcome.value;
  if (progress.kind === 'continue') {
    const { step, stepNumber, stepTotal } = progress;
    if (step !== phase.step || stepNumber !== phase.stepNumber) {
      dispatch({ type: 'faceStep', challenge: frame.challenge, step, stepNumber, stepTotal });
    }
  } else if (progress.verdict === 'passed') {
    parts.log('session.verified', { method: 'face', policy: parts.policy.version });
    dispatch({ type: 'facePassed', challenge: frame.challenge, policy: parts.policy.version });
  } else {
    parts.log('session.verify-failed', { method: 'face', code: progress.code });
    dispatch({ type: 'faceFailed', challenge: frame.challenge, code: progress.code });
  }
  return answer;
}
