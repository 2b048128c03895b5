/** `npm run watch`: types and unit tests again on every change. */
import { spawn } from 'node:child_process';
import { bin, root } from './steps.ts';

const children = [
  spawn(bin('tsc'), ['-b', '--watch', '--preserveWatchOutput'], { cwd: root, stdio: 'inherit' }),
  spawn(bin('vitest'), ['--config', 'build/vitest.config.ts', '--project', 'unit'], { cwd: root, stdio: 'inherit' }),
];
process.on('SIGINT', () => children.forEach((child) => child.kill('SIGINT')));
