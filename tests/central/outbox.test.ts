import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { Db, OutboxHandler } from '#central/store/index.ts';
import { migrate, openDatabase, outboxRow, startOutboxWorker } from '#central/store/index.ts';
import { openCertificateNumbers } from '#central/tracking/index.ts';
import { freshDatabase } from './harness/postgres.ts';
import { until } from './harness/processes.ts';

let db: Db;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await freshDatabase({ empty: true });
  await Promise.all(Array.from({ length: 4 }, () => migrate(database.urls.owner, 'estation_app')));
  db = openDatabase(database.urls.owner, 6);
  drop = () => database.drop();
});
afterAll(async () => {
  await db.destroy();
  await drop();
});

let aheadMs = 0;
const clock: Clock = { ...systemClock, now: () => Date.now() + aheadMs };

async function enqueue(topic: string, count: number): Promise<void> {
  const at = instantOf(clock.now());
  const rows = Array.from({ length: count }, (_, n) =>
    outboxRow({ id: randomUUID(), topic, key: randomUUID(), payload: { n }, personKey: `${n.toString(16)}0`, at }),
  );
  await db
    .insertInto('outbox_central')
    .values(rows.map((row) => ({ ...row, payload: JSON.stringify(row.payload) })))
    .execute();
}

const open = (topic: string) =>
  db.selectFrom('outbox_central').selectAll().where('topic', '=', topic).where('done_at', 'is', null).execute();
const allDone = (topic: string) => until(async () => (await open(topic)).length === 0);

test('several workers share the work and do each piece once', async () => {
  await enqueue('shared', 40);
  const done: string[] = [];
  const handler: OutboxHandler = (row) => Promise.resolve({ is: 'done', apply: () => Promise.resolve(void done.push(row.id)) });
  const workers = [1, 2, 3].map(() => startOutboxWorker(db, clock, { shared: handler }, () => undefined));
  await allDone('shared');
  await Promise.all(workers.map((worker) => worker.close()));
  expect(new Set(done).size).toBe(40);
  expect(done).toHaveLength(40);
});

test('who was too slow and lost the lease has no effect any more', async () => {
  await enqueue('slow', 1);
  const applied: string[] = [];
  let release = (): void => undefined;
  const stuck = new Promise<void>((resolve) => {
    release = resolve;
  });
  const started = Promise.withResolvers<void>();
  const slow = startOutboxWorker(
    db,
    clock,
    {
      slow: async () => {
        started.resolve();
        await stuck;
        return { is: 'done', apply: () => Promise.resolve(void applied.push('slow')) };
      },
    },
    () => undefined,
  );
  await started.promise;
  aheadMs += 60_000; // the lease is over
  const quick = startOutboxWorker(
    db,
    clock,
    { slow: () => Promise.resolve({ is: 'done', apply: () => Promise.resolve(void applied.push('quick')) }) },
    () => undefined,
  );
  await allDone('slow');
  release();
  await Promise.all([slow.close(), quick.close()]);
  expect(applied).toEqual(['quick']);
});

test('a handler that throws is reported and its row comes again; the others are done', async () => {
  await enqueue('rough', 5);
  const failures: string[] = [];
  let thrown = false;
  const handler: OutboxHandler = () => {
    if (!thrown) {
      thrown = true;
      throw new Error('once');
    }
    return Promise.resolve({ is: 'done' });
  };
  const worker = startOutboxWorker(db, clock, { rough: handler }, (row) => failures.push(row.topic));
  await until(async () => (await open('rough')).length <= 1);
  aheadMs += 60_000;
  worker.wake();
  await allDone('rough');
  await worker.close();
  expect(failures).toEqual(['rough']);
});

test('certificate numbers are never given twice, by any number of processes at once', async () => {
  const processes = Array.from({ length: 4 }, () => openCertificateNumbers(db));
  const taken = await Promise.all(
    processes.flatMap((numbers) => [numbers.take('370282', 2026, 70), numbers.take('370282', 2026, 7)]),
  );
  const all = taken.flat();
  expect(new Set(all).size).toBe(all.length);
  expect(all[0]).toMatch(/^370282-2026-\d{4}-\d{4}$/);
});
