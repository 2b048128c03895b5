import { invariant } from '#contracts/basics/asserts.ts';
import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import { askedValues } from '#contracts/domain/form.ts';
import type { ActId } from '#contracts/basics/ids.ts';
import type { Intent } from '#contracts/ipc/api.ts';
import { fetch, home, whyNot } from './browse.ts';
import type { ActContent, SessionEvent, Transition, World } from './events.ts';
import { end, flowOf, go, stay, verifiedOf, visitOf, withFlow } from './moves.ts';
import { fetchCopy } from './reprint.ts';
import type { Flow, Phase, SessionState, Visit } from './state.ts';

/**
 * From review to the end of a visit. The order is the product's promise: the act is durable before any screen says so, the
 * centre's verified answer comes before any screen says "done", and a print that nobody saw end is never repeated by itself.
 */

export function onSubmitIntent(state: SessionState, intent: Intent, world: World): Transition | undefined {
  switch (state.phase.name) {
    case 'fetching':
      if (intent.type !== 'cancelWork' && intent.type !== 'back') return undefined;
      return go(state, askedFrom(flowOf(state)), [{ type: 'cancelFetch' }, { type: 'armIdle' }]);
    case 'review':
      return onReviewIntent(state, intent, world);
    case 'submitting':
      // Waiting may be cut short; the act itself is safe and goes out later.
      if (intent.type !== 'cancelWork' || !state.phase.durable) return undefined;
      return settle(withAct(state, { outcome: 'queued', code: 'SYN-005' }), [{ type: 'stopAwaiting' }]);
    case 'result':
      return onResultIntent(state, intent);
    case 'rate':
      return onRateIntent(state, intent);
    default:
      return undefined;
  }
}

function onReviewIntent(state: SessionState, intent: Intent, world: World): Transition | undefined {
  const { item, form } = { item: flowOf(state).item, form: flowOf(state).item.form };
  switch (intent.type) {
    case 'sign':
      return { state: withFlow(state, { signature: intent.signature }), effects: [{ type: 'armIdle' }] };
    case 'clearSignature': {
      const { signature: _, ...flow } = flowOf(state);
      return { state: { ...state, visit: { ...visitOf(state), flow } }, effects: [{ type: 'armIdle' }] };
    }
    case 'back':
      return go(state, form ? { name: 'form', page: 0 } : askedFrom(flowOf(state)), [{ type: 'armIdle' }]);
    case 'confirm':
      return item.flow === 'registration' && !flowOf(state).signature ? stay(state) : confirm(state, world);
    default:
      return undefined;
  }
}

/** A certificate is confirmed to be printed now: not where the line or the printer has gone while the person read. */
function confirm(state: SessionState, world: World): Transition {
  const { item } = flowOf(state);
  const unavailable = item.flow === 'certificate' ? whyNot(state, item, world) : undefined;
  return unavailable ? fault(stay(state), unavailable, true) : submit(state, world);
}

export function submit(state: SessionState, world: World): Transition {
  const { actor, verification } = verifiedOf(state);
  const act = world.ids.act as ActId;
  return go(state, { name: 'submitting', act, durable: false }, [
    { type: 'recordAct', act, actor, verification, content: contentOf(visitOf(state), flowOf(state)) },
  ]);
}

function contentOf(visit: Visit, flow: Flow): ActContent {
  if (flow.proposal) {
    const { offer, handover } = flow.proposal;
    const consented = visit.agreed === true && visit.verification?.method === 'face';
    return { kind: 'proposal.confirm', item: flow.item, offer, handover, interactions: visit.interactions, consented };
  }
  if (flow.withdrawal) return { kind: 'case.withdraw', item: flow.item, about: flow.withdrawal.about };
  if (flow.reprint) return { kind: 'certificate.reprint', item: flow.item, certificate: flow.reprint.number };
  if (flow.item.flow === 'certificate') {
    invariant(flow.statement, 'a certificate is confirmed only with its statement');
    return { kind: 'certificate.issue', item: flow.item, statement: flow.statement };
  }
  invariant(flow.signature, 'a registration is confirmed only with its signature');
  const values = flow.item.form ? askedValues(flow.item.form, flow.values) : flow.values;
  return { kind: 'registration.submit', item: flow.item, values, signature: flow.signature };
}

