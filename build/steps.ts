import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const bin = (name: string): string => path.join(root, 'node_modules', '.bin', name);

export interface StepResult {
  readonly ok: boolean;
  readonly seconds: number;
  readonly output: string;
}

/** Runs one tool; its output is kept and shown only when it fails, unless `live`. */
export function step(
  command: string,
  args: readonly string[],
  options: { live?: boolean; env?: NodeJS.ProcessEnv } = {},
): Promise<StepResult> {
  const began = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...options.env, PATH: `${path.join(root, 'node_modules', '.bin')}:${process.env['PATH']}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      if (options.live) process.stdout.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => resolve({ ok: false, seconds: 0, output: String(error) }));
    child.on('close', (code) => resolve({ ok: code === 0, seconds: (performance.now() - began) / 1000, output }));
  });
}

/** Does every piece of work, `lanes` at a time; the answers in the order of the work. */
export async function inLanes<In, Out>(lanes: number, list: readonly In[], work: (one: In) => Promise<Out>): Promise<Out[]> {
  const answers: Out[] = [];
  const waiting = list.entries();
  const lane = async (): Promise<void> => {
    for (const [index, one] of waiting) answers[index] = await work(one);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return answers;
}

/** Runs named steps, `lanes` at a time, a line each; all run even when one fails. Resolves true when every one is clean. */
export async function runSteps(
  lanes: number,
  steps: readonly (readonly [name: string, command: string, ...args: string[]])[],
): Promise<boolean> {
  const clean = await inLanes(lanes, steps, async ([name, command, ...args]) => {
    const { ok, seconds, output } = await step(command, args);
    process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)\n${ok ? '' : `${output.trimEnd()}\n\n`}`);
    return ok;
  });
  return clean.every(Boolean);
}
