import type { HostState, Intent, KioskBridge } from '#contracts/ipc/api.ts';
import type { KioskView } from '#contracts/ipc/view.ts';

/** What the page knows of the terminal at one moment. */
export interface KioskState {
  readonly host: HostState;
  /** Absent until the first one; kept while the host restarts, but not shown. */
  readonly view?: KioskView;
  /** The page's own monotonic ms when `view` came. */
  readonly viewAtMs: number;
  /** An intent that moves on was sent and the view that answers it has not come. */
  readonly pending: boolean;
}

export interface KioskStore {
  readonly get: () => KioskState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly intend: (intent: Intent) => void;
}

/** These change no screen, so they are never held back and hold nothing back. */
const quiet: ReadonlySet<Intent['type']> = new Set([
  'touch',
  'setField',
  'sign',
  'clearSignature',
  'setLanguage',
  'setTextSize',
  'setContrast',
]);

const initial: KioskState = { host: 'starting', viewAtMs: 0, pending: false };

/**
 * Holds the newest view and sends intents. One intent that moves on at a time: a second press is dropped until the view that
 * answers the first is here, so nothing can be submitted twice by an impatient finger.
 */
export function createKioskStore(bridge: KioskBridge, now: () => number): KioskStore {
  let state = initial;
  let awaitedSeq = Number.POSITIVE_INFINITY;
  const listeners = new Set<() => void>();

  function set(change: Partial<KioskState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  function takeView(view: KioskView): void {
    // A restarted host counts from the beginning again; until it runs, any view is newer than what was there.
    if (state.host === 'running' && state.view && view.seq < state.view.seq) return;
    const answered = view.seq >= awaitedSeq;
    if (answered) awaitedSeq = Number.POSITIVE_INFINITY;
    set({ host: 'running', view, viewAtMs: now(), pending: state.pending && !answered });
  }

  function takeHostState(host: HostState): void {
    awaitedSeq = Number.POSITIVE_INFINITY;
    set({ host, pending: false });
    if (host === 'running') void fetchView();
  }

  /** For a page that was loaded while the host ran: no push may come for a long time. */
  async function fetchView(): Promise<void> {
    const answer = await bridge.call('view.get', {});
    if (answer.ok) takeView(answer.value);
  }

  async function send(intent: Intent): Promise<void> {
    const answer = await bridge.call('session.intend', intent);
    if (quiet.has(intent.type)) return;
    const shown = state.view?.seq ?? 0;
    if (!answer.ok || answer.value.seq <= shown) set({ pending: false });
    else awaitedSeq = answer.value.seq;
  }

  bridge.onView(takeView);
  bridge.onHostState(takeHostState);
  void fetchView();

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    intend(intent) {
      if (!quiet.has(intent.type)) {
        if (state.pending) return;
        set({ pending: true });
      }
      send(intent).catch((error: unknown) => {
        set({ pending: false });
        throw error; // the page's fault report takes it
      });
    },
  };
}
