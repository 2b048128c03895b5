import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DatabaseUrls } from '#central/store/index.ts';
import { dropDatabase, makeDatabase, migratedName, withName } from './databases.ts';

/** The PostgreSQL of this test run: the first test file that asks starts it, for all, with fsync on as in the product. */
async function sharedPostgres(): Promise<DatabaseUrls> {
  const folder = path.join(os.tmpdir(), `e-station-central-tests-${process.ppid}`);
  const urls = path.join(folder, 'urls.json');
  try {
    mkdirSync(folder);
    chmodSync(folder, 0o711);
    const log = openSync(path.join(folder, 'keeper.log'), 'w');
    const keeper = fileURLToPath(new URL('./keeper.ts', import.meta.url));
    spawn(process.execPath, [keeper, folder, String(process.ppid)], { detached: true, stdio: ['ignore', log, log] }).unref();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const deadline = Date.now() + 60_000;
  while (!existsSync(urls)) {
    if (Date.now() > deadline) throw new Error(`no PostgreSQL: ${readFileSync(path.join(folder, 'keeper.log'), 'utf8')}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  return JSON.parse(readFileSync(urls, 'utf8')) as DatabaseUrls;
}

/**
 * A database of its own for a test file.
 * @param options.empty without tables; otherwise they are there, as after `migrate`.
 */
export async function freshDatabase(
  options: { readonly empty?: boolean } = {},
): Promise<{ readonly urls: DatabaseUrls; drop(): Promise<void> }> {
  const shared = await sharedPostgres();
  const name = `t_${randomBytes(6).toString('hex')}`;
  await makeDatabase(shared.owner, name, options.empty ? undefined : migratedName);
  return {
    urls: { owner: withName(shared.owner, name), app: withName(shared.app, name) },
    drop: () => dropDatabase(shared.owner, name),
  };
}
