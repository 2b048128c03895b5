import { z } from 'zod';
import { actId, sessionId } from '#contracts/domain/act.ts';
import { languages, localizedText } from '#contracts/domain/localized.ts';
import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { FlowItem } from '#contracts/domain/service-item.ts';
import type { PrintView } from '#contracts/ipc/view.ts';
import { bareOf } from './bare-item.ts';
import type { Effect, Transition } from './events.ts';
import { end } from './moves.ts';
import { initialState } from './state.ts';
import type { RecordedAct, SessionState } from './state.ts';

/** What survives a restart of the host: where the visit was, which act it was writing and what that is called. Nothing about the person. */
export const sessionSnapshot = z.strictObject({
  session: sessionId,
  phase: z.string().max(40),
  act: actId.optional(),
  /** What the act is about, where the catalogue does not say it. */
  item: z
    .strictObject({
      id: z.string().max(80),
      version: z.int().min(1),
      flow: z.enum(['proposal', 'withdrawal']),
      title: localizedText,
      workingDays: z.int().min(0),
    })
    .optional(),
  language: z.enum(languages),
  at: z.int(),
});
export type SessionSnapshot = z.infer<typeof sessionSnapshot>;

/** Undefined when nobody is visiting. */
export function snapshotOf(state: SessionState, nowMs: number): SessionSnapshot | undefined {
  if (!state.visit) return undefined;
  const act = state.phase.name === 'submitting' ? state.phase.act : state.visit.flow?.act?.id;
  const item = act && state.visit.flow && bareOf(state.visit.flow.item);
  return {
    session: state.visit.session,
    phase: state.phase.name,
    ...(act && { act }),
    ...(item && { item }),
    language: state.settings.language,
    at: nowMs,
  };
}

/** What the journal knows of the snapshot's act. */
export interface Recovered {
  readonly act: RecordedAct;
  readonly item: FlowItem;
  readonly receipt: PrintView;
  readonly document?: PrintView;
}

/** How long after a restart somebody is still believed to stand there. */
export const recoveryWindowMs = 120_000;

/**
 * After a restart: an act that is durable is shown and its receipt printed if its print had not begun; anything earlier ends
 * honestly, because nothing of it was kept. The person's data were in memory only and are gone either way.
 */
export function resume(snapshot: SessionSnapshot, recovered: Recovered | 'saved' | undefined, nowMs: number): Transition {
  const settings = { ...initialState.settings, language: snapshot.language };
  const base: SessionState = { ...initialState, settings };
  const fresh = nowMs - snapshot.at <= recoveryWindowMs;
  const over = ['ended', 'rate'].includes(snapshot.phase);
  if (!fresh || over) return { state: initialState, effects: [{ type: 'wipe', code: 'SES-003' }] };
  if (!recovered) return end(base, 'SES-003' satisfies ErrorCode);
  if (recovered === 'saved') return end(base, 'SES-005' satisfies ErrorCode);
  const effects: Effect[] = [{ type: 'armIdle' }];
  const again = recovered.receipt.state === 'notPrinted';
  if (again) effects.push({ type: 'printReceipt', act: recovered.act.id });
  const state: SessionState = {
    ...base,
    phase: { name: 'result' },
    visit: {
      session: snapshot.session,
      entry: 'services',
      interactions: 0,
      faceTriesUsed: 0,
      cases: { list: [], from: 'unavailable', loading: false },
      prefill: {},
      proposals: [],
      flow: {
        item: recovered.item,
        values: {},
        problems: {},
        opened: [],
        act: recovered.act,
        receipt: again ? { state: 'printing' } : recovered.receipt,
        ...(recovered.document && { document: recovered.document }),
      },
    },
  };
  return { state, effects };
}
