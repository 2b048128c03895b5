import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '..', '..', '..');

/** A process of ours that said it was ready. */
export interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  readonly controlPort: number;
  /** Everything that it logged so far. */
  stderr(): string;
  /** Ends it, by kill -9 when told so, and waits until it is gone. */
  end(signal?: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** Starts `node <script> … --json-ready` from the project's root and waits for its line. */
export async function startProcess(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const child = spawn(process.execPath, [script, ...args, '--json-ready'], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString('utf8');
  });
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve);
  });
  const line = await Promise.race([
    ready,
    ended.then((code) => Promise.reject(new Error(`${script} ended with ${String(code)}: ${log}`))),
  ]);
  const { port, controlPort = 0 } = JSON.parse(line) as { port: number; controlPort?: number };
  return {
    child,
    port,
    controlPort,
    stderr: () => log,
    end(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** A stand-in and its control port. */
export interface StandIn<State> {
  readonly url: string;
  fault(fault: object): Promise<void>;
  state(): Promise<State>;
  stop(): Promise<void>;
}

async function startStandIn<State>(script: string, statePath: string, keys: string): Promise<StandIn<State>> {
  const running = await startProcess(script, ['--keys', keys]);
  const control = `http://127.0.0.1:${running.controlPort}`;
  return {
    url: `http://127.0.0.1:${running.port}`,
    async fault(fault) {
      await fetch(`${control}/fault`, { method: 'POST', body: JSON.stringify(fault) });
    },
    state: async () => (await fetch(`${control}${statePath}`)).json() as Promise<State>,
    async stop() {
      await running.end();
    },
  };
}

export interface DepartmentState {
  readonly answered: number;
  readonly refused: number;
  readonly applications: Readonly<Record<string, { readonly calls: number; readonly effects: number }>>;
}

export interface SmsState {
  readonly messages: readonly {
    readonly key: string;
    readonly phone: string;
    readonly template: string;
    readonly params: Readonly<Record<string, string>>;
  }[];
}

export const startDepartment = (keys: string): Promise<StandIn<DepartmentState>> =>
  startStandIn('central/exchange/stand-ins/social-insurance.ts', '/state', keys);
export const startSms = (keys: string): Promise<StandIn<SmsState>> =>
  startStandIn('central/channels/stand-ins/sms.ts', '/messages', keys);

/** Looks until `look` gives something; the test's own deadline ends it. */
export async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
