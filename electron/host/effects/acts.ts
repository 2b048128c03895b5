import { createHash } from 'node:crypto';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { ActId } from '#contracts/basics/ids.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { ActDraft } from '../../journal/acts.ts';
import type { Effect } from '../../session/events.ts';
import type { SessionState } from '../../session/state.ts';
import { answerOf, isAnswered } from '../answers.ts';
import { sessionDelays } from '../delays.ts';
import { actQr } from '../qr.ts';
import type { EffectContext } from './context.ts';

type RecordAct = Extract<Effect, { type: 'recordAct' }>;
type RecordRating = Extract<Effect, { type: 'recordRating' }>;

/** How long an act stays valid before the centre answers `superseded` instead of applying it. */
const validForMs = 72 * 60 * 60_000;

/** Durable before visible: the screen hears of the act only when the journal's transaction is on the disk. */
export function recordAct({ parts, dispatch, state }: EffectContext, { act, actor, verification, content }: RecordAct): void {
  const session = state().visit?.session;
  if (!session) return;
  const common = commonOf(parts, act, content.item, { session, actor, verification });
  const draft = { ...common, ...ownPart(content) } as ActDraft;
  const recorded = parts.journal.recordAct(draft, optionsOf(parts, actor.idNumber));
  if (!recorded.ok) return dispatch({ type: 'actRefused', act, code: recorded.error.code });
  parts.sync.wake();
  const hash = parts.journal.findAct(act)?.hash ?? '';
  return dispatch({ type: 'actRecorded', act, caseNumber: recorded.value.act.caseNumber, qr: actQr(parts.config, act, hash) });
}

/** What only this kind of act says. Of an offer: what it was made from, and the hash of what the person saw. */
function ownPart(content: RecordAct['content']) {
  if (content.kind !== 'proposal.confirm') {
    const { item: _item, ...own } = content;
    return own;
  }
  const { kind, offer, handover, interactions, consented } = content;
  const shownHash = createHash('sha256').update(canonicalJson(offer)).digest('hex');
  return { kind, proposal: offer.id, baseVersion: offer.certificate?.version ?? 0, handover, shownHash, interactions, consented };
}

/** Belongs to an act of the same visit; it is recorded after the goodbye is on the screen and holds nobody up. */
export function recordRating({ parts }: EffectContext, effect: RecordRating, before: SessionState): void {
  const session = before.visit?.session;
  if (!session) return;
  const { about, caseNumber, item, actor, verification, score, reasons } = effect;
  const id = makeUuidV7(parts.clock.now(), parts.random) as ActId;
  const common = commonOf(parts, id, item, { session, actor, verification });
  const draft: ActDraft = { ...common, kind: 'rating.give', about, caseNumber, score, reasons: [...reasons] };
  const recorded = parts.journal.recordAct(draft, optionsOf(parts, actor.idNumber));
  if (!recorded.ok) parts.log('journal.refusing', { code: recorded.error.code });
  else parts.sync.wake();
}

type Who = Pick<RecordAct, 'actor' | 'verification'> & { session: NonNullable<SessionState['visit']>['session'] };

export function commonOf(
  parts: EffectContext['parts'],
  id: ActId,
  item: RecordRating['item'],
  { session, actor, verification }: Who,
) {
  const at = instantOf(parts.clock.now());
  const { terminal } = parts.config;
  return {
    schemaVersion: 1 as const,
    id,
    session,
    terminal,
    itemId: item.id as string,
    itemVersion: item.version,
    at,
    actor,
    verification,
  };
}

export function optionsOf(parts: EffectContext['parts'], idNumber: string) {
  return { personKey: parts.journal.personKey(idNumber), expiresAt: instantOf(parts.clock.now() + validForMs) };
}

/** Sends at once and waits as long as a person would; what is not answered by then goes out later by itself. */
export function awaitAnswer(context: EffectContext, act: ActId): void {
  const { parts, timers, dispatch } = context;
  timers.arm('answer', sessionDelays.answerMs, () =>
    dispatch({ type: 'actAnswered', act, answer: { outcome: 'queued', code: 'SYN-005' } }),
  );
  void parts.sync.flush().then(() => {
    const known = parts.journal.findAct(act);
    if (!known || !isAnswered(known)) return;
    timers.disarm('answer');
    dispatch({ type: 'actAnswered', act, answer: answerOf(known) });
  });
}
