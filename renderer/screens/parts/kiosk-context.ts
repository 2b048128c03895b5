import { createContext, useContext } from 'react';
import type { Intent } from '#contracts/ipc/api.ts';
import type { KioskView, ScreenName, ScreenOf } from '#contracts/ipc/view.ts';

export interface Kiosk {
  readonly view: KioskView;
  /** The page's own monotonic ms when the view came. */
  readonly viewAtMs: number;
  /** A press was taken and its answer has not come: the one next step waits. */
  readonly pending: boolean;
  readonly intend: (intent: Intent) => void;
}

export const KioskContext = createContext<Kiosk | undefined>(undefined);

export function useKiosk(): Kiosk {
  const kiosk = useContext(KioskContext);
  if (!kiosk) throw new Error('screens are drawn inside KioskContext');
  return kiosk;
}

/** What each screen gets: its own part of the view. */
export interface ScreenProps<N extends ScreenName> {
  readonly screen: ScreenOf<N>;
}
