/** `npm run fix`: what tools can mend by themselves. */
import { bin, runSteps } from './steps.ts';

const clean = await runSteps(1, [
  ['lint fixes', bin('oxlint'), '--config', '.oxlintrc.json', '--fix', '.'],
  ['format', bin('prettier'), '--write', '--log-level', 'warn', '.'],
]);
process.exitCode = clean ? 0 : 1;
