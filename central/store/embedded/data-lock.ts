import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { birthOf, isAlive } from './process-identity.ts';

/** Says who has a data folder: `pid` and the kernel's start time of that process. */
interface Holder {
  readonly pid: number;
  readonly birth: string;
}

/**
 * Takes a data folder for this process. Two centres on one folder would start and stop each other's database; they may
 * share a database by DATABASE_URL instead. A lock that a killed centre left behind is taken over.
 * @returns gives the folder back.
 */
export function lockDataFolder(folder: string): () => void {
  const file = path.join(folder, 'centre.lock');
  const holder = findHolder(file);
  if (holder && isAlive(holder.pid) && birthOf(holder.pid) === holder.birth) {
    throw new Error(`the data folder is in use by process ${holder.pid}: ${folder}`);
  }
  rmSync(file, { force: true });
  const ours: Holder = { pid: process.pid, birth: birthOf(process.pid) };
  writeFileSync(file, JSON.stringify(ours), { flag: 'wx', mode: 0o600 });
  return () => rmSync(file, { force: true });
}

function findHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined; // none, or torn by a power cut
  }
}
