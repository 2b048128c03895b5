import { app, type BrowserWindow } from 'electron';
import type { Clock } from '#contracts/basics/clock.ts';
import type { Log } from '#contracts/log/events.ts';
import { afterFailure, noFailures } from './back-off.ts';
import { kioskPage } from './asset-path.ts';

const delays = {
  reload: { firstMs: 200, longestMs: 15_000, stableAfterMs: 60_000 },
  /** A page that does not answer for this long after Chromium gave it up is ended and loaded again. */
  unresponsiveMs: 10_000,
};

/** `net::ERR_ABORTED`: a load that was replaced by another one, not a failure. */
const loadReplaced = -3;

/** Loads the page and keeps it there: after a crash, a hang, a lack of memory or a failed load it is loaded again. */
export function keepPageAlive(window: BrowserWindow, clock: Clock, log: Log): void {
  const contents = window.webContents;
  let failures = noFailures;
  let loadedAt = clock.monotonic();
  let cancelReload = () => {};
  let cancelKill = () => {};

  const load = () => {
    if (window.isDestroyed()) return;
    loadedAt = clock.monotonic();
    // a failure to load is told by 'did-fail-load' as well
    contents.loadURL(kioskPage).catch(() => {});
  };
  const loadLater = (reason: string) => {
    const { next, delayMs } = afterFailure(failures, clock.monotonic() - loadedAt, delays.reload);
    failures = next;
    log('shell.renderer-gone', { reason, reloadInMs: delayMs, failures: failures.failures });
    cancelReload();
    cancelReload = clock.after(delayMs, load);
  };

  contents.on('render-process-gone', (_event, details) => {
    cancelKill();
    loadLater(details.reason);
  });
  contents.on('did-fail-load', (_event, code, _text, _url, isMainFrame) => {
    if (isMainFrame && code !== loadReplaced) loadLater(`load ${code}`);
  });
  // a blank page asks no guard: Electron lets a page go to about:blank without 'will-navigate'
  contents.on('did-navigate', (_event, url) => {
    if (url !== kioskPage) loadLater('left the page');
  });
  contents.on('unresponsive', () => {
    log('shell.unresponsive');
    cancelKill = clock.after(delays.unresponsiveMs, () => contents.forcefullyCrashRenderer());
  });
  contents.on('responsive', () => cancelKill());
  // Chromium starts its own helpers again; this line tells that it had to
  app.on('child-process-gone', (_event, details) => {
    log('shell.renderer-gone', { process: details.type, reason: details.reason });
  });
  load();
}
