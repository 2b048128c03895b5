import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { commandLineOf, isAlive } from './process-identity.ts';
import type { PostgresBinaries } from './binaries.ts';
import type { ServiceUser } from './service-user.ts';

const run = promisify(execFile);

/** One cluster on disk and how to run it. */
export interface Cluster {
  /** PGDATA. */
  readonly data: string;
  readonly logFile: string;
  readonly binaries: PostgresBinaries;
  readonly user: ServiceUser | undefined;
}

/**
 * Durable as shipped (fsync and synchronous_commit stay on), reachable over loopback only, and silent about the values in
 * statements: an error line of the server must not carry a citizen's data.
 */
function serverFlags(port: number): string {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '64MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length_on_error: 0,
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ');
}

/** Starts the server in a session of its own, so that Ctrl-C in a terminal reaches us and not it, and waits until it is ready. */
export async function startPostmaster(cluster: Cluster, port: number): Promise<void> {
  const args = ['start', '-D', cluster.data, '-l', cluster.logFile, '-w', '-t', '60', '-o', serverFlags(port)];
  await forgetStranger(cluster);
  try {
    await run(cluster.binaries.pgCtl, args, spawnOptions(cluster));
  } catch (error) {
    const tail = (await readFile(cluster.logFile, 'utf8').catch(() => '')).split('\n').slice(-5).join(' | ');
    throw new Error(`PostgreSQL did not start: ${tail}`, { cause: error });
  }
}

/** Fast shutdown: open transactions are rolled back, what was committed stays. Quiet when it is not running. */
export async function stopPostmaster(cluster: Cluster): Promise<void> {
  if ((await findOwnPostmaster(cluster)) === undefined) return;
  await run(cluster.binaries.pgCtl, ['stop', '-D', cluster.data, '-m', 'fast', '-w', '-t', '60'], spawnOptions(cluster));
}

/**
 * The server that still runs on this cluster, as after kill -9 of the centre. Known by the pid file and by the process's own
 * command line: after a power cut the number in the file may belong to a stranger, who is left alone.
 */
export async function findOwnPostmaster(cluster: Cluster): Promise<number | undefined> {
  const pid = await pidInFile(cluster);
  return pid !== undefined && commandLineOf(pid).includes(cluster.data) ? pid : undefined;
}

/**
 * Takes the pid file away when the number in it has since been given to a living stranger: PostgreSQL would take that one for itself and
 * refuse to start. In every other case the file stays, for PostgreSQL reads from it whether children of a dead server still run.
 */
async function forgetStranger(cluster: Cluster): Promise<void> {
  const pid = await pidInFile(cluster);
  if (pid !== undefined && !commandLineOf(pid).includes(cluster.data)) await rm(path.join(cluster.data, 'postmaster.pid'));
}

/** The process that the file names, if there is one that lives. */
async function pidInFile(cluster: Cluster): Promise<number | undefined> {
  const text = await readFile(path.join(cluster.data, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return Number.isSafeInteger(pid) && pid > 1 && isAlive(pid) ? pid : undefined;
}

/** What pg_ctl and initdb need; their working folder must be one that the service user may enter. */
export function spawnOptions(cluster: Pick<Cluster, 'user' | 'data'>): object {
  return { ...cluster.user, cwd: path.dirname(cluster.data), env: { PATH: process.env['PATH'], LC_ALL: 'C' } };
}
