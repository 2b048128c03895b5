import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { postgresBinaries } from './binaries.ts';
import { clusterFolder } from './cluster-folder.ts';
import { lockDataFolder } from './data-lock.ts';
import type { Cluster } from './postmaster.ts';
import { findOwnPostmaster, spawnOptions, startPostmaster, stopPostmaster } from './postmaster.ts';
import { findServiceUser } from './service-user.ts';

const run = promisify(execFile);

const watchDelays = { lookMs: 2_000 } as const;

/** The role that owns the tables and migrates them. */
const ownerRole = 'estation_owner';

/** The role that serves requests: it may not alter tables, nor change or delete what the audit log holds. */
const appRole = 'estation_app';

const database = 'estation';

/** Loopback connection URLs with passwords in them: never logged. */
export interface DatabaseUrls {
  /** Owns and migrates the tables. */
  readonly owner: string;
  /** Serves requests. */
  readonly app: string;
}

/** A PostgreSQL of ours: started by us on our data folder, ended by us. */
export interface EmbeddedPostgres {
  readonly urls: DatabaseUrls;
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that belongs to `dataFolder`, making the cluster at the first start. A server that a killed centre
 * left running is stopped first; what it had committed is there.
 * @throws when the folder is in use by a living centre, or PostgreSQL cannot run here; the message says what to do.
 */
export async function startEmbeddedPostgres(dataFolder: string): Promise<EmbeddedPostgres> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const unlock = lockDataFolder(dataFolder);
  try {
    const user = await findServiceUser();
    const folder = await clusterFolder(dataFolder, user);
    const cluster: Cluster = {
      data: path.join(folder, 'cluster'),
      logFile: path.join(folder, 'postgres.log'),
      binaries: await postgresBinaries(user),
      user,
    };
    const password = await passwordOf(dataFolder);
    await ensureCluster(cluster, password);
    await stopPostmaster(cluster);
    const port = await freePort();
    await startPostmaster(cluster, port);
    const url = (role: string, name: string): string => `postgres://${role}:${password}@127.0.0.1:${port}/${name}`;
    await ensureDatabase(url(ownerRole, 'postgres'), password);
    const endWatch = watchPostmaster(cluster, port);
    return {
      urls: { owner: url(ownerRole, database), app: url(appRole, database) },
      async stop() {
        await endWatch();
        await stopPostmaster(cluster);
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A database server that died (out of memory, an operator's mistake) is started again; its clients connect anew by themselves. */
function watchPostmaster(cluster: Cluster, port: number): () => Promise<void> {
  let ended = false;
  let running = Promise.resolve();
  const look = async (): Promise<void> => {
    if ((await findOwnPostmaster(cluster)) === undefined) await startPostmaster(cluster, port);
  };
  const again = (): (() => void) =>
    systemClock.after(watchDelays.lookMs, () => {
      // A start that fails, as while the old server's children still end, is tried again at the next look.
      running = look()
        .catch(() => undefined)
        .then(() => {
          if (!ended) cancel = again();
        });
    });
  let cancel = again();
  return async () => {
    ended = true;
    cancel();
    await running;
  };
}

async function ensureCluster(cluster: Cluster, password: string): Promise<void> {
  const made = await stat(path.join(cluster.data, 'estation.ready')).catch(() => undefined);
  if (made) return;
  await rm(cluster.data, { recursive: true, force: true }); // an initdb that was cut short
  const passwordFile = path.join(path.dirname(cluster.data), 'initdb.password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (cluster.user) await chown(passwordFile, cluster.user.uid, cluster.user.gid);
  try {
    const flags = ['--auth=scram-sha-256', `--username=${ownerRole}`, `--pwfile=${passwordFile}`, '--encoding=UTF8'];
    const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    await run(cluster.binaries.initdb, ['-D', cluster.data, ...flags, ...locale], spawnOptions(cluster));
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeFile(path.join(cluster.data, 'estation.ready'), '');
}

async function ensureDatabase(url: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const roles = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [appRole]);
    if (roles.rowCount === 0) await client.query(`CREATE ROLE ${appRole} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
    const databases = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (databases.rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  } finally {
    await client.end();
  }
}

async function passwordOf(dataFolder: string): Promise<string> {
  const file = path.join(dataFolder, 'postgres.password');
  const known = await readFile(file, 'utf8').catch(() => '');
  if (known) return known;
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, password, { mode: 0o600 });
  return password;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if (address === null || typeof address === 'string') throw new Error('no loopback port');
  return address.port;
}
