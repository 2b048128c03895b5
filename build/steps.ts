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

/** Runs named steps one after the other, a line each; all run even when one fails. Resolves true when every one is clean. */
export async function runSteps(
  steps: readonly (readonly [name: string, command: string, ...args: string[]])[],
): Promise<boolean> {
  let clean = true;
  for (const [name, command, ...args] of steps) {
    const result = await step(command, args);
    process.stdout.write(`${result.ok ? 'ok  ' : 'FAIL'} ${name} (${result.seconds.toFixed(1)} s)\n`);
    if (!result.ok) {
      clean = false;
      process.stdout.write(`${result.output.trimEnd()}\n\n`);
    }
  }
  return clean;
}
