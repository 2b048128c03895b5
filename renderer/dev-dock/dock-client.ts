import type { Action } from '#contracts/dev-dock/actions.ts';
import type { DockState } from '#contracts/dev-dock/state.ts';
import { repeat } from './repeat.ts';

/** What the page knows of the world around the terminal at one moment. */
export interface DockKnowledge {
  /** The newest that was told; kept while nobody answers. */
  readonly state?: DockState;
  /** The dock's server does not answer. */
  readonly isSilent: boolean;
  /** Why the last wish was not done. */
  readonly refusal?: string | undefined;
}

export interface DockClient {
  readonly get: () => DockKnowledge;
  readonly subscribe: (listener: () => void) => () => void;
  /** Wishes are done one after the other: a stroke and a typed letter do not mix. */
  readonly send: (action: Action) => void;
  /** Told after each wish that was done. */
  readonly onDone: (listener: () => void) => () => void;
  readonly forgetRefusal: () => void;
}

const delays = { stateMs: 1_000, answerMs: 10_000 };

/** Asks the dock's server for the state of things and sends it what a person wants done. */
export function createDockClient(): DockClient {
  let knowledge: DockKnowledge = { isSilent: false };
  let wishes: Promise<void> = Promise.resolve();
  const listeners = new Set<() => void>();
  const doneListeners = new Set<() => void>();

  function know(change: Partial<DockKnowledge>): void {
    knowledge = { ...knowledge, ...change };
    for (const listener of listeners) listener();
  }

  async function look(): Promise<void> {
    try {
      const response = await fetch('./state', { signal: AbortSignal.timeout(delays.answerMs) });
      if (!response.ok) throw new Error(`state: ${response.status}`);
      know({ state: (await response.json()) as DockState, isSilent: false });
    } catch {
      know({ isSilent: true });
    }
  }

  async function wish(action: Action): Promise<void> {
    try {
      const body = JSON.stringify(action);
      const response = await fetch('./do', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      const answer = (await response.json()) as { readonly error?: string };
      know({ refusal: answer.error });
      for (const listener of doneListeners) listener();
    } catch {
      know({ isSilent: true });
    }
  }

  const looking = repeat(delays.stateMs, look);
  doneListeners.add(looking.now);
  return {
    get: () => knowledge,
    subscribe: (listener) => subscribeTo(listeners, listener),
    onDone: (listener) => subscribeTo(doneListeners, listener),
    send(action) {
      wishes = wishes.then(() => wish(action));
    },
    forgetRefusal: () => know({ refusal: undefined }),
  };
}

function subscribeTo(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
