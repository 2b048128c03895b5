/** `npm run check`: format, types, lint, dead code, unit tests. Nothing here needs a display, a database or a device. */
import { bin, runSteps } from './steps.ts';

/** The steps that read code only; `npm test` runs them too and then every test. */
export const codeSteps = [
  ['format', bin('prettier'), '--check', '--log-level', 'warn', '.'],
  ['types', bin('tsc'), '-b'],
  ['lint', bin('oxlint'), '--config', '.oxlintrc.json', '--deny-warnings', '.'],
  ['results', process.execPath, 'build/check-results.ts'],
  ['dead code', bin('knip'), '--config', 'build/knip.json', '--no-progress'],
] as const;

if (import.meta.main) {
  const clean = await runSteps(2, [
    ...codeSteps,
    ['unit tests', bin('vitest'), 'run', '--config', 'build/vitest.config.ts', '--project', 'unit'],
  ]);
  process.exitCode = clean ? 0 : 1;
}
