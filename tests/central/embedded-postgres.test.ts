import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, test, vi } from 'vitest';
import { startEmbeddedPostgres } from '#central/store/index.ts';

vi.setConfig({ testTimeout: 180_000 });

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(mode: number): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'e-station-embedded-'));
  chmodSync(folder, mode);
  folders.push(folder);
  return path.join(folder, 'data');
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows.flatMap((row) => Object.values(row));
  } finally {
    await client.end();
  }
}

test('starts below a folder that the service account may not enter, durable as shipped, and finds its data again', async () => {
  const data = makeFolder(0o700);
  const first = await startEmbeddedPostgres(data);
  const [place] = await ask(first.urls.owner, 'SHOW data_directory');
  folders.push(path.dirname(String(place)));
  expect(await ask(first.urls.owner, 'SHOW fsync')).toEqual(['on']);
  expect(await ask(first.urls.owner, 'SHOW synchronous_commit')).toEqual(['on']);
  await ask(first.urls.owner, 'CREATE TABLE kept AS SELECT 42 AS n');
  await first.stop();
  const again = await startEmbeddedPostgres(data);
  expect(await ask(again.urls.owner, 'SELECT n FROM kept')).toEqual([42]);
  await again.stop();
});

test('a pid file whose number now belongs to a stranger: the stranger is left alone, the server starts', async () => {
  const data = makeFolder(0o711);
  await (await startEmbeddedPostgres(data)).stop();
  const pidFile = path.join(data, 'postgres', 'cluster', 'postmaster.pid');
  expect(existsSync(pidFile)).toBe(false);
  writeFileSync(pidFile, `${process.pid}\n`);
  const server = await startEmbeddedPostgres(data);
  expect(Number(readFileSync(pidFile, 'utf8').split('\n')[0])).not.toBe(process.pid);
  await server.stop();
});

test('one data folder has one holder', async () => {
  const data = makeFolder(0o711);
  const server = await startEmbeddedPostgres(data);
  await expect(startEmbeddedPostgres(data)).rejects.toThrow(/in use by process/);
  expect(await ask(server.urls.app, 'SELECT 1')).toEqual([1]);
  await server.stop();
});
