import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { droppedResults } from '#build/checks/dropped-results.ts';

/**
 * Who may import whom is held by the compiler (one project per folder) and by the linter. Here each rule is shown to bite: a
 * file that breaks it is put where it would lie in the product, and the tool must refuse it.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const bad = path.join(root, 'tests/architecture/known-bad');
const files = globSync('**/*.ts', { cwd: bad }).toSorted();

let copy = '';
beforeAll(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'estation-architecture-'));
  for (const folder of ['contracts', 'drivers', 'electron', 'renderer', 'central']) {
    cpSync(path.join(root, folder), path.join(copy, folder), { recursive: true });
  }
  for (const file of ['tsconfig.base.json', 'package.json', '.oxlintrc.json'])
    cpSync(path.join(root, file), path.join(copy, file));
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  for (const file of files) cpSync(path.join(bad, file), path.join(copy, path.dirname(file), `known-bad-${path.basename(file)}`));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const tool = (name: string, ...args: string[]): { status: number | null; output: string } => {
  const result = spawnSync(path.join(root, 'node_modules/.bin', name), args, { cwd: copy, encoding: 'utf8' });
  return { status: result.status, output: result.stdout + result.stderr };
};

describe('the compiler refuses', () => {
  const projectOf: Readonly<Record<string, string>> = {
    'contracts/imports-node.ts': 'contracts',
    'contracts/uses-dom.ts': 'contracts',
    'drivers/imports-journal.ts': 'drivers',
    'electron/main/imports-driver.ts': 'electron/main',
    'renderer/imports-node.ts': 'renderer',
    'renderer/imports-driver.ts': 'renderer',
    'central/imports-driver.ts': 'central',
    'electron/host/imports-centre.ts': 'electron',
  };
  test.each(Object.entries(projectOf))('%s', (file, project) => {
    const name = path.join(path.dirname(file), `known-bad-${path.basename(file)}`);
    // The project as it is, with this one file: what it may see is what decides.
    const only = path.join(project, 'tsconfig.known-bad.json');
    const config = JSON.parse(readFileSync(path.join(copy, project, 'tsconfig.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(path.join(copy, only), JSON.stringify({ ...config, include: [path.relative(project, name)] }));
    const { status, output } = tool('tsc', '-p', only);
    expect(status, output).not.toBe(0);
    expect(output).toContain(path.basename(name));
  });
});

describe('the linter refuses', () => {
  const linted = files.filter((file) => !['contracts/uses-dom.ts', 'central/drops-result.ts'].includes(file));
  test.each(linted)('%s', (file) => {
    const name = path.join(path.dirname(file), `known-bad-${path.basename(file)}`);
    const { status, output } = tool('oxlint', '--config', '.oxlintrc.json', name);
    expect(status, output).not.toBe(0);
    expect(output).toMatch(/no-restricted-imports|no-floating-promises/);
  });
});

test('a dropped Result is found', () => {
  const text = readFileSync(path.join(bad, 'central/drops-result.ts'), 'utf8');
  expect(droppedResults([{ file: 'drops-result.ts', text }])).toEqual([{ file: 'drops-result.ts', line: 8, call: 'save' }]);
});

test('a Result that is used, and a name that also means something else, are not reported', () => {
  const text = `
    interface A { save(): Result<void, E>; open(): Promise<Result<void, E>> }
    interface B { open(): void }
    async function f(a: A, b: B) { if (!a.save().ok) return; b.open(); await a.open(); }`;
  expect(droppedResults([{ file: 'a.ts', text }])).toEqual([]);
});
