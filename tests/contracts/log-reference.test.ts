import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { logReference } from '#build/log-reference.ts';

test('docs/log-events.md says what the closed list says', () => {
  const written = readFileSync(new URL('../../docs/log-events.md', import.meta.url), 'utf8');
  expect(written, 'run node build/log-reference.ts').toBe(logReference());
});