type SubmitEvent = Extract<
  SessionEvent,
  { type: `statement${string}` | `act${string}` | 'copyFetched' | 'receiptSettled' | 'documentSettled' }
>;

export function onSubmitEvent(state: SessionState, event: SubmitEvent, world: World): Transition {
  switch (event.type) {
    case 'statementFetched':
      if (state.phase.name !== 'fetching') return stay(state);
      return go(withFlow(state, { statement: event.statement }), { name: 'review' }, [{ type: 'armIdle' }]);
    case 'copyFetched':
      return onCopy(state, event);
    case 'statementFailed':
      if (state.phase.name !== 'fetching') return stay(state);
      return fault(go(state, askedFrom(flowOf(state)), [{ type: 'armIdle' }]), event.code, event.code !== 'CAS-002');
    case 'actRecorded':
      return onRecorded(state, event, world);
    case 'actRefused':
      if (state.phase.name !== 'submitting' || state.phase.act !== event.act) return stay(state);
      return fault(go(state, cameFrom(flowOf(state)), [{ type: 'armIdle' }]), event.code, true);
    case 'actAnswered':
      return onAnswered(state, event);
    case 'receiptSettled':
      return onPrinted(state, event.act, { receipt: event.print });
    case 'documentSettled':
      return onDocument(state, event);
  }
}

/** The page on which the person decided. */
function cameFrom({ proposal, withdrawal }: Flow): Phase {
  if (proposal) return { name: 'proposal', mode: 'offer' };
  return withdrawal ? { name: 'progress' } : { name: 'review' };
}

/** The page on which the person asked for what the centre has to give. */
function askedFrom({ reprint }: Flow): Phase {
  return reprint ? { name: 'progress' } : { name: 'item' };
}

function onCopy(state: SessionState, event: Extract<SubmitEvent, { type: 'copyFetched' }>): Transition {
  const { reprint } = state.phase.name === 'fetching' ? flowOf(state) : {};
  if (!reprint) return stay(state);
  const { statement, issuedOn } = event;
  return go(withFlow(state, { statement, reprint: { ...reprint, issuedOn } }), { name: 'review' }, [{ type: 'armIdle' }]);
}

function onRecorded(state: SessionState, event: Extract<SubmitEvent, { type: 'actRecorded' }>, world: World): Transition {
  if (state.phase.name !== 'submitting' || state.phase.act !== event.act) return stay(state);
  const flow = flowOf(state);
  const act = { id: event.act, caseNumber: event.caseNumber, outcome: 'queued', code: 'SYN-005', qr: event.qr } as const;
  const recorded = go(withFlow(state, { ...flow, act }), { name: 'submitting', act: event.act, durable: true });
  if (!world.online) return settle(recorded.state, []);
  return { state: recorded.state, effects: [{ type: 'awaitAnswer', act: event.act }] };
}

function onAnswered(state: SessionState, event: Extract<SubmitEvent, { type: 'actAnswered' }>): Transition {
  const act = state.visit?.flow?.act;
  if (act?.id !== event.act) return stay(state);
  // Giving up waiting means something only while somebody waits: it must never undo an answer.
  if (event.answer.outcome === 'queued' && state.phase.name !== 'submitting') return stay(state);
  const { code: _, ...known } = act;
  const answered = withFlow(state, { act: { ...known, ...event.answer } });
  if (state.phase.name === 'submitting') return settle(answered, []);
  // The answer came while the person looked at "queued": the screen tells the better news, nothing is printed by itself.
  return state.phase.name === 'result' ? { state: answered, effects: [] } : stay(state);
}

