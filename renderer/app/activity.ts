import type { KioskStore } from './kiosk-store.ts';

const delays = { betweenTouchesMs: 2_000 };

/** Any finger or key keeps the session awake; a moving finger says so every two seconds, not sixty times a second. */
export function watchActivity(store: KioskStore, now: () => number): void {
  let last = Number.NEGATIVE_INFINITY;
  const onActivity = (): void => {
    if (now() - last < delays.betweenTouchesMs) return;
    last = now();
    store.intend({ type: 'touch' });
  };
  for (const type of ['pointerdown', 'pointermove', 'keydown'] as const) {
    window.addEventListener(type, onActivity, { capture: true, passive: true });
  }
}
