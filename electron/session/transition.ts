import { assertNever } from '#contracts/basics/asserts.ts';
import type { Intent } from '#contracts/ipc/api.ts';
import { home, onBrowseIntent } from './browse.ts';
import type { SessionEvent, Transition, World } from './events.ts';
import { onFormIntent } from './form.ts';
import { onCard, onCardRemoved, onIdentifyIntent } from './identify.ts';
import { end, go, rest, stay, withVisit, withoutOverlay } from './moves.ts';
import type { SessionState } from './state.ts';
import { onProposalIntent } from './proposal.ts';
import { onReprintIntent } from './reprint.ts';
import { onSubmitEvent, onSubmitIntent, retryFault } from './submit.ts';
import { offerOtherWay, onVerifyEvent, onVerifyIntent } from './verify.ts';
import { onWithdrawalIntent } from './withdrawal.ts';

/**
 * The session machine: one person's visit from the attract screen to the wipe. Pure: the same state, event and world give the
 * same answer, and an event that does not fit the state changes nothing.
 */
export function transition(state: SessionState, event: SessionEvent, world: World): Transition {
  switch (event.type) {
    case 'intent':
      return onIntent(state, event.intent, world);
    case 'cardInserted':
    case 'cardRead':
    case 'cardFailed':
    case 'proposalsFound':
      return onCard(state, event, world);
    case 'cardRemoved':
      return onCardRemoved(state);
    case 'faceBegun':
    case 'faceStep':
    case 'facePassed':
    case 'faceFailed':
    case 'smsSent':
    case 'smsFailed':
    case 'smsPassed':
    case 'smsWrong':
    case 'staffPassed':
    case 'staffWrong':
      return onVerifyEvent(state, event, world);
    case 'casesLoaded':
      return state.visit
        ? { state: withVisit(state, { cases: { list: event.cases, from: event.from, loading: false } }), effects: [] }
        : stay(state);
    case 'prefillLoaded':
      return state.visit
        ? { state: withVisit(state, { prefill: event.phone ? { phone: event.phone } : {} }), effects: [] }
        : stay(state);
    case 'statementFetched':
    case 'statementFailed':
    case 'copyFetched':
    case 'actRecorded':
    case 'actRefused':
    case 'actAnswered':
    case 'receiptSettled':
    case 'documentSettled':
      return onSubmitEvent(state, event, world);
    case 'idleWarn':
      return onIdleWarn(state, event.endsAtMs);
    case 'idleEnd':
      return state.overlay?.name === 'idle' ? end(state, endCode(state, 'SES-001')) : stay(state);
    case 'cardGoneEnd':
      return state.overlay?.name === 'cardGone' ? end(state, 'SES-002') : stay(state);
    case 'screenTimeout':
      return onScreenTimeout(state);
    case 'cameraLost':
      return state.phase.name === 'face' ? offerOtherWay(state, event.code) : stay(state);
    case 'readerLost':
      return onReaderLost(state, event.code);
    case 'serviceClosed':
      return go(
        { settings: state.settings, cardPresent: state.cardPresent, phase: state.phase },
        { name: 'outOfService', code: event.code },
        [{ type: 'wipe', code: event.code }],
      );
    case 'serviceOpened':
      return state.phase.name === 'outOfService' ? rest(state) : stay(state);
    default:
      return assertNever(event);
  }
}

function onIntent(before: SessionState, intent: Intent, world: World): Transition {
  const state = counted(before, intent);
  const over = onOverlayIntent(state, intent, world);
  if (over) return over;
  const common = onCommonIntent(state, intent);
  if (common) return common;
  return (
    onIdentifyIntent(state, intent, world) ??
    onVerifyIntent(state, intent, world) ??
    onProposalIntent(state, intent, world) ??
    onWithdrawalIntent(state, intent, world) ??
    onReprintIntent(state, intent, world) ??
    onBrowseIntent(state, intent, world) ??
    onFormIntent(state, intent) ??
    onSubmitIntent(state, intent, world) ??
    stay(before)
  );
}

/** Typing, waking and settings are not interactions; `setField` counts itself, once a field. */
const uncounted: ReadonlySet<Intent['type']> = new Set([
  'touch',
  'setField',
  'setLanguage',
  'setTextSize',
  'setContrast',
  'stay',
  'start',
  'clearSignature',
  'chooseHandover',
  'chooseDecline',
]);

function counted(state: SessionState, intent: Intent): SessionState {
  if (!state.visit || uncounted.has(intent.type)) return state;
  return withVisit(state, { interactions: state.visit.interactions + 1 });
}

