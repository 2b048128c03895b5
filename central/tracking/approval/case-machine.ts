import type { ProcessStep, StaffRole } from '#contracts/approval/item.ts';
import { invariant } from '#contracts/basics/asserts.ts';

/** What a case waits for in its step. `ready` = for nothing: it goes on by itself. */
export type Waiting = 'ready' | 'staff' | 'department' | 'errand' | 'citizen' | 'hold' | 'nothing';

/** 办件 of an item with a process; persisted whole. The process is the one of the version that the case began with. */
export interface CaseState {
  readonly step: string;
  readonly waiting: Waiting;
  readonly outcome?: 'done' | 'refused' | 'withdrawn';
  /** Where a held case goes on, and why it is held. */
  readonly heldFrom?: Waiting;
  readonly reason?: string;
  /** The new certificate, once the issuing system has made it. */
  readonly issued?: { readonly version: number };
}

export type CaseEvent =
  /** An automatic step was carried out; `checksOut` = what it looked at was in order. */
  | { readonly type: 'advance'; readonly checksOut: boolean }
  | { readonly type: 'decide'; readonly decision: 'approve' | 'return' | 'refuse' | 'hold' | 'resume'; readonly reason: string }
  /** The person put right what the case was returned for. */
  | { readonly type: 'corrected' }
  | { readonly type: 'issued'; readonly version: number }
  | { readonly type: 'departmentRefused'; readonly reason: string }
  /** The courier or the site has the old certificate, or the person has the new one. */
  | { readonly type: 'oldCollected' }
  | { readonly type: 'newDelivered' }
  | { readonly type: 'withdraw' }
  | { readonly type: 'suspend' }
  | { readonly type: 'resume' };

/** A held case is seen to by staff; one that waits for its item goes on with the item. */
export const suspended = 'suspended';

/** What has to be done for a move; each is carried out once, by the row that the same transaction writes. */
export type CaseEffect =
  | { readonly type: 'task'; readonly role: StaffRole; readonly step: string }
  | { readonly type: 'cancelTasks' }
  | { readonly type: 'orderCertificate' }
  | { readonly type: 'recordCertificate' }
  | { readonly type: 'startErrand' }
  | { readonly type: 'tell'; readonly template: 'progress' | 'done' | 'returned' }
  /** A line of the timeline, in the step's own words or in ours. */
  | { readonly type: 'note'; readonly step: string; readonly key: NoteKey };

export type NoteKey =
  | 'done'
  | 'autoApproved'
  | 'returned'
  | 'corrected'
  | 'refused'
  | 'held'
  | 'resumed'
  | 'withdrawn'
  | 'departmentRefused'
  | 'skipped';

export interface CaseMove {
  readonly state: CaseState;
  readonly effects: readonly CaseEffect[];
}

/** What the machine must know of the item and of what the person chose. */
export interface CasePlan {
  readonly process: readonly ProcessStep[];
  readonly autoDecide: boolean;
  /** Whether anything is carried from hand to hand. */
  readonly errand: boolean;
}

export function openCase(plan: CasePlan): CaseMove {
  const [first] = plan.process;
  invariant(first, 'a process has a first step');
  return enter(plan, { step: first.code, waiting: 'ready' }, first.code, []);
}

/** Pure. An event that means nothing in the state changes nothing: answers may come late, twice or out of order. */
export function moveCase(plan: CasePlan, state: CaseState, event: CaseEvent): CaseMove {
  if (state.outcome) return stay(state);
  switch (event.type) {
    case 'advance':
      return state.waiting === 'ready' ? advance(plan, state, event.checksOut) : stay(state);
    case 'decide':
      return decide(plan, state, event);
    case 'corrected':
      if (state.waiting !== 'citizen') return stay(state);
      return enter(plan, { ...bare(state), waiting: 'ready' }, state.step, [note(state, 'corrected')]);
    case 'issued':
      return onIssued(plan, state, event.version);
    case 'departmentRefused':
      if (state.waiting !== 'department') return stay(state);
      return end({ ...bare(state), reason: event.reason }, 'refused', [note(state, 'departmentRefused')]);
    case 'oldCollected':
      // Where old and new change hands in two steps, this ends the first of them.
      return state.waiting === 'errand' && nextOf(plan, state)?.kind === 'errand' ? leave(plan, state, 'done') : stay(state);
    case 'newDelivered':
      return onDelivered(plan, state);
    case 'withdraw':
      return withdraw(state);
    case 'suspend':
      return hold(plan, state, suspended);
    case 'resume':
      return state.reason === suspended ? resume(plan, state) : stay(state);
  }
}

