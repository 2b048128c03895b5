import path from 'node:path';
import { app, session } from 'electron';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { Log } from '#contracts/log/events.ts';
import { parseCommandLine, type ShellOptions } from './command-line.ts';
import { guardApp, guardSession, guardSwitches, guardWindow } from './guards.ts';
import { superviseHost, type Host, type HostEvents } from './host-process.ts';
import { hostProgram } from './host-program.ts';
import { openGate, tellPage } from './ipc.ts';
import { makeLog } from './log.ts';
import { keepPageAlive } from './recovery.ts';
import { registerKioskScheme, serveKioskScheme } from './scheme.ts';
import { openWindow } from './window.ts';

const clock = systemClock;
const shellFolder = __dirname;

function main(): void {
  const options = parseCommandLine(process.argv.slice(1), { packaged: app.isPackaged });
  if (!options.ok) {
    process.stderr.write(`${options.error}\n`);
    app.exit(2);
    return;
  }
  const log = makeLog(clock, options.value.logFile);
  endOnOurOwnBugs(log);
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  registerKioskScheme();
  guardSwitches();
  guardApp(log);
  void app.whenReady().then(() => run(options.value, log));
}

/** The first paint has the processor to itself; the host is started with it, while the page says that it is coming. */
function run(options: ShellOptions, log: Log): void {
  guardSession(session.defaultSession, log);
  serveKioskScheme(session.defaultSession, path.join(shellFolder, 'renderer'), log);
  const window = openWindow(path.join(shellFolder, 'preload.cjs'), options.windowed, () => {
    host.start();
    log('shell.started', { electron: process.versions['electron'], packaged: app.isPackaged });
  });
  const quitting = quitInOrder(() => host);
  guardWindow(window, { mayClose: quitting, keepsFocus: options.windowed === undefined });
  const page = tellPage(window);
  openGate(window, (method, input) => host.call(method, input), clock, log);
  keepPageAlive(window, clock, log);
  const host = superviseHost(hostProgram(options, shellFolder), page, clock, log);
  window.webContents.on('dom-ready', () => void bringUpToDate(page, host));
}

/** A page that has just been loaded missed what was said before: it is told the host's state, and its view as of now. */
async function bringUpToDate(page: HostEvents, host: Host): Promise<void> {
  page.state(host.state());
  const answer = await host.call('view.get', {});
  if (answer.ok) page.view(answer.value);
}

/** SIGTERM, SIGINT and the end of the desktop session end the host first, in order. Returns whether that is under way. */
function quitInOrder(host: () => Host): () => boolean {
  let quitting = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (quitting) return;
    quitting = true;
    void host()
      .stop()
      .finally(() => app.exit(0));
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  return () => quitting;
}

/** Electron would show a dialog and go on half alive; the service manager starts a whole terminal again instead. */
function endOnOurOwnBugs(log: Log): void {
  const end = (error: unknown) => {
    log('shell.fault', { where: error instanceof Error ? (error.stack ?? error.name).slice(0, 1_000) : typeof error });
    app.exit(70);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

main();
