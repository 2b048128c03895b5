import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decision, definitions, input, literal } from './models.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const kit = path.join(root, '../shared/dmn-tck');

function run(...args: string[]): { code: number | null; lines: string[] } {
  const { status, stdout } = spawnSync(process.execPath, [path.join(root, 'build/dmn-tck.mjs'), ...args], { encoding: 'utf8' });
  return { code: status, lines: stdout.trim().split('\n') };
}

describe.skipIf(!existsSync(kit))('the Technology Compatibility Kit (skipped: no TCK in ../shared/dmn-tck)', () => {
  test('level 2 is green', () => {
    const { code, lines } = run(kit);
    expect(lines).toStrictEqual(['62/62']);
    expect(code).toBe(0);
  });
});

describe('the runner', () => {
  let folder = '';
  const tests = (
    value: string,
  ) => `<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<modelName>a.dmn</modelName>
<testCase id="1"><inputNode name="p"><component name="n"><value xsi:type="xsd:decimal">2</value></component><component name="l"><list><item><value xsi:type="xsd:date">2020-01-01</value></item></list></component></inputNode>
<resultNode name="x" type="decision"><expected>${value}</expected></resultNode></testCase>
<testCase id="2"><inputNode name="p"><value xsi:nil="true"/></inputNode><resultNode errorResult="true" name="x" type="decision"><expected><value xsi:nil="true"/></expected></resultNode></testCase>
</testCases>`;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'estation-kit-'));
    const group = path.join(folder, 'TestCases', 'compliance-level-3', '0001-a');
    mkdirSync(group, { recursive: true });
    writeFileSync(
      path.join(group, 'a.dmn'),
      definitions([input('p'), decision('x', literal('{twice: p.n * 2, first: p.l[1]}'), ['p'])]),
    );
    const right = '<component name="twice"><value xsi:type="xsd:decimal">4</value></component>';
    const date = '<component name="first"><value xsi:type="xsd:date">2020-01-01</value></component>';
    writeFileSync(path.join(group, 'a-test-01.xml'), tests(right + date));
    cpSync(group, path.join(folder, 'TestCases', 'non-compliant', '0002-b'), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('goes through folders at any depth, tells what fails, and leaves out the kit’s cases outside of the standard', () => {
    const { code, lines } = run(folder);
    // Case 2 wants null, and a context with null entries is none.
    expect(lines).toStrictEqual([expect.stringMatching(/0001-a 2: x: expected null, got \{twice: null, first: null\}/), '1/2']);
    expect(code).toBe(1);
    expect(run(folder, '--non-compliant').lines.at(-1)).toBe('2/4');
  });

  test('answers in JSON', () => {
    expect(JSON.parse(run(folder, '--json').lines.join('\n'))).toMatchObject({ passed: 1, total: 2, failures: [{ case: '2' }] });
  });
});
