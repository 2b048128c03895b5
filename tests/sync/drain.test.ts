import { expect, test } from 'vitest';
import { newSession } from '../journal/acts.ts';
import { createTerminal, logged } from './kit.ts';
import type { BatchFate } from './test-centre.ts';

test('everything goes out in order, and each act keeps the verified receipt', async () => {
  const { centre, engine, journal, record } = await createTerminal();
  const acts = Array.from({ length: 5 }, () => record());
  expect(await engine.flush()).toEqual({ ok: true, value: undefined });
  expect(centre.effects.map(({ id }) => id)).toEqual(acts.map(({ id }) => id));
  expect(acts.map(({ id }) => journal.findAct(id)?.receipt?.ref)).toEqual(acts.map(({ id }) => `SI-${id.slice(-6)}`));
  expect(engine.state().queued).toBe(0);
});

test.each<BatchFate>(['lostRequest', 'lostAnswer', 'silence', 'garbage', 'huge'])(
  'after "%s" the same bytes go out again and nothing is doubled',
  async (fate) => {
    const { centre, engine, journal, record } = await createTerminal({ delays: { batchTimeoutMs: 300 } });
    record();
    record();
    centre.fates = [fate];
    expect((await engine.flush()).ok).toBe(false);
    expect(journal.queued().count).toBe(2);
    record(); // does not change what is on its way
    expect((await engine.flush()).ok).toBe(true);
    expect(centre.batches[1]).toEqual(centre.batches[0]);
    expect(centre.effects.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  },
);

test.each<BatchFate>(['partial', 'empty'])('records that the answer "%s" left out are sent again', async (fate) => {
  const { centre, engine, journal, record } = await createTerminal();
  for (let i = 0; i < 4; i++) record();
  centre.fates = [fate];
  await engine.flush();
  await engine.flush();
  expect(journal.queued().count).toBe(0);
  expect(centre.effects).toHaveLength(4);
});

test.each<BatchFate>(['forged', 'otherTerminal'])(
  'a receipt that is "%s" is not believed: the act stays queued and staff are told',
  async (fate) => {
    const { world, centre, engine, journal, record } = await createTerminal();
    const act = record();
    centre.fates = [fate];
    expect(await engine.flush()).toEqual({ ok: false, error: { code: 'SYN-005' } });
    expect(journal.findAct(act.id)).toMatchObject({ state: 'queued' });
    expect(logged(world, 'sync.bad-receipt')).toEqual([{ act: act.id }]);
    world.clock.advance(60_000);
    expect((await engine.flush()).ok).toBe(true);
    expect(journal.findAct(act.id)?.state).toBe('applied');
  },
);

test('a record that the centre cannot use waits, holds back its own visit only, and is set aside after eight tries', async () => {
  const { world, centre, engine, journal, record } = await createTerminal();
  const session = newSession(world);
  const [bad, behind, other] = [record(session), record(session), record()];
  centre.poison.add(bad.id);
  await engine.flush();
  expect(journal.findAct(other.id)?.state).toBe('applied');
  for (let i = 0; i < 10; i++) {
    world.clock.advance(3);
    await engine.flush();
  }
  expect(journal.dead().map(({ id, attempts }) => [id, attempts])).toEqual([[bad.id, 8]]);
  expect(logged(world, 'sync.dead')).toEqual([{ code: 'SYN-003', act: bad.id }]);
  expect(journal.findAct(behind.id)?.state).toBe('queued');
  const last = record();
  await engine.flush();
  expect(journal.findAct(last.id)?.state).toBe('applied');

  centre.poison.clear();
  journal.revive(bad.id);
  await engine.flush();
  expect([bad, behind].map(({ id }) => journal.findAct(id)?.state)).toEqual(['applied', 'applied']);
});

test('a record that brings a whole batch down is found by halving; all others arrive', async () => {
  const { world, centre, engine, journal, record } = await createTerminal();
  const acts = Array.from({ length: 20 }, () => record());
  const bomb = acts[13];
  if (bomb) centre.bombs.add(bomb.id);
  for (let i = 0; i < 3; i++) {
    await engine.flush();
    world.clock.advance(3);
  }
  expect(acts.filter(({ id }) => journal.findAct(id)?.state === 'applied')).toHaveLength(19);
  expect(journal.queued().count).toBe(1);
  for (let i = 0; i < 10; i++) {
    record();
    await engine.flush();
    world.clock.advance(3);
  }
  expect(journal.dead().map(({ id }) => id)).toEqual([bomb?.id]);
});

test('a centre that fails with everything gets no record set aside, and is left in peace at once', async () => {
  const { world, centre, engine, journal, record } = await createTerminal();
  for (let i = 0; i < 8; i++) record();
  for (let round = 0; round < 12; round++) {
    const before = centre.batches.length;
    centre.fates = Array.from({ length: 40 }, () => ({ status: 500 }));
    await engine.flush();
    expect(centre.batches.length - before).toBeLessThanOrEqual(8);
    world.clock.advance(3);
  }
  expect(journal.dead()).toEqual([]);
  centre.fates = [];
  for (let i = 0; i < 3; i++) {
    world.clock.advance(3);
    await engine.flush();
  }
  expect(journal.queued().count).toBe(0);
  expect(centre.effects).toHaveLength(8);
});

test('a batch that is too large for the centre is halved at once', async () => {
  const { centre, engine, record } = await createTerminal();
  for (let i = 0; i < 8; i++) record();
  centre.fates = [{ status: 413 }, { status: 413 }];
  expect((await engine.flush()).ok).toBe(true);
  expect(centre.effects).toHaveLength(8);
});

test('a single record that is too large is set aside after eight tries, whatever else happens', async () => {
  const { world, centre, engine, journal, record } = await createTerminal();
  const act = record();
  centre.fates = Array.from({ length: 40 }, () => ({ status: 413 }));
  for (let i = 0; i < 9; i++) {
    await engine.flush();
    world.clock.advance(3);
  }
  expect(journal.dead().map(({ id }) => id)).toEqual([act.id]);
});

test.each([429, 502, 503, 401, 403])('status %i blames no record: nothing is halved and no try is counted', async (status) => {
  const { centre, engine, journal, record } = await createTerminal();
  record();
  record();
  centre.fates = [{ status }];
  expect(await engine.flush()).toMatchObject({ ok: false, error: { status } });
  await engine.flush();
  expect(centre.batches[1]).toEqual(centre.batches[0]);
  expect(journal.queued().count).toBe(0);
});

test('a large queue goes out in batches within the limits', { timeout: 60_000 }, async () => {
  const { centre, engine, record } = await createTerminal();
  for (let i = 0; i < 700; i++) record(undefined, 60);
  expect((await engine.flush()).ok).toBe(true);
  expect(centre.effects.map(({ seq }) => seq)).toEqual(Array.from({ length: 700 }, (_, i) => i + 1));
  expect(centre.batches.length).toBeGreaterThan(1);
  expect(centre.batches.length).toBeLessThan(6);
});
