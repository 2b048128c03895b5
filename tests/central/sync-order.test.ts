import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeTerminal } from './harness/acts.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('an act that comes before its predecessor waits, and is applied when the gap closes', async () => {
  const terminal = new FakeTerminal();
  const line = world.line('E0217');
  const visit = terminal.visit();
  const [first, second, third] = [terminal.registration(visit), terminal.rating(visit), terminal.rating(visit)];
  expect((await line.sync([second, third])).results.map(({ answer }) => answer)).toEqual(['parked', 'parked']);
  expect((await line.sync([second])).results[0]?.answer).toBe('parked');
  expect((await line.sync([first])).results[0]).toMatchObject({ answer: 'final', duplicate: false });
  const after = await line.sync([second, third]);
  expect(after.results).toMatchObject([
    { answer: 'final', duplicate: true, receipt: { code: 'applied' } },
    { answer: 'final', duplicate: true, receipt: { code: 'applied' } },
  ]);
});

test('a batch in the wrong order is applied in the order of the visit', async () => {
  const terminal = new FakeTerminal('E0218');
  const visit = terminal.visit();
  const [first, second] = [terminal.registration(visit), terminal.rating(visit)];
  const reply = await world.line('E0218').sync([second, first]);
  expect(reply.results.map(({ id, answer }) => [id, answer])).toEqual([
    [second.id, 'final'],
    [first.id, 'final'],
  ]);
});

test('a gap in one visit does not hold up another', async () => {
  const terminal = new FakeTerminal('E0218');
  terminal.reimage();
  const [waiting, free] = [terminal.visit(), terminal.visit()];
  terminal.rating(waiting);
  const reply = await world.line('E0218').sync([terminal.rating(waiting), terminal.rating(free)], { epoch: 2 });
  expect(reply.results.map(({ answer }) => answer)).toEqual(['parked', 'final']);
});

test('an invalid act is refused in its turn, and those behind it go on', async () => {
  const terminal = new FakeTerminal('E0218');
  terminal.reimage();
  terminal.reimage();
  const visit = terminal.visit();
  const bad = terminal.rating(visit, { score: 9 });
  const good = terminal.rating(visit);
  const line = world.line('E0218');
  expect(
    (
      await line.sync(
        [
          { ...bad, sessSeq: 2 },
          { ...good, sessSeq: 3 },
        ],
        { epoch: 3 },
      )
    ).results.map(({ answer }) => answer),
  ).toEqual(['parked', 'parked']);
  const opener = terminal.rating(visit, {});
  const reply = await line.sync(
    [
      { ...opener, sessSeq: 1 },
      { ...bad, sessSeq: 2 },
      { ...good, sessSeq: 3 },
    ],
    { epoch: 3 },
  );
  expect(reply.results).toMatchObject([
    { receipt: { code: 'applied' } },
    { receipt: { code: 'rejected', reason: 'SYN-001' } },
    { receipt: { code: 'applied' } },
  ]);
});
