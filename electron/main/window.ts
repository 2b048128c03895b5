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
  showWithFirstPaint(window);
  return window;
}

/** Kiosk mode alone leaves the window one pixel short where no window manager runs, so the bounds are given as well. */
function placeOf(windowed: ShellOptions['windowed']): Electron.BrowserWindowConstructorOptions {
  if (windowed !== undefined) return { ...windowed, x: 0, y: 0, useContentSize: true };
  return { ...screen.getPrimaryDisplay().bounds, kiosk: true, enableLargerThanScreen: true };
}

function showWithFirstPaint(window: BrowserWindow): void {
  const show = () => {
    clearTimeout(atLatest);
    if (!window.isDestroyed() && !window.isVisible()) window.show();
  };
  const atLatest = setTimeout(show, delays.showAtLatestMs);
  window.once('ready-to-show', show);
}
