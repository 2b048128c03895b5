import path from 'node:path';
import { BrowserWindow, screen } from 'electron';
import type { ShellOptions } from './command-line.ts';

/** `--sand-50` of the look: what is seen before the page's first paint, and never white. */
const sand = '#fbf8f2';

const delays = { showAtLatestMs: 3_000 };

/** The terminal's one window: frameless, the whole screen (or `windowed` while developing), shown with its first paint. */
export function openWindow(preload: string, windowed: ShellOptions['windowed']): BrowserWindow {
  const window = new BrowserWindow({
    ...placeOf(windowed),
    show: false,
    frame: false,
    resizable: false,
    backgroundColor: sand,
    title: 'E-Station',
    webPreferences: {
      preload: path.resolve(preload),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      devTools: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      // spoken guidance starts without a touch, and goes on when the window is covered for a moment
      autoplayPolicy: 'no-user-gesture-required',
      backgroundThrottling: false,
    },
  });
  showWithFirstPaint(window, windowed === undefined);
  return window;
}

/**
 * Chromium takes a pixel off a window that is exactly as large as the screen, and without a window manager nobody gives it
 * back: one row below the screen's edge keeps the rest whole. Under a window manager kiosk mode sets the exact size.
 */
function placeOf(windowed: ShellOptions['windowed']): Electron.BrowserWindowConstructorOptions {
  if (windowed !== undefined) return { ...windowed, x: 0, y: 0, useContentSize: true };
  const { x, y, width, height } = screen.getPrimaryDisplay().bounds;
  return { x, y, width, height: height + 1, enableLargerThanScreen: true };
}

/** Kiosk mode would show the window at once, so it waits for the first paint too. */
function showWithFirstPaint(window: BrowserWindow, kiosk: boolean): void {
  const show = () => {
    clearTimeout(atLatest);
    if (window.isDestroyed() || window.isVisible()) return;
    window.show();
    if (kiosk) window.setKiosk(true);
  };
  const atLatest = setTimeout(show, delays.showAtLatestMs);
  window.once('ready-to-show', show);
}
