import { expect, test } from 'vitest';
import { runApprovalKills } from '../faults/approval-kill.ts';

test('a centre that is killed at any moment has lost and doubled nothing', { timeout: 600_000 }, async () => {
  const report = await runApprovalKills('ten', (kills) => kills === 10);
  expect({ lost: report.lost, doubled: report.doubled }).toEqual({ lost: [], doubled: [] });
  expect(report.counts.closed).toBeGreaterThan(3);
  expect(report.counts.orders).toBeGreaterThan(0);
  expect(report.counts.messages).toBeGreaterThan(3);
});
