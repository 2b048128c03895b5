/**
 * Kills the centre with SIGKILL at random moments while events, messages, cases and errands are under way, and looks at what it left behind.
 * `npm run faults -- approval-kill [--minutes M] [--kills N] [--seed S]`; without either, one minute.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { randomFraction } from '#electron/sync/backoff.ts';
import { openApprovalWorld } from '../central/approval-world.ts';
import { inspectTown } from '../central/approval-inspection.ts';
import type { Findings } from '../central/approval-inspection.ts';
import { openTown, pause } from '../central/approval-town.ts';
import type { Town } from '../central/approval-town.ts';
import { seededRandom } from '../journal/acts.ts';

export interface ApprovalKillReport extends Findings {
  readonly kills: number;
}

const lives = { shortestMs: 200, longestMs: 2_500, newsAtOnce: 4 } as const;

/** One life after the other on one database, until `enough` says so; then everything that was begun must come to its end. */
export async function runApprovalKills(seed: string, enough: (kills: number) => boolean): Promise<ApprovalKillReport> {
  const random = seededRandom(seed);
  const world = await openApprovalWorld({ organisations: 80, answerMs: 1_000 });
  let town: Town | undefined;
  try {
    town = await openTown(world, random);
    const port = world.centres[0]?.port ?? 0;
    let kills = 0;
    for (; !enough(kills); kills += 1) {
      const living = town.live();
      await town.tellNews(1 + Math.floor(randomFraction(random) * lives.newsAtOnce));
      await pause(lifeOf(random));
      const [centre] = world.centres;
      if (centre) await world.killCentre(centre);
      await living.end();
      await freeJobs(world);
      await world.startCentre(port);
    }
    await town.comeToRest();
    return { kills, ...(await inspectTown(world, town)) };
  } finally {
    await town?.close();
    await world.close();
  }
}

function lifeOf(random: RandomBytes): number {
  return lives.shortestMs + Math.round(randomFraction(random) * (lives.longestMs - lives.shortestMs));
}

/** What the queue does itself with a dead process's jobs after a minute, so that nobody waits for it. */
async function freeJobs(world: { rows(text: string): Promise<object[]> }): Promise<void> {
  await world.rows(
    `UPDATE jobs.job SET state = 'retry', retry_count = retry_count + 1, started_on = NULL WHERE state = 'active'`,
  );
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { minutes: { type: 'string' }, kills: { type: 'string' }, seed: { type: 'string' } } });
  const seed = values.seed ?? randomBytes(4).toString('hex');
  const minutes = Number(values.minutes ?? (values.kills === undefined ? '1' : '600'));
  const until = performance.now() + minutes * 60_000;
  const most = Number(values.kills ?? 'Infinity');
  console.log(`approval-kill: seed ${seed}`);
  const report = await runApprovalKills(seed, (kills) => kills >= most || performance.now() >= until);
  console.log(JSON.stringify(report, undefined, 1));
  process.exitCode = report.lost.length + report.doubled.length === 0 ? 0 : 1;
}
