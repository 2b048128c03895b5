/**
 * `npm run bench -- cases`: a process of five automatic steps on PostgreSQL, cases per second from opened to closed: the centre's clockwork, DBOS,
 * and pg-boss alone with a queue for each step. In the same run on the same server with fsync on, in turns; everybody's steps are
 * counted in the tables afterwards: each case closed once, with each of its five steps once.
 *
 * Not the same work: our five steps have no effect outside of the transaction and are committed together (decision note 10), while DBOS and a
 * queue for each step commit each of them. Made to commit each step, ours was measured at three quarters of pg-boss.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { sql } from 'kysely';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { approvalItem, type ProcessStep } from '#contracts/approval/item.ts';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { startCaseClockwork } from '#central/tracking/index.ts';
import { openCase } from '#central/tracking/approval/case-machine.ts';
import { planOf, type ApprovalCaseRow, type SealedCase } from '#central/tracking/approval/case-rows.ts';
import { goFirst, loadOrganisations, openCentreParts, startBenchPostgres, type CentreParts } from './approval-world.ts';
import { percentile, report } from './report.ts';

const rounds = 5;
const parties = 1_000;
const steps = 5;
const openedAtOnce = 500;
/** The best of several that were tried, for each peer. */
const bossOptions = { batchSize: 100, localConcurrency: 2, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true } as const;
const dbosInFlight = 50;
const lookMs = 5;
const longestMs = 120_000;
const median = (values: readonly number[]): number => percentile(values, 0.5);

interface Contender {
  readonly name: string;
  readonly cases: number;
  /** Makes ready what is not timed. */
  prepare(): Promise<void>;
  /** Until the last case is closed. */
  run(): Promise<void>;
  /** @throws when a case was lost, or a step was taken twice. */
  check(): Promise<void>;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + longestMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('not done in time');
    await new Promise((resolve) => {
      setTimeout(resolve, lookMs);
    });
  }
}

