import path from 'node:path';
import { BrowserWindow, screen, type Rectangle } from 'electron';
import type { ShellOptions } from './command-line.ts';

/** `--sand-50` of the look: what is seen before the page's first paint, and never white. */
const sand = '#fbf8f2';

const delays = { showAtLatestMs: 3_000 };

/**
 * The terminal's one window: frameless, the whole screen or, while developing, `windowed`. It is shown at the lower edge of the
 * screen and moves up with its first paint: a window that is mapped only then is white for up to a second on a busy machine,
 * because Chromium draws its first frame before it has the page's.
 * @param onFirstPaint called once, when the page has painted or should have
 */
export function openWindow(preload: string, windowed: ShellOptions['windowed'], onFirstPaint: () => void): BrowserWindow {
  const place = placeOf(windowed);
  const window = new BrowserWindow({
    ...place,
    y: belowAllScreens(),
    enableLargerThanScreen: true,
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
  withFirstPaint(window, () => {
    window.setPosition(place.x, place.y);
    if (windowed === undefined) window.setKiosk(true);
    onFirstPaint();
  });
  return window;
}

/**
 * Chromium takes a pixel off a window that is exactly as large as the screen, and without a window manager nobody gives it
 * back: one row below the screen's edge keeps the rest whole. Under a window manager kiosk mode sets the exact size.
 */
function placeOf(windowed: ShellOptions['windowed']): Rectangle & { readonly useContentSize?: boolean } {
  if (windowed !== undefined) return { ...windowed, x: 0, y: 0, useContentSize: true };
  const { x, y, width, height } = screen.getPrimaryDisplay().bounds;
  return { x, y, width, height: height + 1 };
}

/** All but one row: a window that is wholly outside is taken for hidden and not painted. */
function belowAllScreens(): number {
  return Math.max(...screen.getAllDisplays().map(({ bounds }) => bounds.y + bounds.height)) - 1;
}

function withFirstPaint(window: BrowserWindow, act: () => void): void {
  let done = false;
  const once = () => {
    if (done || window.isDestroyed()) return;
    done = true;
    act();
  };
  window.once('ready-to-show', once);
  setTimeout(once, delays.showAtLatestMs);
}
