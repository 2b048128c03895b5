import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { buildShell } from '#build/build-shell.ts';
import { ensureElectron, sandboxSwitches } from '#build/electron-runtime.mjs';
import { hashOf, isStamped } from '#build/stamp.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How `fixtures/test-host.ts` behaves; `quiet` answers without showing a new view. */
export type HostBehaviour = 'normal' | 'quiet' | 'mute' | 'crash' | 'late' | 'stubborn';

export interface LaunchOptions {
  /** Name of the X display to draw on. */
  readonly display: string;
  /** `fixture` = the shell with the page of `fixtures/page`; `product` = the shell as it is shipped. */
  readonly page?: 'fixture' | 'product';
  readonly hostEntry?: string;
  readonly hostArgs?: readonly string[];
  /** Absent = the kiosk window over the whole screen. */
  readonly windowed?: string;
  /** More switches, such as Chromium's for a fake camera. */
  readonly switches?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface LogLine {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** A running terminal and what a test needs of it. */
export interface Terminal {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Process id of Electron's main process. */
  readonly pid: number;
  /** Where its `main.cjs`, `preload.cjs` and page lie. */
  readonly folder: string;
  /** The shell's log so far. */
  readonly log: () => Promise<LogLine[]>;
  /** Ends it in order, or by force when it does not; removes its folder. */
  readonly close: () => Promise<void>;
}

/** Arguments that start the test host in place of the product's. */
export function testHost(behaviour: HostBehaviour): Pick<LaunchOptions, 'hostEntry' | 'hostArgs'> {
  return { hostEntry: path.join(root, 'tests/e2e/fixtures/test-host.ts'), hostArgs: [behaviour] };
}

/** A terminal that is about to be started, in a folder of its own. */
export interface PreparedLaunch {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: Record<string, string>;
  readonly shell: string;
  readonly logFile: string;
  readonly removeFolder: () => Promise<void>;
}

/** Builds what is missing and makes the command line; the caller starts it. */
export async function prepareLaunch(options: LaunchOptions): Promise<PreparedLaunch> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'estation-e2e-'));
  const logFile = path.join(folder, 'shell.log');
  const shell = options.page === 'product' ? (await buildShell()).folder : await fixtureShell();
  return {
    executablePath: await ensureElectron(),
    args: [
      ...sandboxSwitches(),
      `--user-data-dir=${path.join(folder, 'user')}`,
      ...(options.switches ?? []),
      path.join(shell, 'main.cjs'),
      `--log-file=${logFile}`,
      ...(options.hostEntry === undefined ? [] : ['--host-entry', options.hostEntry]),
      ...(options.hostArgs === undefined ? [] : ['--host-args', JSON.stringify(options.hostArgs)]),
      ...(options.windowed === undefined ? [] : ['--windowed', options.windowed]),
    ],
    env: { ...definedEnvironment(), ...options.env, DISPLAY: options.display, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
    shell,
    logFile,
    removeFolder: () => fs.rm(folder, { recursive: true, force: true }),
  };
}

/** Starts the real Electron on the real shell, with Playwright's debugger on it. */
export async function launchTerminal(options: LaunchOptions): Promise<Terminal> {
  const { executablePath, args, env, shell, logFile, removeFolder } = await prepareLaunch(options);
  const app = await _electron.launch({ executablePath, args: [...args], env });
  const pid = app.process().pid ?? 0;
  const ended = new Promise<void>((resolve) => app.process().once('exit', () => resolve()));
  return {
    app,
    page: await app.firstWindow(),
    pid,
    folder: shell,
    log: () => readLog(logFile),
    async close() {
      if (isAlive(pid)) process.kill(pid, 'SIGTERM');
      const kill = setTimeout(() => process.kill(pid, 'SIGKILL'), 10_000);
      await ended;
      clearTimeout(kill);
      await removeFolder();
    },
  };
}

/** True while a process with this id runs (a zombie counts as ended). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * The shell beside the test page, two folders below the repository like the real one. Made aside and moved into place, and only
 * when something changed: another run may be loading it.
 */
async function fixtureShell(): Promise<string> {
  const { folder } = await buildShell({ only: 'shell' });
  const copy = path.join(root, 'out', 'shell-fixture');
  const stampFile = path.join(copy, '.stamp');
  const hash = await hashOf(['out/shell/main.cjs', 'out/shell/preload.cjs', 'tests/e2e/fixtures/page']);
  if (await isStamped(stampFile, hash)) return copy;
  const aside = await fs.mkdtemp(path.join(root, 'out', '.shell-fixture-'));
  for (const file of ['main.cjs', 'preload.cjs']) await fs.copyFile(path.join(folder, file), path.join(aside, file));
  await fs.cp(path.join(root, 'tests/e2e/fixtures/page'), path.join(aside, 'renderer'), { recursive: true });
  await fs.writeFile(path.join(aside, '.stamp'), hash);
  await fs.rm(copy, { recursive: true, force: true });
  await fs.rename(aside, copy);
  return copy;
}

/** The lines of a shell's log so far. */
export async function readLog(file: string): Promise<LogLine[]> {
  const text = await fs.readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