function expectSame(what: string, found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Error(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
}

/** Four checks that the centre makes itself, then the end. */
function fiveSteps() {
  const file = join(import.meta.dirname, '../../assets/items/construction.survey-qualification-change/item.json');
  const item = approvalItem.parse(JSON.parse(readFileSync(file, 'utf8')));
  const [first] = item.process;
  if (!first) throw new Error('an item without a process');
  const process = Array.from({ length: steps }, (_, i): ProcessStep => {
    const last = i === steps - 1;
    return { ...first, code: `step${i + 1}`, kind: last ? 'close' : 'auto', next: last ? [] : [`step${i + 2}`] };
  });
  return { ...item, process };
}

async function ours({ parts, owner }: CentreParts): Promise<Contender> {
  const { db, seals, random } = parts;
  const item = fiveSteps();
  const plan = planOf(item, 'none');
  const usable = await db
    .selectFrom('party')
    .select('party_key')
    .where('status', '=', 'normal')
    .where('open_case', '=', false)
    .execute();
  const keys = usable.map(({ party_key }) => party_key);
  let rows: ApprovalCaseRow[] = [];
  return {
    name: 'ours',
    cases: keys.length,
    async prepare() {
      await sql`TRUNCATE approval_case, approval_step, jobs.job`.execute(owner);
      const found = await seals.find(db, keys);
      const at = instantOf(systemClock.now());
      rows = keys.map((key, i): ApprovalCaseRow => {
        const sealed: SealedCase = {
          values: {},
          handover: { way: 'none' },
          person: { name: '合成', idNumber: '11010519491231002X' },
        };
        const { state } = openCase(plan);
        return {
          party_key: key,
          case_number: `QD${i}`,
          proposal_id: makeUuidV7(i, random),
          act_id: makeUuidV7(i, random),
          item_id: item.id,
          item_version: item.version,
          district: '370202',
          certificate: '',
          base_version: 0,
          state,
          status: 'open',
          step: state.step,
          sealed: found.get(key)?.seal(sealed) ?? '',
          due_on: localDateOf(systemClock.now()),
          due_provisional: false,
          warn_at: null,
          wake_at: at,
          escalated: 0,
          revision: 0,
          opened_at: at,
          closed_at: null,
        };
      });
    },
    async run() {
      const clockwork = startCaseClockwork(db, { ...parts, itemOf: () => Promise.resolve(item) });
      for (let i = 0; i < rows.length; i += openedAtOnce) {
        const some = JSON.stringify(rows.slice(i, i + openedAtOnce));
        await sql`INSERT INTO approval_case SELECT * FROM jsonb_populate_recordset(NULL::approval_case, ${some}::jsonb)`.execute(
          db,
        );
        clockwork.wake();
      }
      await until(async () => {
        const left = await sql`SELECT 1 FROM approval_case WHERE wake_at IS NOT NULL LIMIT 1`.execute(db);
        return left.rows.length === 0;
      });
      await clockwork.close();
    },
    async check() {
      const found = await sql`
        SELECT (SELECT count(*) FROM approval_case WHERE status = 'closed' AND closed_at IS NOT NULL AND revision > 0) AS closed,
          (SELECT count(*) FROM approval_step) AS taken,
          (SELECT count(*) FROM (SELECT DISTINCT party_key, case_number, code FROM approval_step WHERE code LIKE 'step_') AS d) AS distinct_steps,
          (SELECT count(*) FROM jobs.job WHERE name = 'case.message') AS told`.execute(db);
      const count = keys.length;
      expectSame('ours', found.rows[0], { closed: count, taken: count * steps, distinct_steps: count * steps, told: count });
    },
  };
}

/** A peer's own record of what its steps did, written as its users would. */
async function openStepBook(pool: pg.Pool) {
  await pool.query('CREATE TABLE IF NOT EXISTS taken (case_no integer NOT NULL, step integer NOT NULL)');
  return {
    clear: () => pool.query('TRUNCATE taken'),
    async check(name: string, cases: number): Promise<void> {
      const { rows } = await pool.query<Record<string, number>>(`
        SELECT count(*)::int AS taken, count(DISTINCT (case_no, step))::int AS distinct_steps,
          (count(DISTINCT case_no) FILTER (WHERE step = ${steps}))::int AS closed FROM taken`);
      expectSame(name, rows[0], { taken: cases * steps, distinct_steps: cases * steps, closed: cases });
    },
    closed: async (): Promise<number> => {
      const { rows } = await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM taken WHERE step = ${steps}`);
      return rows[0]?.n ?? 0;
    },
  };
}

/** Workflows of five steps, a number of them in flight; each step is an insert that DBOS then checkpoints. */
async function dbos(url: string): Promise<Contender & { stop(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: url, max: 20 });
  const book = await openStepBook(pool);
  const cases = 300;
  const take = async (caseNo: number): Promise<void> => {
    for (let step = 1; step <= steps; step++)
      await DBOS.runStep(async () => void (await pool.query('INSERT INTO taken VALUES ($1, $2)', [caseNo, step])), {
        name: `step${step}`,
      });
  };
  const workflow = DBOS.registerWorkflow(take, { name: 'fiveSteps' });
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl: url, systemDatabasePoolSize: 20, logLevel: 'error' });
  await DBOS.launch();
  return {
    name: 'dbos',
    cases,
    prepare: async () => void (await book.clear()),
    async run() {
      let next = 0;
      const lane = async (): Promise<void> => {
        while (next < cases) await (await DBOS.startWorkflow(workflow)(next++)).getResult();
      };
      await Promise.all(Array.from({ length: dbosInFlight }, lane));
    },
    check: () => book.check('dbos', cases),
    async stop() {
      await DBOS.shutdown();
      await pool.end();
    },
  };
}

/** A queue for each step; a batch's inserts, its next jobs and its completion are one transaction. */
async function pgBoss(url: string, cases: number): Promise<Contender & { stop(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  const book = await openStepBook(pool);
  let boss: PgBoss | undefined;
  async function open(): Promise<PgBoss> {
    const opened = new PgBoss({ connectionString: url, max: 20 });
    opened.on('error', () => undefined);
    await opened.start();
    for (let step = 1; step <= steps; step++) {
      const queue = `step${step}`;
      if (!(await opened.getQueue(queue))) await opened.createQueue(queue);
      await opened.deleteAllJobs(queue);
    }
    return opened;
  }
  async function work(opened: PgBoss): Promise<void> {
    for (let step = 1; step <= steps; step++) {
      await opened.work<{ caseNo: number }, void, typeof bossOptions & { transactional: true }>(
        `step${step}`,
        { ...bossOptions, transactional: true },
        async (jobs, db) => {
          await db.executeSql('INSERT INTO taken SELECT unnest($1::int[]), $2', [jobs.map(({ data }) => data.caseNo), step]);
          if (step < steps)
            await opened.insert(
              `step${step + 1}`,
              jobs.map(({ data }) => ({ data })),
              { db },
            );
        },
      );
    }
  }
  return {
    name: 'pg-boss',
    cases,
    async prepare() {
      await book.clear();
      boss = await open();
    },
    async run() {
      if (!boss) throw new Error('not prepared');
      const all = Array.from({ length: cases }, (_, caseNo) => ({ data: { caseNo } }));
      for (let i = 0; i < all.length; i += openedAtOnce) await boss.insert('step1', all.slice(i, i + openedAtOnce));
      await work(boss);
      await until(async () => (await book.closed()) >= cases);
    },
    async check() {
      await boss?.stop({ graceful: true });
      await book.check('pg-boss', cases);
    },
    stop: () => pool.end(),
  };
}

async function casesPerSecond(contender: Contender): Promise<number> {
  await contender.prepare();
  const startedAt = performance.now();
  await contender.run();
  const seconds = (performance.now() - startedAt) / 1000;
  await contender.check();
  return contender.cases / seconds;
}

goFirst();
const postgres = await startBenchPostgres();
try {
  const forDbos = await postgres.copy('for_dbos');
  const forBoss = await postgres.copy('for_boss');
  const centre = await openCentreParts(postgres.folder, postgres.urls);
  await loadOrganisations(centre, 0, parties);
  const own = await ours(centre);
  const theirs = [await dbos(forDbos.owner), await pgBoss(forBoss.owner, own.cases)];
  const contenders: Contender[] = [own, ...theirs];
  for (const contender of contenders) await casesPerSecond(contender);
  const rates = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) rates.get(contender.name)?.push(await casesPerSecond(contender));
  }
  for (const peer of theirs) await peer.stop();
  await centre.close();

  const of = (name: string): number[] => rates.get(name) ?? [];
  const against = (name: string): number => median(of('ours').map((rate, i) => rate / (of(name)[i] ?? Number.NaN)));
  const faster = median(of('ours').map((rate, i) => rate / Math.max(of('dbos')[i] ?? 0, of('pg-boss')[i] ?? 0)));
  report('cases', {
    figures: {
      casesPerRound: own.cases,
      stepsPerCase: steps,
      casesPerS: median(of('ours')),
      dbosCasesPerS: median(of('dbos')),
      pgBossCasesPerS: median(of('pg-boss')),
    },
    ratios: { 'ours/dbos': against('dbos'), 'ours/pg-boss': against('pg-boss'), 'ours/faster peer': faster },
    goals: { 'ours/faster peer': { value: faster, atLeast: 2 } },
  });
} finally {
  await postgres.stop();
}