/** Until the certificate is ordered nothing has happened that could not be taken back. */
export function mayWithdraw(state: CaseState): boolean {
  return !state.outcome && state.waiting !== 'department' && state.waiting !== 'errand' && state.issued === undefined;
}

function withdraw(state: CaseState): CaseMove {
  if (!mayWithdraw(state)) return stay(state);
  return end(bare(state), 'withdrawn', [{ type: 'cancelTasks' }, note(state, 'withdrawn')]);
}

function advance(plan: CasePlan, state: CaseState, checksOut: boolean): CaseMove {
  const step = stepOf(plan, state.step);
  switch (step.kind) {
    case 'auto':
      if (checksOut) return leave(plan, state, 'done');
      return doubt(plan, state, step);
    case 'staff': // decided by the checks that came before (秒批)
      return leave(plan, state, 'autoApproved');
    case 'issue':
      return leave(plan, state, 'done', [{ type: 'recordCertificate' }]);
    case 'errand':
      return leave(plan, state, 'skipped');
    case 'close':
      return end(bare(state), 'done', [note(state, 'done'), { type: 'tell', template: 'done' }]);
    case 'department':
      return stay(state);
  }
}

/** A check that does not come out goes to the person whom the process names; where it names none the case is held. */
function doubt(plan: CasePlan, state: CaseState, step: ProcessStep): CaseMove {
  const person = step.next.map((code) => stepOf(plan, code)).find(({ kind }) => kind === 'staff');
  if (!person) return hold(plan, state, 'checkFailed');
  return {
    state: { ...bare(state), step: person.code, waiting: 'staff' },
    effects: [{ type: 'task', role: person.role ?? 'reviewer', step: person.code }],
  };
}

function decide(plan: CasePlan, state: CaseState, { decision, reason }: Extract<CaseEvent, { type: 'decide' }>): CaseMove {
  if (decision === 'resume') return state.waiting === 'hold' ? resume(plan, state) : stay(state);
  // What cannot go on, however long it is held, must have an end.
  if (state.waiting !== 'staff' && !(state.waiting === 'hold' && decision === 'refuse')) return stay(state);
  switch (decision) {
    case 'approve':
      return leave(plan, state, 'done');
    case 'return':
      return {
        state: { ...bare(state), waiting: 'citizen', reason },
        effects: [note(state, 'returned'), { type: 'tell', template: 'returned' }],
      };
    case 'refuse':
      return end({ ...bare(state), reason }, 'refused', [
        { type: 'cancelTasks' },
        note(state, 'refused'),
        { type: 'tell', template: 'progress' },
      ]);
    case 'hold':
      return hold(plan, state, reason);
  }
}

function hold(plan: CasePlan, state: CaseState, reason: string): CaseMove {
  if (state.waiting === 'hold' || state.waiting === 'department' || state.waiting === 'errand') return stay(state);
  const look: CaseEffect = { type: 'task', role: stepOf(plan, state.step).role ?? 'caseworker', step: state.step };
  return {
    state: { ...bare(state), waiting: 'hold', heldFrom: state.waiting, reason },
    effects: [{ type: 'cancelTasks' }, note(state, 'held'), ...(reason === suspended ? [] : [look])],
  };
}

