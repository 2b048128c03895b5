import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** One process that the rig started; ended by its own pid and nothing else. */
export interface Child {
  readonly pid: number;
  /** Settles with the exit code when the process is gone, however it went. */
  readonly gone: Promise<number | null>;
  /** Asks it to end, then insists. */
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

export interface StartOptions {
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Lines of stdout are given here as they come. */
  readonly onLine?: (line: string) => void;
}

const insistAfterMs = 5_000;

/** Starts a program with its output in a log file. */
export function startChild(command: string, { args, env, logFile, onLine }: StartOptions): Child {
  const log = createWriteStream(logFile, { flags: 'a' });
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  if (onLine) readLines(child, onLine);
  const gone = new Promise<number | null>((resolve) => {
    child.on('exit', (code) => resolve(code));
    child.on('error', () => resolve(null));
  });
  return {
    pid: child.pid ?? -1,
    gone,
    kill: (signal) => void child.kill(signal),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), insistAfterMs);
      await gone;
      clearTimeout(insist);
    },
  };
}

function readLines(child: ChildProcess, onLine: (line: string) => void): void {
  let rest = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}

/** Starts one of our own services, which says `{"ready":true,…}` on stdout, and waits for that line. */
export async function startService(
  script: string,
  options: Omit<StartOptions, 'onLine'>,
): Promise<{ child: Child; ready: Record<string, unknown> }> {
  let told: (line: Record<string, unknown>) => void = () => {};
  const ready = new Promise<Record<string, unknown>>((resolve) => (told = resolve));
  const child = startChild(process.execPath, {
    ...options,
    args: [path.join(root, script), ...options.args],
    onLine: (line) => {
      if (line.startsWith('{"ready":true')) told(JSON.parse(line) as Record<string, unknown>);
    },
  });
  const ended = child.gone.then((code) => {
    throw new Error(`${script} ended before it was ready (exit ${code}); see ${options.logFile}`);
  });
  return { child, ready: await Promise.race([ready, ended]) };
}
