import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Instant } from '#contracts/basics/clock.ts';
import { compile, readDmn, type CompiledModel, type DmnModel } from '#central/inference/dmn/dmn.ts';
import { emptyContext, isContext, type FeelValue } from '#central/inference/dmn/feel/values.ts';
import { readCases, type ResultNode, type TestCase } from './cases.ts';
import { agrees, shown, valueOf } from './values.ts';

const now = '2026-01-01T00:00:00.000Z' as Instant;

interface Failure {
  readonly folder: string;
  readonly file: string;
  readonly case: string;
  readonly why: string;
}

interface Tally {
  passed: number;
  total: number;
  readonly failures: Failure[];
  readonly folders: Record<string, { passed: number; total: number }>;
}

/** `node build/dmn-tck.mjs`: the exit code. */
export async function runKit(args: readonly string[]): Promise<number> {
  const options = new Set(args.filter((arg) => arg.startsWith('--')));
  const [dir] = args.filter((arg) => !arg.startsWith('--'));
  if (dir === undefined) {
    console.error('node build/dmn-tck.mjs DIR [--json] [--non-compliant]');
    return 2;
  }
  const tally: Tally = { passed: 0, total: 0, failures: [], folders: {} };
  for (const folder of foldersBelow(path.resolve(dir), options.has('--non-compliant'))) {
    await runFolder(
      folder,
      path.relative(path.resolve(dir), folder) || path.basename(folder),
      options.has('--non-compliant'),
      tally,
    );
  }
  if (options.has('--json')) console.log(JSON.stringify(tally, null, 2));
  else for (const { folder, case: id, why } of tally.failures) console.log(`${folder} ${id}: ${why}`);
  if (!options.has('--json')) console.log(`${tally.passed}/${tally.total}`);
  if (tally.total === 0) console.error('No test cases here: the folder holds no *.dmn with test files beside it.');
  return tally.passed === tally.total && tally.total > 0 ? 0 : 1;
}

/** Folders that hold models, sorted, at any depth. */
function foldersBelow(dir: string, all: boolean): string[] {
  const entries = readdirSync(dir, { withFileTypes: true });
  const own = entries.some((entry) => entry.isFile() && entry.name.endsWith('.dmn')) ? [dir] : [];
  const below = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && (all || !/non-?compliant/i.test(entry.name)))
    .map(({ name }) => path.join(dir, name))
    .sort();
  return [...own, ...below.flatMap((one) => foldersBelow(one, all))];
}

async function runFolder(folder: string, label: string, all: boolean, tally: Tally): Promise<void> {
  const files = readdirSync(folder).sort();
  const models = new Map<string, DmnModel | string>();
  for (const file of files.filter((name) => name.endsWith('.dmn'))) {
    const read = await readDmn(readFileSync(path.join(folder, file), 'utf8'));
    models.set(file, read.ok ? read.value : read.error.map(({ text }) => text).join('; '));
  }
  for (const file of files.filter((name) => name.endsWith('.xml'))) {
    const tests = readCases(readFileSync(path.join(folder, file), 'utf8'));
    if (!tests) continue;
    const fallback =
      [...models.keys()].find((name) => file.startsWith(name.replace(/\.dmn$/, ''))) ?? [...models.keys()][0] ?? '';
    const compiled = compiledFor(models, tests.modelName && models.has(tests.modelName) ? tests.modelName : fallback);
    for (const test of tests.cases) {
      if (test.nonCompliant && !all) continue;
      const why = typeof compiled === 'string' ? compiled : guarded(() => firstFailure(compiled, test));
      const share = (tally.folders[label] ??= { passed: 0, total: 0 });
      tally.total += 1;
      share.total += 1;
      if (why === undefined) {
        tally.passed += 1;
        share.passed += 1;
      } else tally.failures.push({ folder: label, file, case: test.id, why });
    }
  }
}

function compiledFor(models: ReadonlyMap<string, DmnModel | string>, name: string): CompiledModel | string {
  const main = models.get(name);
  if (main === undefined || typeof main === 'string') return main ?? `there is no model ${name}`;
  const imports = [...models.values()].flatMap((model) => (typeof model !== 'string' && model !== main ? [model] : []));
  const compiled = compile(main, { imports, onProblem: 'null' });
  return compiled.ok ? compiled.value : compiled.error.map(({ text }) => text).join('; ');
}

/** One case that breaks the engine must not stop the others. */
function guarded(run: () => string | undefined): string | undefined {
  try {
    return run();
  } catch (error) {
    return `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

function firstFailure(compiled: CompiledModel, test: TestCase): string | undefined {
  const facts = emptyContext();
  for (const { name, value } of test.inputs) facts[name] = valueOf(value);
  for (const result of test.results) {
    const why = failureOf(compiled, test, result, facts);
    if (why !== undefined) return why;
  }
  return undefined;
}

function failureOf(
  compiled: CompiledModel,
  test: TestCase,
  result: ResultNode,
  facts: Record<string, FeelValue>,
): string | undefined {
  const invoked = test.invocable !== undefined && test.type !== 'decision' ? test.invocable : undefined;
  const answer = compiled.decideInFeel(invoked ?? result.name, facts, { now });
  const actual = answer.ok ? partOf(answer.value.value, invoked, result.name) : null;
  const error = answer.ok ? '' : ` (${answer.error.code}: ${answer.error.text})`;
  if (!answer.ok && !result.isError) return `${result.name}: ${answer.error.code} ${answer.error.text}`;
  if (result.isError && !result.expected)
    return actual === null ? undefined : `${result.name}: expected an error, got ${shown(actual)}`;
  const expected = result.expected ? valueOf(result.expected) : null;
  if (agrees(actual, expected)) return undefined;
  return `${result.name}: expected ${shown(expected)}, got ${shown(actual)}${error}`;
}

/** A service of several decisions gives a context of them. */
function partOf(value: FeelValue, invoked: string | undefined, name: string): FeelValue {
  if (invoked === undefined || invoked === name || !isContext(value)) return value;
  return Object.hasOwn(value, name) ? (value[name] ?? null) : value;
}
