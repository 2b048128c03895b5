import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Db } from '#central/store/index.ts';
import { openDatabase } from '#central/store/index.ts';
import { ensureDevPki } from '#central/terminals/index.ts';
import type { SyncRecord, SyncResult } from '#contracts/sync/wire.ts';
import { FakeTerminal } from './harness/acts.ts';
import type { Line } from './harness/line.ts';
import { openLine } from './harness/line.ts';
import { freshDatabase } from './harness/postgres.ts';
import type { Running } from './harness/processes.ts';
import { startProcess, until } from './harness/processes.ts';

// Each of these starts PostgreSQL, some of them several times.
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(path.join(os.tmpdir(), 'e-station-kill-'));
beforeAll(() => chmodSync(folder, 0o711));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function records(terminal: FakeTerminal, count: number): SyncRecord[] {
  return Array.from({ length: count }, (_, n) =>
    n % 2 === 0 ? terminal.certificate(terminal.visit()) : terminal.rating(terminal.visit()),
  );
}

/** Sends as a terminal does: the same bytes until every act is final, to whichever centre is there. */
async function drain(
  list: readonly SyncRecord[],
  send: (batch: readonly SyncRecord[]) => Promise<readonly SyncResult[]>,
): Promise<Map<string, string>> {
  const receipts = new Map<string, string>();
  while (receipts.size < list.length) {
    const batch = list.filter(({ id }) => !receipts.has(id)).slice(0, 100);
    for (const result of await send(batch)) {
      if (result.answer === 'final') receipts.set(result.id, JSON.stringify(result.receipt));
    }
  }
  return receipts;
}

async function expectEachOnce(db: Db, list: readonly SyncRecord[]): Promise<void> {
  const certificates = await db.selectFrom('certificate').select(['act_id', 'number']).execute();
  const ratings = await db.selectFrom('rating').select('act_id').execute();
  expect([...certificates, ...ratings].map(({ act_id: act }) => act).sort()).toEqual(list.map(({ id }) => id).sort());
  expect(new Set(certificates.map(({ number }) => number)).size).toBe(certificates.length);
}

describe('the embedded database', () => {
  // One folder for all: what a test leaves is what the next centre finds. Items are not what these are about.
  const data = path.join(folder, 'embedded');
  const args = ['--data', data, '--port', '0', '--demo'];
  const started: Running[] = [];
  const start = async (): Promise<Running> => {
    const centre = await startProcess('central/main.ts', args, { RELEASED_ITEMS: 'off' });
    started.push(centre);
    return centre;
  };
  // A test that failed must not leave the folder in use for the next one.
  afterEach(() => Promise.all(started.splice(0).map((centre) => centre.end('SIGKILL'))));
  const connect = async (centre: Running, terminal?: string): Promise<Line> =>
    openLine(centre.port, await ensureDevPki(path.join(data, 'pki')), terminal);

  test('kill -9 of the centre in mid-batch, again and again: nothing is lost, nothing is done twice', async () => {
    let centre = await start();
    const terminal = new FakeTerminal();
    const list = records(terminal, 400);
    let kills = 0;

    const receipts = await drain(list, async (batch) => {
      const line = await connect(centre, 'E0217');
      try {
        const answer = line.sync(batch);
        if (kills < 3) {
          kills += 1;
          setTimeout(() => centre.child.kill('SIGKILL'), Math.random() * 60);
        }
        return (await answer).results;
      } catch {
        await centre.end('SIGKILL');
        centre = await start();
        return [];
      } finally {
        line.close();
      }
    });
    if (centre.child.exitCode !== null || centre.child.signalCode !== null) centre = await start();

    const line = await connect(centre, 'E0217');
    const again = await line.sync(list);
    line.close();
    for (const result of again.results)
      expect(result.answer === 'final' && JSON.stringify(result.receipt)).toBe(receipts.get(result.id));
    const db = openDatabase(urlOf(data), 1);
    await expectEachOnce(db, list);
    await db.destroy();
    expect(await centre.end()).toBe(0);
    expect(
      existsSync(path.join(data, 'postgres', 'cluster', 'postmaster.pid')),
      'an orderly stop leaves no database running',
    ).toBe(false);
  });

  test('a database server that is killed is started again, with everything that was answered', async () => {
    const centre = await start();
    const line = await connect(centre, 'E0217');
    const terminal = new FakeTerminal();
    const [before, after] = [terminal.rating(terminal.visit()), terminal.rating(terminal.visit())];
    await line.sync([before]);
    process.kill(
      Number(readFileSync(path.join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]),
      'SIGKILL',
    );
    const reply = await until(() => line.sync([before, after]).catch(() => undefined));
    line.close();
    expect(reply.results).toMatchObject([
      { answer: 'final', duplicate: true },
      { answer: 'final', duplicate: false },
    ]);
    expect(await centre.end()).toBe(0);
  });

  test('a second centre on the same data folder is refused, and does not harm the first', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(/in use by process/);
    const line = await connect(first);
    expect((await line.get('/readyz')).status).toBe(200);
    line.close();
    expect(await first.end()).toBe(0);
  });

  test('Ctrl-C, which reaches the whole group, ends both in order', async () => {
    const centre = await start();
    const log = (): string => readFileSync(path.join(data, 'postgres', 'postgres.log'), 'utf8');
    const before = log().length;
    centre.child.kill('SIGINT');
    expect(await centre.end()).toBe(0);
    expect(log().slice(before)).toContain('database system is shut down');
  });
});

test('two centres on one database: each act once, whichever of them is asked, and one may die', async () => {
  const database = await freshDatabase();
  const keys = path.join(folder, 'keys');
  const pkiFolder = path.join(folder, 'pki');
  const pki = await ensureDevPki(pkiFolder, ['E0217', 'E0218']);
  const env = { DATABASE_URL: database.urls.app, DATABASE_OWNER_URL: database.urls.owner };
  const args = (name: string): string[] => [
    '--data',
    path.join(folder, name),
    '--keys',
    keys,
    '--pki',
    pkiFolder,
    '--port',
    '0',
    '--demo',
  ];
  const [one, two] = await Promise.all([
    startProcess('central/main.ts', args('one'), env),
    startProcess('central/main.ts', args('two'), env),
  ]);
  const db = openDatabase(database.urls.owner, 1);
  try {
    const list = records(new FakeTerminal(), 200);
    const batches = [list.slice(0, 100), list.slice(50, 150), list.slice(100)];
    const lines = [one, two].map((centre) => openLine(centre.port, pki, 'E0217'));
    await Promise.all(batches.flatMap((batch) => lines.map((line) => line.sync(batch))));
    for (const line of lines) line.close();
    await expectEachOnce(db, list);

    const rest = records(new FakeTerminal('E0218'), 100);
    await one.end('SIGKILL');
    const line = openLine(two.port, pki, 'E0218');
    expect((await line.sync(rest)).results.every(({ answer }) => answer === 'final')).toBe(true);
    line.close();
    await expectEachOnce(db, [...list, ...rest]);
  } finally {
    await db.destroy();
    await Promise.all([one.end('SIGKILL'), two.end()]);
    await database.drop();
  }
});

function urlOf(data: string): string {
  const port = readFileSync(path.join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[3] ?? '';
  const password = readFileSync(path.join(data, 'postgres.password'), 'utf8');
  return `postgres://estation_owner:${password}@127.0.0.1:${port}/estation`;
}
