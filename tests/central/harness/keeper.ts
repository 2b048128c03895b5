import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { migrate, startEmbeddedPostgres } from '#central/store/index.ts';
import { makeDatabase, migratedName, withName } from './databases.ts';

/**
 * Holds one PostgreSQL for a whole test run and ends with it: `node keeper.ts FOLDER PID`. The test processes come and go; this
 * one watches the process that started them all.
 */
const [folder = '', watched = ''] = process.argv.slice(2);
const postgres = await startEmbeddedPostgres(path.join(folder, 'data'));
await makeDatabase(postgres.urls.owner, migratedName);
await migrate(withName(postgres.urls.owner, migratedName), new URL(postgres.urls.app).username);
writeFileSync(path.join(folder, 'urls.json.new'), JSON.stringify(postgres.urls));
renameSync(path.join(folder, 'urls.json.new'), path.join(folder, 'urls.json'));

const timer = setInterval(() => {
  try {
    process.kill(Number(watched), 0);
  } catch {
    clearInterval(timer);
    void postgres.stop().then(() => rmSync(folder, { recursive: true, force: true }));
  }
}, 300);