function resume(plan: CasePlan, state: CaseState): CaseMove {
  const { heldFrom = 'ready' } = state;
  const resumed = { ...bare(state), waiting: heldFrom };
  const effects: CaseEffect[] = [{ type: 'cancelTasks' }, note(state, 'resumed')];
  if (heldFrom !== 'staff') return { state: resumed, effects };
  const step = stepOf(plan, state.step);
  return { state: resumed, effects: [...effects, { type: 'task', role: step.role ?? 'reviewer', step: step.code }] };
}

function onIssued(plan: CasePlan, state: CaseState, version: number): CaseMove {
  if (state.waiting !== 'department') return stay(state);
  const issued = { ...bare(state), issued: { version } };
  // A bureau that issues by itself makes the certificate in the step that records it.
  const effects: CaseEffect[] = stepOf(plan, state.step).kind === 'issue' ? [{ type: 'recordCertificate' }] : [];
  return leave(plan, issued, 'done', effects);
}

function onDelivered(plan: CasePlan, state: CaseState): CaseMove {
  if (state.waiting !== 'errand') return stay(state);
  const first = leave(plan, state, 'done');
  // Whoever has the new certificate has given the old one: a report of the first half that was lost holds nothing up.
  return first.state.waiting === 'errand' ? join(first, leave(plan, first.state, 'done')) : first;
}

/** The step is over: on to the next one. */
function leave(plan: CasePlan, state: CaseState, key: NoteKey, effects: readonly CaseEffect[] = []): CaseMove {
  const next = nextOf(plan, state);
  invariant(next, `step ${state.step} has no way on`);
  const said: CaseEffect[] = key === 'skipped' ? [...effects] : [...effects, note(state, key)];
  return enter(plan, { ...bare(state), step: next.code }, next.code, said);
}

function enter(plan: CasePlan, state: CaseState, code: string, effects: readonly CaseEffect[]): CaseMove {
  const step = stepOf(plan, code);
  const at = (waiting: Waiting, more: readonly CaseEffect[] = []): CaseMove => ({
    state: { ...bare(state), step: code, waiting },
    effects: [...effects, ...more],
  });
  switch (step.kind) {
    case 'auto':
    case 'close':
      return at('ready');
    case 'staff':
      return plan.autoDecide ? at('ready') : at('staff', [{ type: 'task', role: step.role ?? 'reviewer', step: code }]);
    case 'department':
      return at('department', [{ type: 'orderCertificate' }]);
    case 'issue':
      return state.issued ? at('ready') : at('department', [{ type: 'orderCertificate' }]);
    case 'errand':
      if (!plan.errand) return at('ready');
      // The second half of an errand that is under way already is not begun again.
      return at('errand', cameFromErrand(plan, code) ? [] : [{ type: 'startErrand' }]);
  }
}

function cameFromErrand(plan: CasePlan, code: string): boolean {
  return plan.process.some((step) => step.kind === 'errand' && step.next[0] === code);
}

function end(state: CaseState, outcome: NonNullable<CaseState['outcome']>, effects: readonly CaseEffect[]): CaseMove {
  return { state: { ...state, waiting: 'nothing', outcome }, effects };
}

function stay(state: CaseState): CaseMove {
  return { state, effects: [] };
}

function join(first: CaseMove, second: CaseMove): CaseMove {
  return { state: second.state, effects: [...first.effects, ...second.effects] };
}

function note(state: CaseState, key: NoteKey): CaseEffect {
  return { type: 'note', step: state.step, key };
}

/** Without what belonged to the hold or the return that is over. */
function bare({ step, waiting, issued }: CaseState): CaseState {
  return { step, waiting, ...(issued && { issued }) };
}

function stepOf(plan: CasePlan, code: string): ProcessStep {
  const step = plan.process.find((one) => one.code === code);
  invariant(step, `no step ${code} in the process`);
  return step;
}

function nextOf(plan: CasePlan, state: CaseState): ProcessStep | undefined {
  const [code] = stepOf(plan, state.step).next;
  return code === undefined ? undefined : stepOf(plan, code);
}
