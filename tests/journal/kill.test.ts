import { expect, test } from 'vitest';
import { runKills } from '../faults/journal-kill.ts';

test('a terminal that is killed at any moment has lost, doubled and damaged nothing', { timeout: 120_000 }, async () => {
  const report = await runKills('fifteen', ({ kills }) => kills === 15);
  expect(report).toMatchObject({ kills: 15, lost: 0, doubled: 0, corrupt: 0, unsettled: 0 });
  expect(report.acknowledged).toBeGreaterThan(50);
});
