import { createContext, useContext, type RefObject } from 'react';
import type { FaceFrame, FaceFrameAnswer, Intent } from '#contracts/ipc/api.ts';
import type { CameraHandle } from '../../face/camera.ts';
import type { KioskView, ScreenName, ScreenOf } from '#contracts/ipc/view.ts';

export interface Kiosk {
  readonly view: KioskView;
  /** The page's own monotonic ms when the view came. */
  readonly viewAtMs: number;
  /** A press was taken and its answer has not come: the one next step waits. */
  readonly pending: boolean;
  readonly intend: (intent: Intent) => void;
  /** The terminal's camera, off until the face screen opens it. */
  readonly camera: RefObject<CameraHandle | null>;
  readonly sendFrame: (frame: FaceFrame) => Promise<FaceFrameAnswer>;
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
