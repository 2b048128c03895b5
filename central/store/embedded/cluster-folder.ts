import { createHash } from 'node:crypto';
import { chmod, chown, mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ServiceUser } from './service-user.ts';
import { mayRead } from './service-user.ts';

/**
 * Where the cluster of one data folder lives: beside our other files, unless we are root and a parent (say /root) is closed
 * to the service user. Then it lies in /var/lib, or in the temporary folder when the data folder does, under a name
 * that is made from the data folder's path, so that the next start finds it again.
 * @returns a folder that exists and that the service user owns.
 */
export async function clusterFolder(dataFolder: string, user: ServiceUser | undefined): Promise<string> {
  const beside = path.join(dataFolder, 'postgres');
  await mkdir(beside, { recursive: true, mode: 0o700 });
  if (!user) return beside;
  await chmod(dataFolder, 0o711); // may be passed through; what lies in it stays closed
  await chown(beside, user.uid, user.gid);
  if (mayRead(user, beside)) return beside;
  const root = path.resolve(dataFolder).startsWith(`${os.tmpdir()}${path.sep}`) ? os.tmpdir() : '/var/lib';
  const name = createHash('sha256').update(path.resolve(dataFolder)).digest('hex').slice(0, 16);
  const elsewhere = path.join(root, `e-station-${name}`);
  await mkdir(elsewhere, { recursive: true });
  await chmod(elsewhere, 0o700);
  await chown(elsewhere, user.uid, user.gid);
  return elsewhere;
}
