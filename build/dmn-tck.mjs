/**
 * Runs the decision engine over test cases of the DMN Technology Compatibility Kit:
 *   node build/dmn-tck.mjs DIR [--json] [--non-compliant]
 * DIR is a folder with *.dmn and *-test-*.xml, or any folder above such folders. Prints a line for each case that fails and closes with
 * `passed/total`; exit code 1 when one failed. `--non-compliant` takes in the kit's cases outside of the standard.
 * Starts on any Node from 20 on; the work is done by the Node that the product ships with.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ownNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= 24) {
  const { runKit } = await import('./dmn-tck/run.ts');
  process.exitCode = await runKit(process.argv.slice(2));
} else if (existsSync(ownNode)) {
  const self = fileURLToPath(import.meta.url);
  process.exitCode = spawnSync(ownNode, [self, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
} else {
  console.error('The packages of this project are not installed: run `npm ci` first.');
  process.exitCode = 1;
}
