import type { Intent } from '#contracts/ipc/api.ts';
import { whyNot } from './browse.ts';
import type { Transition, World } from './events.ts';
import { go, stay, verifiedOf, visitOf, withVisit } from './moves.ts';
import type { Flow, SessionState } from './state.ts';

/**
 * 再次打印: a certificate that was issued before, under its old number. The centre gives what was certified then, the department is not
 * asked again; that it was printed again is an act like any other.
 */
export function onReprintIntent(state: SessionState, intent: Intent, world: World): Transition | undefined {
  if (state.phase.name !== 'progress' || intent.type !== 'printCertificate') return undefined;
  const found = visitOf(state).cases.list.find(({ caseNumber }) => caseNumber === intent.caseNumber);
  const item = world.items.find(({ id }) => id === found?.itemId);
  if (found?.certificate?.mayPrint !== true) return stay(state);
  const unavailable = item && whyNot(state, item, world);
  if (!item || unavailable) {
    const code = unavailable ?? 'SVC-002'; // not in this terminal's catalogue any more
    return { state: { ...state, overlay: { name: 'fault', code, canRetry: false } }, effects: [] };
  }
  const flow: Flow = {
    item: { ...item, rated: false }, // it was rated when it was issued
    values: {},
    problems: {},
    opened: [],
    receipt: { state: 'notPrinted' },
    reprint: { number: found.certificate.number },
  };
  return fetchCopy(withVisit(state, { flow }), found.certificate.number);
}

export function fetchCopy(state: SessionState, number: string): Transition {
  const { actor, verification } = verifiedOf(state);
  return go(state, { name: 'fetching' }, [{ type: 'fetchCopy', actor, verification, number }]);
}
