import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The unprivileged account under which PostgreSQL runs when we ourselves are root. */
export interface ServiceUser {
  readonly uid: number;
  readonly gid: number;
}

/** Looked for in this order; the second is made when neither is there. */
const candidates = ['postgres', 'e-station-db'] as const;

/**
 * PostgreSQL refuses to run as root. When we are root this finds, or makes, a system account that owns nothing but the
 * cluster's folder; when we are not, there is nothing to change and it returns undefined.
 */
export async function findServiceUser(): Promise<ServiceUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of candidates) {
    const user = await findAccount(name);
    if (user) return user;
  }
  await makeAccount(candidates[1]);
  const made = await findAccount(candidates[1]);
  if (!made) throw new Error(`PostgreSQL needs an account other than root: make one with "useradd --system ${candidates[1]}"`);
  return made;
}

/** Whether the account may enter `folder` and read it: asked of the kernel, since modes and ACLs of every parent count. */
export function mayRead(user: ServiceUser | undefined, folder: string): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1" && test -r . && test -x .', 'sh', folder], { ...user, stdio: 'ignore' }).status === 0
  );
}

async function findAccount(name: string): Promise<ServiceUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function makeAccount(name: string): Promise<void> {
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name]);
  } catch {
    // Another centre may have made it at the same moment; the caller looks again and speaks up when it is still missing.
  }
}