/** The outcome is known as far as it will be now: print what belongs to it. */
function settle(state: SessionState, effects: Transition['effects']): Transition {
  const flow = flowOf(state);
  invariant(flow.act, 'settled without an act');
  const act = flow.act.id;
  if (flow.item.flow === 'certificate' && flow.act.outcome === 'done') {
    const printing = withFlow(state, { document: { state: 'printing' } });
    return go(printing, { name: 'printing' }, [...effects, { type: 'printDocument', act }]);
  }
  const printing = withFlow(state, {
    receipt: { state: 'printing' },
    ...(flow.item.flow === 'certificate' && { document: { state: 'notPrinted' } }),
  });
  return go(printing, { name: 'result' }, [...effects, { type: 'printReceipt', act }, { type: 'armIdle' }]);
}

function onDocument(state: SessionState, event: Extract<SubmitEvent, { type: 'documentSettled' }>): Transition {
  const flow = state.visit?.flow;
  if (flow?.act?.id !== event.act) return stay(state);
  const settled = withFlow(state, { document: event.print });
  if (state.phase.name !== 'printing') return { state: settled, effects: [] };
  const printing = withFlow(settled, { receipt: { state: 'printing' } });
  return go(printing, { name: 'result' }, [{ type: 'printReceipt', act: event.act }, { type: 'armIdle' }]);
}

function onPrinted(state: SessionState, act: ActId, change: Partial<Flow>): Transition {
  if (state.visit?.flow?.act?.id !== act) return stay(state);
  return { state: withFlow(state, change), effects: [] };
}

function onResultIntent(state: SessionState, intent: Intent): Transition | undefined {
  const { act, receipt, document, statement } = flowOf(state);
  if (!act) return undefined;
  switch (intent.type) {
    case 'printReceipt':
      if (receipt.state !== 'failed' && receipt.state !== 'notPrinted') return stay(state);
      return { state: withFlow(state, { receipt: { state: 'printing' } }), effects: [{ type: 'printReceipt', act: act.id }] };
    case 'printDocument':
      if (act.outcome !== 'done' || !statement || !document || (document.state !== 'failed' && document.state !== 'notPrinted'))
        return stay(state);
      return { state: withFlow(state, { document: { state: 'printing' } }), effects: [{ type: 'printDocument', act: act.id }] };
    case 'finish':
      return leaveResult(state, 'end');
    case 'again':
      return leaveResult(state, 'home');
    default:
      return undefined;
  }
}

function leaveResult(state: SessionState, after: 'end' | 'home'): Transition {
  // A visit that was resumed after a restart has nobody verified any more: it can only end.
  if (!state.visit?.verification) return end(state);
  if (flowOf(state).item.rated) return go(state, { name: 'rate', after }, [{ type: 'armScreen', screen: 'rate' }]);
  return after === 'home' ? home(state) : end(state);
}

function onRateIntent(state: SessionState, intent: Intent): Transition | undefined {
  const { phase } = state;
  if (phase.name !== 'rate' || (intent.type !== 'rate' && intent.type !== 'skipRating')) return undefined;
  const { act, item } = flowOf(state);
  const onward = phase.after === 'home' ? home(state) : end(state);
  if (intent.type === 'skipRating' || !act) return onward;
  const { score, reasons } = intent;
  const rating = {
    type: 'recordRating',
    about: act.id,
    caseNumber: act.caseNumber,
    item,
    ...verifiedOf(state),
    score,
    reasons,
  } as const;
  return { state: onward.state, effects: [rating, ...onward.effects] };
}

function withAct(state: SessionState, change: Partial<NonNullable<Flow['act']>>): SessionState {
  const { act } = flowOf(state);
  return act ? withFlow(state, { act: { ...act, ...change } }) : state;
}

function fault(transition: Transition, code: ErrorCode, canRetry: boolean): Transition {
  return { state: { ...transition.state, overlay: { name: 'fault', code, canRetry } }, effects: transition.effects };
}

/** What "try again" means where a fault was shown. */
export function retryFault(state: SessionState, world: World): Transition {
  const { reprint } = state.visit?.flow ?? {};
  if (state.phase.name === 'progress' && reprint) return fetchCopy(state, reprint.number);
  if (state.phase.name === 'item' && flowOf(state).item.flow === 'certificate') return fetch(state);
  if (state.phase.name === 'review') return confirm(state, world);
  if (state.phase.name === 'proposal' || state.visit?.flow?.withdrawal !== undefined) return submit(state, world);
  return stay(state);
}
