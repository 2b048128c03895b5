import { app, Menu, type BrowserWindow, type Session, type WebContents } from 'electron';
import type { Log } from '#contracts/log/events.ts';
import { kioskOrigin, kioskPage, kioskScheme } from './asset-path.ts';
import { isAllowedKey } from './keys.ts';

/**
 * The lock-down of a machine that stands alone with strangers. What Electron cannot stop (Alt+Tab, Ctrl+Alt+F1, SysRq) is the
 * operating system's part: deploy/README.md.
 */
export function guardApp(log: Log): void {
  // the default menu's accelerators act before any page sees the key
  Menu.setApplicationMenu(null);
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log));
}

/** Switches of Chromium that must stand before the app is ready: no pinch zoom, no swipe back, no traffic of its own. */
export function guardSwitches(): void {
  app.commandLine.appendSwitch('disable-pinch');
  app.commandLine.appendSwitch('overscroll-history-navigation', '0');
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
}

function guardContents(contents: WebContents, log: Log): void {
  const refuse = (what: string) => (event: { preventDefault: () => void }) => {
    event.preventDefault();
    log('shell.blocked', { what });
  };
  contents.on('before-input-event', (event, input) => {
    if (!isAllowedKey(input)) event.preventDefault();
  });
  contents.on('will-navigate', (event) => {
    // a page may load itself again after a fault of its own
    if (event.url !== kioskPage) refuse('navigation')(event);
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) refuse('navigation')(event);
  });
  contents.on('will-redirect', refuse('redirect'));
  contents.on('will-attach-webview', refuse('webview'));
  contents.on('context-menu', (event) => event.preventDefault());
  contents.on('login', refuse('login'));
  contents.setWindowOpenHandler(() => {
    log('shell.blocked', { what: 'window' });
    return { action: 'deny' };
  });
  contents.on('dom-ready', () => {
    contents.setZoomFactor(1);
    void contents.setVisualZoomLevelLimits(1, 1);
  });
}

/** Permissions, downloads, devices and addresses of the one session that pages run in. */
export function guardSession(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const allowed = isCameraOfOurs(permission, details.requestingUrl, 'mediaTypes' in details ? details.mediaTypes : undefined);
    if (!allowed) log('shell.blocked', { what: 'permission', permission });
    answer(allowed);
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => permission === 'media' && isOurs(origin));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => {
    event.preventDefault();
    log('shell.blocked', { what: 'download' });
  });
  session.webRequest.onBeforeRequest((request, answer) => {
    const cancel = !isLocal(request.url);
    if (cancel) log('shell.blocked', { what: 'request' });
    answer({ cancel });
  });
  session.setSpellCheckerEnabled(false);
}

/** The window itself: it cannot be closed by whoever stands before it, and takes the focus back when something else had it. */
export function guardWindow(
  window: BrowserWindow,
  options: { readonly mayClose: () => boolean; readonly keepsFocus: boolean },
): void {
  window.on('close', (event) => {
    if (!options.mayClose()) event.preventDefault();
  });
  if (options.keepsFocus) window.on('blur', () => window.focus());
}

function isCameraOfOurs(permission: string, url: string, mediaTypes: readonly string[] | undefined): boolean {
  return permission === 'media' && isOurs(url) && (mediaTypes ?? []).every((type) => type === 'video');
}

function isOurs(url: string): boolean {
  return url === kioskOrigin || url.startsWith(`${kioskOrigin}/`);
}

/** What never leaves the machine: our files, and what page code made itself. */
function isLocal(url: string): boolean {
  return [`${kioskScheme}:`, 'blob:', 'data:'].some((scheme) => url.startsWith(scheme));
}
