import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FeelSyntaxError } from '#central/inference/dmn/feel/scanner.ts';
import { feel } from './evaluate.ts';

/** `expression TAB value as FEEL text`, or `ERR` where it cannot be read. Written from the standard (DMN 1.5, chapter 10). */
const rows = readFileSync(new URL('expressions.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split('\t', 1).concat(line.slice(line.indexOf('\t') + 1)));

function outcome(text: string): string {
  try {
    return feel(text);
  } catch (error) {
    if (error instanceof FeelSyntaxError) return 'ERR';
    throw error;
  }
}

test('there are expressions', () => {
  expect(rows.length).toBeGreaterThan(600);
});

test.each(rows)('%s is %s', (expression = '', expected) => {
  expect(outcome(expression)).toBe(expected);
});
