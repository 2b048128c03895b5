import type { KioskBridge } from '#contracts/ipc/api.ts';

declare global {
  interface Window {
    /** Put there by preload: the page's only way to the rest of the terminal. */
    readonly kiosk: KioskBridge;
  }
}

export function kioskBridge(): KioskBridge {
  return window.kiosk;
}
