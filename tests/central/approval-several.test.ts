import { afterAll, expect, test } from 'vitest';
import { seededRandom } from '../journal/acts.ts';
import { inspectTown } from './approval-inspection.ts';
import type { Findings } from './approval-inspection.ts';
import { openTown } from './approval-town.ts';
import { openApprovalWorld } from './approval-world.ts';

// Several processes of the centre on one database come to the same end as one.
const results = new Map<number, Findings & { readonly judgements: number }>();

/** The same news, told to so many centres; everybody confirms, each time at another of them. */
async function runWith(centres: number): Promise<void> {
  const world = await openApprovalWorld({ organisations: 60, answerMs: 1_000, centres });
  // One item for each certificate: which of two would come first is nobody's promise.
  const wants = (item: string): boolean => item.endsWith('-change');
  const town = await openTown(world, seededRandom('several'), { declined: 0, leftAlone: 0, resent: 0.3, wants });
  try {
    await world.sources['market-regulation'].tell('/fault', { mode: 'duplicates' });
    await town.tellEach();
    await town.comeToRest();
    // What stood for a moment between two events, and stands no more, is a matter of seconds.
    const [standing] = await world.rows<{ proposals: string; judgements: string }>(
      `SELECT count(*) AS proposals, count(DISTINCT judgement_id) AS judgements FROM proposal
       WHERE state NOT IN ('superseded', 'withdrawn', 'expired')`,
    );
    const { lost, doubled, counts } = await inspectTown(world, town);
    results.set(centres, {
      lost,
      doubled,
      counts: { ...counts, proposals: Number(standing?.proposals) },
      judgements: Number(standing?.judgements),
    });
  } finally {
    await town.close();
    await world.close();
  }
}

afterAll(() => results.clear());

test.each([1, 2, 3])('%i on one database: nothing lost, nothing doubled', { timeout: 600_000 }, async (centres) => {
  await runWith(centres);
  const { lost, doubled, counts } = results.get(centres) ?? { lost: ['the result'], doubled: [], counts: undefined };
  expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
  expect(counts?.closed).toBeGreaterThan(5);
  expect(counts?.orders).toBeGreaterThan(1);
});

test.each([2, 3])('%i come to the same end as one', (centres) => {
  const [one, several] = [results.get(1), results.get(centres)];
  // How many channels were tried before somebody confirmed is a matter of seconds.
  const { messages: _of, ...alone } = one?.counts ?? {};
  const { messages: _and, ...together } = several?.counts ?? {};
  expect({ ...together, judgements: several?.judgements }).toEqual({ ...alone, judgements: one?.judgements });
  expect(Object.keys(alone).length).toBeGreaterThan(4);
});
