import { assertNever } from '#contracts/basics/asserts.ts';
import type { Effect } from '../../session/events.ts';
import type { SessionState } from '../../session/state.ts';
import { beginFace } from './face.ts';
import type { EffectContext } from './context.ts';
import { awaitAnswer, recordAct, recordRating } from './acts.ts';
import { fetchCopy, fetchStatement, loadCases, loadPrefill } from './centre.ts';
import { readCard } from './card.ts';
import { printDocument, printReceipt } from './printing.ts';
import { findProposals, recordDecline } from './proposals.ts';
import { armCardGone, armIdle, armScreen } from './waiting.ts';
import { checkSms, checkStaff, sendSms } from './other-ways.ts';

/** Does what a transition asked for. `before` is the state that the event met, for what the wipe must still know. */
export function runEffect(runner: EffectContext, effect: Effect, before: SessionState): void {
  const context = boundToVisit(runner);
  switch (effect.type) {
    case 'readCard':
      return detach(context, readCard(context));
    case 'findProposals':
      return detach(context, findProposals(context, effect.idNumber));
    case 'faceBegin':
      return detach(context, beginFace(context));
    case 'faceEnd':
      return context.parts.face.end();
    case 'smsSend':
      return detach(context, sendSms(context, effect.actor));
    case 'smsCheck':
      return detach(context, checkSms(context, effect.challenge, effect.code));
    case 'staffCheck':
      return detach(context, checkStaff(context, effect.pin));
    case 'loadCases':
      return detach(context, loadCases(context, effect));
    case 'loadPrefill':
      return detach(context, loadPrefill(context, effect));
    case 'fetchStatement':
      return detach(context, fetchStatement(context, effect));
    case 'fetchCopy':
      return detach(context, fetchCopy(context, effect));
    case 'cancelFetch':
      return context.vault.fetching?.abort();
    case 'recordAct':
      return recordAct(context, effect);
    case 'awaitAnswer':
      return awaitAnswer(context, effect.act);
    case 'stopAwaiting':
      return context.timers.disarm('answer');
    case 'printReceipt':
      return detach(context, printReceipt(context, effect.act));
    case 'printDocument':
      return detach(context, printDocument(context, effect.act));
    case 'recordRating':
      return recordRating(context, effect, before);
    case 'recordDecline':
      return recordDecline(context, effect, before);
    case 'wipe':
      return wipe(context, before, effect.code);
    case 'armIdle':
      return armIdle(context);
    case 'armCardGone':
      return armCardGone(context);
    case 'disarmCardGone':
      return context.timers.disarm('cardGone');
    case 'armScreen':
      return armScreen(context, effect.screen);
    default:
      return assertNever(effect);
  }
}

/** An answer that comes when its visit is over reaches nobody: never the next person. */
function boundToVisit(context: EffectContext): EffectContext {
  const session = context.state().visit?.session;
  return {
    ...context,
    dispatch: (event) => {
      if (context.state().visit?.session === session) context.dispatch(event);
    },
  };
}

/** An effect answers by events and settles expected failures itself; what is thrown here is a bug, and must be loud. */
function detach(context: EffectContext, work: Promise<void>): void {
  work.catch((error: unknown) => {
    context.parts.log('session.fault', { where: error instanceof Error ? `${error.name} ${firstFrame(error)}` : 'unknown' });
  });
}

function firstFrame(error: Error): string {
  return (
    error.stack
      ?.split('\n')
      .find((line) => line.includes(' at '))
      ?.trim()
      .slice(0, 160) ?? ''
  );
}

function wipe(context: EffectContext, before: SessionState, code: string | undefined): void {
  const { parts, timers, vault } = context;
  timers.disarmAll();
  parts.face.end();
  vault.clear();
  parts.journal.clearSession();
  if (!before.visit) return;
  const { session, interactions } = before.visit;
  parts.log('session.ended', { session, interactions, ...(code && { code }) });
}
