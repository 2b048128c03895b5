import type { Intent } from '#contracts/ipc/api.ts';
import type { FlowItem } from '#contracts/domain/service-item.ts';
import type { Transition, World } from './events.ts';
import { end, flowOf, go, stay, verifiedOf, visitOf, withVisit } from './moves.ts';
import type { SessionState } from './state.ts';
import { firstValues } from './form.ts';

/** Home, progress and an item's page: what a verified person sees before something is under way. */
export function onBrowseIntent(state: SessionState, intent: Intent, world: World): Transition | undefined {
  switch (state.phase.name) {
    case 'home':
      if (intent.type === 'openItem') return openItem(state, intent.itemId, world);
      if (intent.type === 'openProgress') return reloadCases(state);
      if (intent.type === 'back') return { state: { ...state, overlay: { name: 'leave' } }, effects: [] };
      if (intent.type === 'finish') return end(state);
      return undefined;
    case 'progress':
      if (intent.type === 'back' || intent.type === 'again') return home(state);
      if (intent.type === 'retry') return reloadCases(state);
      return undefined;
    case 'item':
      if (intent.type === 'back') return home(state);
      if (intent.type === 'beginItem') return beginItem(state, world);
      return undefined;
    default:
      return undefined;
  }
}

/** Home without anything under way. */
export function home(state: SessionState): Transition {
  const { flow: _, ...visit } = visitOf(state);
  return go({ ...state, visit }, { name: 'home' }, [{ type: 'armIdle' }]);
}

function openItem(state: SessionState, itemId: string, world: World): Transition {
  const item = world.items.find((candidate) => candidate.id === itemId);
  if (!item) return stay(state);
  const flow = { item, values: {}, problems: {}, opened: [], receipt: { state: 'notPrinted' } } as const;
  return go(withVisit(state, { flow }), { name: 'item' }, [{ type: 'armIdle' }]);
}

function reloadCases(state: SessionState): Transition {
  const { actor, verification } = verifiedOf(state);
  const visit = visitOf(state);
  return go(withVisit(state, { cases: { ...visit.cases, loading: true } }), { name: 'progress' }, [
    { type: 'loadCases', actor, verification },
    { type: 'armIdle' },
  ]);
}

function beginItem(state: SessionState, world: World): Transition {
  const { item } = flowOf(state);
  const unavailable = whyNot(state, item, world);
  if (unavailable) return { state: { ...state, overlay: { name: 'fault', code: unavailable, canRetry: false } }, effects: [] };
  if (item.flow === 'certificate') return fetch(state);
  const values = firstValues(item, visitOf(state));
  return go(withVisit(state, { flow: { ...flowOf(state), values, problems: {}, opened: [] } }), { name: 'form', page: 0 }, [
    { type: 'armIdle' },
  ]);
}

/** Why this person cannot do this item here and now; undefined when it can be done. */
export function whyNot(state: SessionState, item: FlowItem, world: World): ReturnType<World['unavailable']> {
  const method = state.visit?.verification?.method;
  if (method && !item.assurance.includes(method)) return 'SVC-002';
  return world.unavailable(item);
}

export function fetch(state: SessionState): Transition {
  const { actor, verification } = verifiedOf(state);
  return go(state, { name: 'fetching' }, [{ type: 'fetchStatement', actor, verification }]);
}
