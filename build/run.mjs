/**
 * What the npm scripts call: sets up what is missing, then runs the script of the command on the project's own Node 24.
 * Plain Node >= 20. `npm run <command> -- --help` of most commands says more.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { plainly, projectNode, setup } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Compiled sources are kept between runs and shared by all processes of one run: each starts a quarter sooner. */
const compileCache = path.join(root, 'out', 'compile-cache');

/** `needs` is the part of the set-up; `script` may take the first argument as its name. */
const commands = {
  start: { needs: 'all', script: 'build/start.ts' },
  test: { needs: 'all', script: 'build/test.ts' },
  check: { needs: 'packages', script: 'build/check.ts' },
  fix: { needs: 'packages', script: 'build/fix.ts' },
  watch: { needs: 'packages', script: 'build/watch.ts' },
  gallery: { needs: 'packages', script: 'build/gallery.ts' },
  bench: { needs: 'all', script: 'build/bench.ts' },
  faults: { needs: 'all', script: 'build/faults.ts' },
  central: { needs: 'all', script: 'build/central.ts' },
  terminal: { needs: 'all', script: 'build/terminal.ts' },
  item: { needs: 'packages', script: 'build/item.ts' },
  report: { needs: 'packages', script: 'build/report.ts' },
  audit: { needs: 'packages', script: 'build/audit.ts' },
  device: { needs: 'packages', script: 'build/device.ts' },
  package: { needs: 'all', script: 'build/package.ts' },
};

await plainly(async () => {
  const [name, ...args] = process.argv.slice(2);
  const command = commands[name];
  if (!command) {
    process.stderr.write(`Commands: ${Object.keys(commands).join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  await setup(command.needs);
  process.exitCode = await runScript(path.join(root, command.script), args);
});

/** Signals go to the script, which ends what it started; its exit code becomes ours. */
function runScript(script, args) {
  return new Promise((resolve) => {
    const env = { NODE_COMPILE_CACHE: compileCache, ...process.env, NODE_OPTIONS: '' };
    const child = spawn(projectNode(), [script, ...args], { stdio: 'inherit', env });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => signal === 'SIGTERM' && child.kill(signal));
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 130 : 1)));
  });
}
