import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/**
 * central/README.md: the folders of the centre meet only through their `index.ts`. Two further doors are named there, because `process` and
 * `inference` need each other. `stand-ins` is what the stand-in processes share.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const doors = ['inference/judge.ts', 'inference/dmn/dmn.ts'];

/** Imports of one file, below `central/`, that go into another folder by a window. */
function windows(file: string, text: string): string[] {
  const room = file.split('/')[0] ?? '';
  return [...text.matchAll(/from '(\.[^']+)'/g)]
    .map((match) => path.posix.join(path.posix.dirname(file), match[1] ?? ''))
    .filter((target) => target.includes('/') && !target.startsWith('..') && target.split('/')[0] !== room)
    .filter((target) => !target.startsWith('stand-ins/') && !/^[^/]+\/index\.ts$/.test(target) && !doors.includes(target));
}

test('every folder of the centre is entered by its door', () => {
  const cwd = path.join(root, 'central');
  const files = globSync('*/**/*.{ts,tsx}', { cwd });
  expect(files.length).toBeGreaterThan(100);
  expect(
    files.flatMap((file) => windows(file, readFileSync(path.join(cwd, file), 'utf8')).map((to) => `${file} -> ${to}`)),
  ).toEqual([]);
});

test('a window is seen', () => {
  expect(windows('console/web/a.ts', "import { x } from '../../tracking/cases.ts';")).toEqual(['tracking/cases.ts']);
  expect(windows('console/a.ts', "import { x } from '../tracking/index.ts';\nimport y from './b.ts';")).toEqual([]);
});
