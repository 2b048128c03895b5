/**
 * `npm test`: everything but the long runs. Code checks beside the journeys, unit and integration tests on real PostgreSQL, ptys and CUPS,
 * then the real Electron end to end. Goes on after a failure, so that one run shows all of them, and closes with the name of each
 * failure and one line of counts. Each part keeps two cores busy: more side by side wait too long for each other.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { codeSteps } from './check.ts';
import type { PlaywrightReport, VitestReport } from './checks/failed-tests.ts';
import { failedPlaywright, failedVitest } from './checks/failed-tests.ts';
import { bin, inLanes, root, runSteps, step } from './steps.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Names, one for each that failed. */
  failures: readonly string[];
}

const out = path.join(root, 'out', 'test');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const nothing: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
const runs: readonly Counts[] = [
  // One core each. Journeys go one by one: the face step has a clock, and two terminals that start side by side let it run out.
  ...(await Promise.all([code(), inLanes(1, ['certificate', 'registration-offline', 'proposal'], play)])).flat(),
  await vitest(),
  await playwright(),
];

const sum = (of: (counts: Counts) => number): number => runs.reduce((total, counts) => total + of(counts), 0);
const failures = runs.flatMap((counts) => counts.failures);
if (failures.length > 0) process.stdout.write(`\nfailed:\n${failures.map((name) => `  ${name}\n`).join('')}`);
process.stdout.write(
  `\n${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed, ${sum(({ skipped }) => skipped)} skipped\n`,
);
process.exitCode = failures.length > 0 ? 1 : 0;

async function code(): Promise<Counts> {
  return (await runSteps(1, codeSteps)) ? nothing : { ...nothing, failed: 1, failures: ['code checks: see the top of this run'] };
}

async function vitest(): Promise<Counts> {
  const file = path.join(out, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { ok } = await step(bin('vitest'), ['run', '--config', 'build/vitest.config.ts', ...reporters], { live: true });
  const report = read<VitestReport>(file);
  const counts = report
    ? {
        passed: report.numPassedTests,
        failed: report.numFailedTests,
        skipped: report.numPendingTests,
        failures: failedVitest(report),
      }
    : nothing;
  return withVerdict('vitest', counts, ok);
}

async function playwright(): Promise<Counts> {
  const file = path.join(out, 'playwright.json');
  const args = ['test', '--config', 'build/playwright.config.ts', '--reporter=list,json'];
  const { ok } = await step(bin('playwright'), args, { live: true, env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file } });
  const report = read<PlaywrightReport>(file);
  const counts = report
    ? {
        passed: report.stats.expected + report.stats.flaky,
        failed: report.stats.unexpected,
        skipped: report.stats.skipped,
        failures: failedPlaywright(report),
      }
    : nothing;
  return withVerdict('playwright', counts, ok);
}

async function play(journey: string): Promise<Counts> {
  const { ok, output } = await step(process.execPath, ['build/start.ts', '--journey', journey]);
  process.stdout.write(output);
  return ok ? { ...nothing, passed: 1 } : { ...nothing, failed: 1, failures: [`journey ${journey}`] };
}

/** A runner that failed without a failed test (it could not start, or something broke outside of one) counts as one failure. */
function withVerdict(runner: string, counts: Counts, ok: boolean): Counts {
  return ok || counts.failures.length > 0
    ? counts
    : { ...counts, failed: Math.max(1, counts.failed), failures: [`${runner} did not end well`] };
}

function read<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}