function onOverlayIntent(state: SessionState, intent: Intent, world: World): Transition | undefined {
  const { overlay } = state;
  if (!overlay) return undefined;
  const closed = withoutOverlay(state);
  switch (overlay.name) {
    case 'idle':
      return intent.type === 'leaveConfirmed' || intent.type === 'leave'
        ? leave(closed)
        : { state: closed, effects: [{ type: 'armIdle' }] };
    case 'leave':
      if (intent.type === 'leaveConfirmed') return leave(closed);
      return intent.type === 'stay' || intent.type === 'back' ? { state: closed, effects: [{ type: 'armIdle' }] } : undefined;
    case 'help':
      return intent.type === 'closeHelp' || intent.type === 'back'
        ? { state: closed, effects: [{ type: 'armIdle' }] }
        : undefined;
    case 'fault':
      if (intent.type === 'retry' && overlay.canRetry) return retryFault(closed, world);
      if (intent.type === 'leave' || intent.type === 'leaveConfirmed') return leave(closed);
      return intent.type === 'back' || intent.type === 'stay' ? { state: closed, effects: [{ type: 'armIdle' }] } : undefined;
    case 'cardGone':
      return intent.type === 'leave' || intent.type === 'leaveConfirmed' ? end(state, 'SES-004') : stay(state);
  }
}

function onCommonIntent(state: SessionState, intent: Intent): Transition | undefined {
  switch (intent.type) {
    case 'touch':
      return state.visit && state.phase.name !== 'rate' ? { state, effects: [{ type: 'armIdle' }] } : stay(state);
    case 'setLanguage':
      return settings(state, { language: intent.language });
    case 'setTextSize':
      return settings(state, { textSize: intent.textSize });
    case 'setContrast':
      return settings(state, { contrast: intent.contrast });
    case 'help':
      return { state: { ...state, overlay: { name: 'help' } }, effects: [] };
    case 'leave':
      return onLeave(state);
    case 'finish':
      return state.phase.name === 'ended' ? rest(state) : undefined;
    default:
      return undefined;
  }
}

function settings(state: SessionState, change: Partial<SessionState['settings']>): Transition {
  const effects = state.visit ? [{ type: 'armIdle' } as const] : [];
  return { state: { ...state, settings: { ...state.settings, ...change } }, effects };
}

/** Leaving asks once where something would be lost, and not at all where nothing is. */
function onLeave(state: SessionState): Transition {
  switch (state.phase.name) {
    case 'attract':
    case 'outOfService':
    case 'submitting':
    case 'printing':
      return stay(state);
    case 'ended':
      return rest(state);
    case 'form':
    case 'review':
    case 'fetching':
      return { state: { ...state, overlay: { name: 'leave' } }, effects: [{ type: 'armIdle' }] };
    default:
      return leave(state);
  }
}

function leave(state: SessionState): Transition {
  if (state.phase.name === 'submitting' || state.phase.name === 'printing') return stay(state);
  return end(state, endCode(state, 'SES-004'));
}

/** Once the act is durable, no goodbye may say that nothing was kept. */
function endCode(state: SessionState, code: 'SES-001' | 'SES-004'): 'SES-001' | 'SES-004' | undefined {
  return state.visit?.flow?.act ? undefined : code;
}

function onIdleWarn(state: SessionState, endsAtMs: number): Transition {
  if (!state.visit || state.overlay?.name === 'cardGone') return stay(state);
  switch (state.phase.name) {
    case 'fetching':
    case 'submitting':
    case 'printing':
      return { state, effects: [{ type: 'armIdle' }] };
    case 'rate':
    case 'ended':
      return stay(state);
    default:
      return { state: { ...state, overlay: { name: 'idle', endsAtMs } }, effects: [] };
  }
}

function onScreenTimeout(state: SessionState): Transition {
  switch (state.phase.name) {
    case 'rate':
      return state.phase.after === 'home' ? home(state) : end(state);
    case 'identify':
      return state.phase.state === 'reading' ? stay(state) : end(state, 'SES-001');
    case 'ended':
      return rest(state);
    default:
      return stay(state);
  }
}

/** The reader went away: a person who is still being identified is told, one who is verified goes on. */
function onReaderLost(state: SessionState, code: Extract<SessionEvent, { type: 'readerLost' }>['code']): Transition {
  if (state.phase.name === 'identify') return go(state, { name: 'identify', state: 'failed', code });
  return stay(state);
}
