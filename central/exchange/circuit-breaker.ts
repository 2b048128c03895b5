/**
 * Keeps people from waiting for a department that is down: after some failures in a row nobody asks for a while, then one
 * request tries. Pure; the caller brings the monotonic time, ms.
 */
export type BreakerState =
  | { readonly is: 'closed'; readonly failures: number }
  | { readonly is: 'open'; readonly until: number }
  | { readonly is: 'trying' };

export const breakerRules = { failuresToOpen: 5, openMs: 10_000 } as const;

export const breakerStart: BreakerState = { is: 'closed', failures: 0 };

/** Whether a request may go out now, and the state while it is out. */
export function admit(state: BreakerState, now: number): { readonly admitted: boolean; readonly state: BreakerState } {
  switch (state.is) {
    case 'closed':
      return { admitted: true, state };
    case 'open':
      return now < state.until ? { admitted: false, state } : { admitted: true, state: { is: 'trying' } };
    case 'trying':
      return { admitted: false, state };
  }
}

/** @param answered whether the department answered at all; what it answered does not matter here. */
export function settle(state: BreakerState, answered: boolean, now: number): BreakerState {
  if (answered) return breakerStart;
  const failures = state.is === 'closed' ? state.failures + 1 : breakerRules.failuresToOpen;
  return failures >= breakerRules.failuresToOpen ? { is: 'open', until: now + breakerRules.openMs } : { is: 'closed', failures };
}
