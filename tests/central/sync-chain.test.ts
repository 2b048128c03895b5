import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeTerminal } from './harness/acts.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const chainLog = (terminal: string) =>
  world.logged
    .filter(({ event, fields }) => event === 'centre.chain-broken' && fields['terminal'] === terminal)
    .map(({ fields }) => fields['anomaly']);

test('a whole chain, sent in pieces and again, raises nothing', async () => {
  const terminal = new FakeTerminal();
  const line = world.line('E0217');
  const records = Array.from({ length: 6 }, () => terminal.rating(terminal.visit()));
  await line.sync(records.slice(0, 3));
  await line.sync(records.slice(2));
  await line.sync(records);
  expect(chainLog('E0217')).toEqual([]);
});

test('a missing link, a fork and a new chain are reported and stored; the acts are applied all the same', async () => {
  const terminal = new FakeTerminal('E0218');
  const line = world.line('E0218');
  const send = async (record: ReturnType<FakeTerminal['rating']>, epoch = terminal.epoch) => {
    const reply = await line.sync([record], { epoch });
    expect(reply.results[0]).toMatchObject({ answer: 'final', receipt: { code: 'applied' } });
  };
  await send(terminal.rating(terminal.visit()));
  terminal.rating(terminal.visit()); // never sent
  await send(terminal.rating(terminal.visit()));
  expect(chainLog('E0218')).toEqual(['gap']);

  const copyOfDisk = new FakeTerminal('E0218');
  for (let i = 0; i < 3; i += 1) copyOfDisk.rating(copyOfDisk.visit());
  await send(copyOfDisk.rating(copyOfDisk.visit()));
  expect(chainLog('E0218')).toEqual(['gap', 'fork']);

  terminal.reimage();
  await send(terminal.rating(terminal.visit()));
  expect(chainLog('E0218')).toEqual(['gap', 'fork', 'epoch']);
  await send(copyOfDisk.rating(copyOfDisk.visit()), 1);
  expect(chainLog('E0218').at(-1)).toBe('old-epoch');
  const alarms = await world.db.selectFrom('alarm').select('kind').where('terminal_id', '=', 'E0218').execute();
  expect(alarms).toHaveLength(4);
});

test('a terminal whose clock is far ahead is reported', async () => {
  const terminal = new FakeTerminal();
  terminal.epoch = 9;
  const hlc = `${(Date.now() + 3_600_000).toString(16).padStart(12, '0')}-0000-E0217`;
  await world.line('E0217').sync([{ ...terminal.rating(terminal.visit()), hlc }], { epoch: 9 });
  expect(world.logged.some(({ event, fields }) => event === 'centre.clock-ahead' && fields['terminal'] === 'E0217')).toBe(true);
});
