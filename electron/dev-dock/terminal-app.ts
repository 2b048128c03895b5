import { createWriteStream, readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { _electron } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { root } from './children.ts';
import type { HostControl } from './host-dev.ts';
import type { Rig } from './rig.ts';

export interface AppOptions {
  readonly rig: Rig;
  /** Electron's binary and the built shell. */
  readonly electron: string;
  readonly shell: string;
  readonly display: string;
  readonly size: { readonly width: number; readonly height: number };
  /** `--no-sandbox` where Electron must run as root; never on a terminal. */
  readonly switches: readonly string[];
  /** False: the machine has no camera at all. */
  readonly camera?: boolean;
}

/** The real terminal: Electron, shell, host and page, beside the rig that is its world. */
export interface TerminalApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Says something to the running host's handles. */
  host(control: HostControl): Promise<void>;
  /** SIGKILL for the host; the shell starts another one. */
  killHost(): Promise<void>;
  close(): Promise<void>;
}

export async function startTerminalApp(options: AppOptions): Promise<TerminalApp> {
  const { rig, size } = options;
  const control = path.join(rig.folder, 'host.sock');
  const camera =
    options.camera === false
      ? []
      : ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${rig.camera.file}`];
  const app = await _electron.launch({
    executablePath: options.electron,
    args: [
      ...options.switches,
      `--user-data-dir=${path.join(rig.folder, 'electron')}`,
      ...camera,
      path.join(options.shell, 'main.cjs'),
      `--log-file=${path.join(rig.folder, 'logs', 'shell.log')}`,
      '--host-entry',
      path.join(root, 'electron/dev-dock/host-dev.ts'),
      '--host-args',
      JSON.stringify([JSON.stringify(rig.hostOptions), control]),
      '--windowed',
      `${size.width}x${size.height}`,
    ],
    env: { ...environment(), ...rig.hostEnv, DISPLAY: options.display, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
  });
  const page = await app.firstWindow();
  const main = app.process();
  main.stderr?.pipe(createWriteStream(path.join(rig.folder, 'logs', 'electron.log'), { flags: 'a' }));
  const ended = new Promise<void>((resolve) => main.once('exit', () => resolve()));
  return {
    app,
    page,
    host: (message) => tell(control, message),
    async killHost() {
      const pid = hostPid(control);
      if (pid) process.kill(pid, 'SIGKILL');
    },
    async close() {
      main.kill('SIGTERM');
      const insist = setTimeout(() => main.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(insist);
      // Where the display went first, Electron could not end its host; the journal stands any death.
      const left = hostPid(control);
      if (left) process.kill(left, 'SIGKILL');
    },
  };
}

/** The socket carries the host's pid in its name; those of earlier hosts are left over and removed. */
function hostPid(control: string): number | undefined {
  const prefix = `${path.basename(control)}.`;
  const pids = readdirSync(path.dirname(control))
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)));
  const alive = pids.filter((pid) => isAlive(pid));
  for (const pid of pids.filter((candidate) => !alive.includes(candidate))) rmSync(`${control}.${pid}`, { force: true });
  return alive[0];
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function tell(control: string, message: HostControl): Promise<void> {
  const pid = hostPid(control);
  if (!pid) throw new Error('no host is running');
  await new Promise<void>((resolve, reject) => {
    const socket = net.connect(`${control}.${pid}`, () => socket.write(`${JSON.stringify(message)}\n`));
    socket.on('error', reject);
    socket.on('data', () => {});
    socket.on('close', () => resolve());
  });
}

function environment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
