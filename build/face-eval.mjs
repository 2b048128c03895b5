/**
 * Measures the product's own face decision on labelled files:
 *   node build/face-eval.mjs --pairs FILE --live DIR --card DIR [--pad FILE]
 * `--pairs`: CSV file_a,file_b,same (live picture, card picture, 1 or 0). `--pad`: CSV file,species. JSON on stdout, a table and the
 * progress on stderr; exit 0 measured, 1 nothing to measure (one sentence says why), 2 called wrongly. Starts on any Node from 20 on; the work is done by the Node that the product ships with.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ownNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));

if (!existsSync(ownNode)) {
  console.error('The packages of this project are not installed: run `npm ci` first.');
  process.exitCode = 1;
} else if (Number(process.versions.node.split('.')[0]) >= 24) {
  const { runEvaluation } = await import('./face-eval/run.ts');
  process.exitCode = await runEvaluation(process.argv.slice(2));
} else {
  const self = fileURLToPath(import.meta.url);
  process.exitCode = spawnSync(ownNode, [self, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
}
