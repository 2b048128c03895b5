import { useSyncExternalStore } from 'react';
import { useKiosk } from './kiosk-context.ts';

const landscape = window.matchMedia('(orientation: landscape)');

function subscribe(listener: () => void): () => void {
  landscape.addEventListener('change', listener);
  return () => landscape.removeEventListener('change', listener);
}

export function useIsLandscape(): boolean {
  return useSyncExternalStore(subscribe, () => landscape.matches);
}

/** Large text or a low panel: one thing at a time while a keyboard is docked, and shorter pages of lists. */
export function useIsTight(): boolean {
  const isLandscape = useIsLandscape();
  const { view } = useKiosk();
  return isLandscape || view.settings.textSize === 'elder';
}
