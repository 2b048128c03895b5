import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from '#electron/sync/backoff.ts';
import { newSession, seededRandom } from '../journal/acts.ts';
import { createTerminal, logged } from './kit.ts';

type Kiosk = Awaited<ReturnType<typeof createTerminal>>;

/** Lets time go by until `seen` holds; the sockets need real turns of the loop in between. */
async function until(kiosk: Kiosk, seen: () => boolean, stepMs = 1000) {
  await expect
    .poll(
      () => {
        if (!seen()) kiosk.world.clock.advance(stepMs);
        return seen();
      },
      { timeout: 10_000, interval: 5 },
    )
    .toBe(true);
}

test('started, it finds the centre by its heartbeat, and what is queued goes out without anybody asking', async () => {
  const kiosk = await createTerminal();
  const act = kiosk.record();
  const states: boolean[] = [];
  kiosk.engine.onState(({ online }) => states.push(online));
  kiosk.engine.start();
  await until(kiosk, () => kiosk.engine.online() && kiosk.journal.findAct(act.id)?.state === 'applied');
  expect(states[0]).toBe(true);
  expect(kiosk.centre.heartbeats[0]).toEqual({ queue: 1, devices: {}, version: '', screen: '' });
});

test('an act that is recorded while the engine runs goes out when it is woken', async () => {
  const kiosk = await createTerminal();
  kiosk.engine.start();
  await until(kiosk, () => kiosk.engine.online());
  const act = kiosk.record();
  kiosk.engine.wake();
  expect(kiosk.engine.state().queued).toBe(1);
  await until(kiosk, () => kiosk.journal.findAct(act.id)?.state === 'applied', 0);
});

test('the line goes and comes: both are noticed and told, and what was recorded meanwhile goes out by itself', async () => {
  const kiosk = await createTerminal();
  kiosk.engine.start();
  await until(kiosk, () => kiosk.engine.online());
  await kiosk.centre.stop();
  await until(kiosk, () => !kiosk.engine.online());
  const act = kiosk.record();
  kiosk.engine.wake();
  expect(await kiosk.engine.flush()).toMatchObject({ ok: false, error: { code: 'NET-001' } });
  await kiosk.centre.restart();
  await until(kiosk, () => kiosk.journal.findAct(act.id)?.state === 'applied');
  expect(
    kiosk.world.lines.map(({ event }) => event).filter((event) => event === 'sync.online' || event === 'sync.offline'),
  ).toEqual(['sync.online', 'sync.offline', 'sync.online']);
});

test('a heartbeat does not wait behind a batch that hangs', async () => {
  const kiosk = await createTerminal({ delays: { batchTimeoutMs: 60_000 } });
  kiosk.record();
  kiosk.centre.fates = ['silence'];
  kiosk.engine.start();
  await until(kiosk, () => kiosk.centre.batches.length === 1 && kiosk.centre.heartbeats.length >= 3, 5000);
  expect(kiosk.journal.queued().count).toBe(1);
});

test('waking does not disturb a centre that asked to be left in peace; a waiting person does', async () => {
  const kiosk = await createTerminal({ delays: { backoff: { firstMs: 60_000, mostMs: 300_000 } } });
  kiosk.centre.fates = [{ status: 503, retryAfter: 30 }];
  kiosk.record();
  expect((await kiosk.engine.flush()).ok).toBe(false);
  kiosk.record();
  kiosk.engine.wake();
  kiosk.world.clock.advance(29_000);
  expect(kiosk.centre.batches).toHaveLength(1);
  expect((await kiosk.engine.flush()).ok).toBe(true);
  expect(kiosk.centre.effects).toHaveLength(2);
});

test('after a failure the next try comes by itself', async () => {
  const kiosk = await createTerminal({ delays: { backoff: { firstMs: 1000, mostMs: 300_000 } } });
  const act = kiosk.record();
  kiosk.centre.fates = ['lostRequest', { status: 503 }, 'lostAnswer'];
  kiosk.engine.start();
  await until(kiosk, () => kiosk.journal.findAct(act.id)?.state === 'applied');
  expect(kiosk.centre.effects).toHaveLength(1);
});

test('flush includes an act that was recorded while a batch was on its way', async () => {
  const kiosk = await createTerminal();
  kiosk.record();
  const first = kiosk.engine.flush();
  const act = kiosk.record();
  const second = kiosk.engine.flush();
  expect([(await first).ok, (await second).ok]).toEqual([true, true]);
  expect(kiosk.journal.findAct(act.id)?.state).toBe('applied');
});

test('flush answers at once when nothing is queued, and its signal ends the waiting but not the work', async () => {
  const kiosk = await createTerminal();
  expect((await kiosk.engine.flush()).ok).toBe(true);
  expect(kiosk.centre.batches).toEqual([]);
  const act = kiosk.record();
  const leaving = new AbortController();
  const waiting = kiosk.engine.flush(leaving.signal);
  leaving.abort();
  expect(await waiting).toEqual({ ok: false, error: { code: 'SYN-005' } });
  await until(kiosk, () => kiosk.journal.findAct(act.id)?.state === 'applied', 0);
});

test('stopped, it ends what is under way, and nothing happens any more', async () => {
  const kiosk = await createTerminal({ delays: { batchTimeoutMs: 60_000 } });
  kiosk.record(newSession(kiosk.world));
  kiosk.centre.fates = ['silence'];
  kiosk.engine.start();
  await until(kiosk, () => kiosk.centre.batches.length === 1, 0);
  await kiosk.engine.stop();
  const lines = kiosk.world.lines.length;
  kiosk.world.clock.advance(3_600_000);
  expect(kiosk.centre.batches).toHaveLength(1);
  expect(kiosk.world.lines).toHaveLength(lines);
  expect(logged(kiosk.world, 'sync.offline')).toEqual([]);
});

test('back-off stays within its ceiling, respects what the centre asked for, and is spread over all of it', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(600_000), fc.string(), (failures, retryAfterMs, seed) => {
      const bounds = { firstMs: 1000, mostMs: 300_000 };
      const wait = backoffMs(failures, bounds, seededRandom(seed), retryAfterMs) - retryAfterMs;
      return wait >= 0 && wait <= Math.min(300_000, 1000 * 2 ** failures);
    }),
  );
  const random = seededRandom('spread');
  const waits = Array.from({ length: 200 }, () => backoffMs(8, { firstMs: 1000, mostMs: 300_000 }, random));
  expect(Math.min(...waits)).toBeLessThan(30_000);
  expect(Math.max(...waits)).toBeGreaterThan(220_000);
});
