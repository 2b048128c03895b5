/**
 * `npm test`: everything. Code checks, unit and integration tests on real PostgreSQL, ptys and CUPS, then the real Electron end to
 * end, then the journeys. Goes on after a failure, so that one run shows all of them, and closes with one line of counts.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { codeSteps } from './check.ts';
import { bin, root, runSteps, step } from './steps.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const out = path.join(root, 'out', 'test');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const total: Counts = { passed: 0, failed: 0, skipped: 0 };

if (!(await runSteps(codeSteps))) total.failed += 1;
add(await vitest());
add(await playwright());
for (const journey of ['certificate', 'registration-offline', 'proposal']) add(await play(journey));

process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

function add(counts: Counts): void {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}

async function vitest(): Promise<Counts> {
  const file = path.join(out, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { ok } = await step(bin('vitest'), ['run', '--config', 'build/vitest.config.ts', ...reporters], { live: true });
  const report = read<{ numPassedTests: number; numFailedTests: number; numPendingTests: number }>(file);
  const counts = {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: report?.numPendingTests ?? 0,
  };
  return withVerdict(counts, ok);
}

async function playwright(): Promise<Counts> {
  const file = path.join(out, 'playwright.json');
  const args = ['test', '--config', 'build/playwright.config.ts', '--reporter=list,json'];
  const { ok } = await step(bin('playwright'), args, { live: true, env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file } });
  const stats = read<{ stats: { expected: number; unexpected: number; flaky: number; skipped: number } }>(file)?.stats;
  const counts = {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
  };
  return withVerdict(counts, ok);
}

async function play(journey: string): Promise<Counts> {
  const { ok } = await step(process.execPath, ['build/start.ts', '--journey', journey], { live: true });
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** A runner that failed without a failed test (it could not start, or something broke outside of one) counts as one failure. */
function withVerdict(counts: Counts, ok: boolean): Counts {
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function read<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}
