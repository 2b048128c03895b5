/**
 * Kills a recording terminal with SIGKILL at random moments and looks at what it left behind.
 * `npm run faults -- journal-kill [--minutes M] [--seed S]`; without --minutes one minute.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import type { ActId } from '#contracts/basics/ids.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { openJournal } from '#electron/journal/journal.ts';
import { randomFraction } from '#electron/sync/backoff.ts';
import { receiptFor, seededRandom, terminal } from '../journal/acts.ts';

export interface KillReport {
  kills: number;
  acknowledged: number;
  /** Acknowledged and not there. */
  lost: number;
  /** Numbers that two acts share, or rows that nobody recorded beyond the one that was being written. */
  doubled: number;
  /** Openings that found the journal damaged. */
  corrupt: number;
  /** Settled, yet still waiting. */
  unsettled: number;
}

const longestLifeMs = 500;

/** One life after the other on the same disk, until `enough` says so. */
export async function runKills(seed: string, enough: (report: KillReport) => boolean): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'estation-kill-'));
  const random = seededRandom(seed);
  const report: KillReport = { kills: 0, acknowledged: 0, lost: 0, doubled: 0, corrupt: 0, unsettled: 0 };
  try {
    while (report.corrupt === 0 && !enough(report)) {
      const promises = await live(folder, Math.round(randomFraction(random) * longestLifeMs));
      report.kills++;
      report.acknowledged += promises.recorded.length;
      inspect(folder, promises, report);
    }
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Promises {
  readonly recorded: readonly ActId[];
  readonly settled: readonly ActId[];
}

/** Starts a terminal, lets it work for `ms`, kills it, and returns everything that it promised. */
async function live(folder: string, ms: number): Promise<Promises> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'journal-kill-child.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  const recorded: ActId[] = [];
  const settled: ActId[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, id] = line.split(' ');
    if (word === 'ready') setTimeout(() => child.kill('SIGKILL'), ms);
    if (word === 'recorded') recorded.push(id as ActId);
    if (word === 'settled') settled.push(id as ActId);
  }
  if ((await gone) !== 'SIGKILL') throw new Error('the terminal ended by itself');
  return { recorded, settled };
}

function inspect(folder: string, { recorded, settled }: Promises, report: KillReport): void {
  const parts = { folder, clock: systemClock, random: (length: number) => randomBytes(length), log: () => {}, terminal };
  const opened = openJournal(parts);
  if (!opened.ok) {
    report.corrupt++;
    return;
  }
  const journal = opened.value;
  const known = recorded.map((id) => journal.findAct(id));
  report.lost += known.filter((act) => act === undefined).length;
  const seqs = new Set(known.map((act) => act?.seq));
  const numbers = new Set(known.map((act) => act?.caseNumber));
  report.doubled += 2 * recorded.length - seqs.size - numbers.size;
  // Killed between the commit and its word, a terminal leaves one act (and one batch of answers) that it did not promise.
  const before = Math.min(...known.map((act) => act?.seq ?? Infinity));
  if (recorded.length > 0) report.doubled += Math.max(0, journal.lastSeq() - before + 1 - recorded.length - 1);
  report.unsettled += settled.filter((id) => journal.findAct(id)?.state !== 'applied').length;
  const rest = journal.nextBatch({ maxRecords: 1_000_000, maxBytes: Infinity });
  if (rest.ok)
    journal.applyAnswers(
      rest.value.map(({ record }) => receiptFor(record)),
      [],
    );
  journal.close();
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' } } });
  const seed = values.seed ?? randomBytes(4).toString('hex');
  const until = performance.now() + Number(values.minutes) * 60_000;
  console.log(`journal-kill: seed ${seed}, ${values.minutes} min`);
  const report = await runKills(seed, () => performance.now() >= until);
  console.log(JSON.stringify(report));
  const { lost, doubled, corrupt, unsettled } = report;
  process.exitCode = lost + doubled + corrupt + unsettled === 0 ? 0 : 1;
}
