/** `npm run bench -- NAME [options]`: runs tests/bench/NAME.ts on its own; without a name lists what there is. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root, step } from './steps.ts';

const folder = path.join(root, 'tests', 'bench');
/** Every other file of the folder is a helper. */
const names = ['startup', 'enqueue', 'drain', 'face', 'ipc', 'rules', 'rejudge', 'cases', 'event'].filter((name) =>
  readdirSync(folder).includes(`${name}.ts`),
);
const [wanted, ...options] = process.argv.slice(2);
const chosen = wanted === 'all' ? names : names.filter((name) => name === wanted);
if (chosen.length === 0) {
  process.stderr.write(`npm run bench -- <${[...names, 'all'].join('|')}>\n`);
  process.exitCode = 2;
}
for (const name of chosen) {
  process.stdout.write(`\n## ${name}\n`);
  const { ok } = await step(process.execPath, [path.join(folder, `${name}.ts`), ...options], { live: true });
  if (!ok) process.exitCode = 1;
}
