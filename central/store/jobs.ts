import { CompiledQuery } from 'kysely';
import { PgBoss } from 'pg-boss';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Db } from './database.ts';

/**
 * Work that follows from what was written: timers, retries, cron, sends to the outside. Carried by pg-boss in a schema of its own; a job is
 * enqueued in the transaction of its cause, carried out at least once, and its effect is guarded by the rows that it changes.
 */
const queues = [
  /** A proposal goes onto the terminals' feed; with `tell`, its messages follow. `{partyKey, proposalId, tell?}` */
  'proposal.publish',
  /** The next message about a proposal, or the look at what became of the last one. `{partyKey, proposalId}` */
  'proposal.message',
  /** What a case asks of a department. `{partyKey, caseNumber}` */
  'case.department',
  /** What a case asks of the courier. `{partyKey, caseNumber, do?, leg?, key?, waybill?}` */
  'case.courier',
  /** Texts about a case. `{partyKey, caseNumber, template}` */
  'case.message',
  /** Every night: all parties against all items, for what the calendar brings. */
  'inference.nightly',
  /** Deadlines of cases and proposals. */
  'deadline.sweep',
] as const;
export type QueueName = (typeof queues)[number];

export const jobSchema = 'jobs';

/** One job. `key` names it for people who look at the table; its data hold ids only, never anything about a person. */
export interface JobRequest {
  readonly data: Readonly<Record<string, string | number>>;
  readonly afterMs?: number;
  readonly priority?: number;
}

export interface Job {
  readonly id: string;
  readonly data: Readonly<Record<string, string | number>>;
}

/** `again`: a new look later; a thrown error is tried again with growing pauses. */
export type JobOutcome = { readonly is: 'done' } | { readonly is: 'again'; readonly afterMs: number };

export interface Jobs {
  /** In the transaction of the cause. */
  enqueue(db: Db, queue: QueueName, requests: readonly JobRequest[]): Promise<void>;
  /** Begins to carry out; a failure of one job is no other's. @param onFailure told of the error's name. */
  work(queue: QueueName, handle: (job: Job) => Promise<JobOutcome>, onFailure: (error: unknown) => void): Promise<void>;
  /** This process looks for work of a queue at once, not at its next poll: after the commit of what it has enqueued. */
  wake(queue: QueueName): void;
  /** `minute hour day month weekday` in Asia/Shanghai; one process of all carries each turn out. */
  schedule(queue: QueueName, cron: string): Promise<void>;
  /** Ends after the jobs under way. */
  close(): Promise<void>;
}

const working = { batchSize: 20, pollingIntervalSeconds: 0.5, localConcurrency: 2, burstWhenBatchFull: true } as const;
/** A job whose process died is taken up by another after so long; a night of a large city may take minutes. */
const expireInSeconds = (queue: QueueName): number => (queue === 'inference.nightly' ? 3_600 : 60);
/** Between two tries, however many were in vain: a provider that is back after an outage is not left waiting. */
const longestPauseInSeconds = 60;

/** Makes schema and queues; by the role that owns the tables, before any process works. */
export async function migrateJobs(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schema: jobSchema, max: 1, supervise: false, schedule: false });
  boss.on('error', () => undefined);
  await boss.start();
  try {
    for (const name of queues) {
      const options = {
        retryLimit: 100_000,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: longestPauseInSeconds,
        expireInSeconds: expireInSeconds(name),
        deleteAfterSeconds: 86_400,
      };
      if (await boss.getQueue(name)) await boss.updateQueue(name, options);
      else await boss.createQueue(name, options);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** @param url of the serving role. Jobs wait where they are while the database is away. */
export async function openJobs(url: string, clock: Clock): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: url,
    schema: jobSchema,
    max: 4,
    migrate: false,
    createSchema: false,
    superviseIntervalSeconds: 10,
    maintenanceIntervalSeconds: 60,
    reindex: false,
    monitorVacuum: false,
  });
  // Lost connections: pg-boss asks again at its next poll.
  boss.on('error', () => undefined);
  await boss.start();

  async function enqueue(db: Db, queue: QueueName, requests: readonly JobRequest[]): Promise<void> {
    if (requests.length === 0) return;
    const jobs = requests.map(({ data, afterMs, priority }) => ({
      data,
      ...(afterMs !== undefined && { startAfter: instantOf(clock.now() + afterMs) }),
      ...(priority !== undefined && { priority }),
    }));
    await boss.insert(queue, jobs, {
      db: { executeSql: async (text, values = []) => ({ rows: (await db.executeQuery(CompiledQuery.raw(text, values))).rows }) },
    });
  }

  const workers = new Map<QueueName, string>();

  return {
    enqueue,
    wake(queue) {
      const worker = workers.get(queue);
      if (worker !== undefined) boss.notifyWorker(worker);
    },
    async work(queue, handle, onFailure) {
      const worker = await boss.work<Job['data'], object, typeof working & { perJobResults: true }>(
        queue,
        { ...working, perJobResults: true },
        (jobs) =>
          Promise.all(
            jobs.map(async ({ id, data }) => {
              try {
                const outcome = await handle({ id, data });
                // The later look is a job of its own: this one's attempts say nothing about it.
                if (outcome.is === 'again')
                  await boss.send(queue, data, { startAfter: instantOf(clock.now() + outcome.afterMs) });
                return { id, status: 'completed' as const };
              } catch (error) {
                onFailure(error);
                return { id, status: 'failed' as const, output: { name: error instanceof Error ? error.name : 'unknown' } };
              }
            }),
          ),
      );
      workers.set(queue, worker);
    },
    async schedule(queue, cron) {
      await boss.schedule(queue, cron, {}, { tz: 'Asia/Shanghai' });
    },
    async close() {
      await boss.stop({ graceful: true, timeout: 20_000 });
    },
  };
}
