/** `npm run faults -- NAME [options]`: runs tests/faults/NAME.ts on its own; without a name lists what there is. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root, step } from './steps.ts';

const folder = path.join(root, 'tests', 'faults');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('-kill.ts'))
  .map((file) => file.slice(0, -'.ts'.length));
const [wanted, ...options] = process.argv.slice(2);
if (!wanted || !names.includes(wanted)) {
  process.stderr.write(`npm run faults -- <${names.join('|')}> [--minutes M] [--seed S]\n`);
  process.exitCode = 2;
} else {
  const { ok } = await step(process.execPath, [path.join(folder, `${wanted}.ts`), ...options], { live: true });
  process.exitCode = ok ? 0 : 1;
}
