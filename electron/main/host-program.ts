import fs from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import type { ShellOptions } from './command-line.ts';
import type { HostProgram } from './host-process.ts';

/** Where a terminal's host finds out what it is: one JSON object, written at installation. `ESTATION_HOST_OPTIONS` names another. */
const installedOptions = '/etc/e-station/host.json';

/**
 * Which host to run: in the product the one beside it on the Node 24 beside it; in a working copy `--host-entry`, or the
 * product's host straight from its source, on the Node 24 of the `node` package.
 * @param shellFolder where `main.cjs` lies
 */
export function hostProgram(options: ShellOptions, shellFolder: string): HostProgram {
  const env = environmentForHost(process.env);
  if (app.isPackaged) {
    const at = (...names: string[]) => path.join(process.resourcesPath, ...names);
    const args = [installedHostOptions(process.env['ESTATION_HOST_OPTIONS'] ?? installedOptions)];
    return { node: at('node24', 'node'), entry: at('host', 'electron', 'host', 'main.js'), args, env };
  }
  const root = path.resolve(shellFolder, '..', '..');
  return {
    node: path.join(root, 'node_modules', 'node', 'bin', 'node'),
    entry: path.resolve(options.hostEntry ?? path.join(root, 'electron', 'host', 'main.ts')),
    args: options.hostArgs,
    env,
  };
}

/** Without the file the host is started all the same: it refuses to run, says why in its log, and the screen says out of service. */
function installedHostOptions(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '{}';
  }
}

/** Whoever can set the shell's environment shall not be able to load code into the process that holds the keys. */
function environmentForHost(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'NODE_OPTIONS' && !name.startsWith('ELECTRON_')));
}
