import path from 'node:path';
import { app } from 'electron';
import type { ShellOptions } from './command-line.ts';
import type { HostProgram } from './host-process.ts';

/**
 * Which host to run: in the product the one beside it on the Node 24 beside it; in a working copy `--host-entry`, or the
 * product's host straight from its source, on the Node 24 of the `node` package.
 * @param shellFolder where `main.cjs` lies
 */
export function hostProgram(options: ShellOptions, shellFolder: string): HostProgram {
  const env = environmentForHost(process.env);
  if (app.isPackaged) {
    const resources = process.resourcesPath;
    return { node: path.join(resources, 'node24', 'node'), entry: path.join(resources, 'host', 'main.mjs'), args: [], env };
  }
  const root = path.resolve(shellFolder, '..', '..');
  return {
    node: path.join(root, 'node_modules', 'node', 'bin', 'node'),
    entry: path.resolve(options.hostEntry ?? path.join(root, 'electron', 'host', 'main.ts')),
    args: options.hostArgs,
    env,
  };
}

/** Whoever can set the shell's environment shall not be able to load code into the process that holds the keys. */
function environmentForHost(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'NODE_OPTIONS' && !name.startsWith('ELECTRON_')));
}
