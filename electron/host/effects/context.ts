import type { CardPhoto } from '#contracts/devices/id-reader.ts';
import type { SessionEvent } from '../../session/events.ts';
import type { SessionState } from '../../session/state.ts';
import type { Parts } from '../parts.ts';
import type { Timers } from '../timers.ts';

/** What an effect works with. It answers by dispatching an event; the machine decides whether that still means anything. */
export interface EffectContext {
  readonly parts: Parts;
  readonly timers: Timers;
  readonly vault: Vault;
  readonly dispatch: (event: SessionEvent) => void;
  readonly state: () => SessionState;
  readonly refresh: () => void;
}

/** What a visit holds that may never be part of a state, a view or a log: the card's photo, and what can be aborted. */
export interface Vault {
  photo: CardPhoto | undefined;
  fetching: AbortController | undefined;
  /** Overwrites the photo with zeros and lets everything go. */
  clear(): void;
}

export function createVault(): Vault {
  return {
    photo: undefined,
    fetching: undefined,
    clear() {
      this.photo?.rgb.fill(0);
      this.photo = undefined;
      this.fetching?.abort();
      this.fetching = undefined;
    },
  };
}
