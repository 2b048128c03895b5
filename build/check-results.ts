/** A step of `npm run check`: no `Result` is dropped in the product's own folders. */
import { globSync } from 'node:fs';
import { droppedResults, readSources } from './checks/dropped-results.ts';
import { root } from './steps.ts';

const files = globSync('{contracts,drivers,electron,renderer,central}/**/*.{ts,tsx}', { cwd: root });
const dropped = droppedResults(readSources(root, files));
for (const { file, line, call } of dropped) process.stdout.write(`${file}:${line} nobody looks at the Result of ${call}()\n`);
process.exitCode = dropped.length > 0 ? 1 : 0;
