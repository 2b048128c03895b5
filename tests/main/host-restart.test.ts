import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Clock } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { HostState } from '#contracts/ipc/api.ts';
import { afterFailure, noFailures } from '#electron/main/back-off.ts';
import { superviseHost, type Host } from '#electron/main/host-process.ts';

const delays = { firstMs: 500, longestMs: 30_000, stableAfterMs: 60_000 };

describe('back-off', () => {
  test('doubles from the first to the longest delay', () => {
    let memory = noFailures;
    const seen = Array.from({ length: 9 }, () => {
      const { next, delayMs } = afterFailure(memory, 100, delays);
      memory = next;
      return delayMs;
    });
    expect(seen).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  test('starts over after a healthy run', () => {
    expect(afterFailure({ failures: 7 }, 60_000, delays)).toEqual({ next: { failures: 1 }, delayMs: 500 });
  });

  test('stays within its bounds however long it goes on', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (failures, ranForMs) => {
        const { delayMs } = afterFailure({ failures }, ranForMs, delays);
        expect(delayMs).toBeGreaterThanOrEqual(delays.firstMs);
        expect(delayMs).toBeLessThanOrEqual(delays.longestMs);
      }),
    );
  });
});

describe('a host that hangs', () => {
  const running: Host[] = [];
  const folders: string[] = [];
  afterEach(async () => {
    for (const host of running.splice(0)) await host.stop();
    for (const folder of folders.splice(0)) await fs.rm(folder, { recursive: true });
  });

  /** The real clock, forty times as fast where it waits. */
  const quickClock: Clock = { ...systemClock, after: (delayMs, fn) => systemClock.after(delayMs / 40, fn) };

  async function supervise(source: string): Promise<{ host: Host; states: HostState[]; reasons: unknown[] }> {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'estation-host-'));
    folders.push(folder);
    const entry = path.join(folder, 'host.mjs');
    await fs.writeFile(entry, source);
    const states: HostState[] = [];
    const reasons: unknown[] = [];
    const program = { node: process.execPath, entry, args: [], env: process.env };
    const events = { state: (state: HostState) => states.push(state), view: () => {} };
    const host = superviseHost(program, events, quickClock, (_event, fields) => reasons.push(fields?.['reason']));
    host.start();
    running.push(host);
    return { host, states, reasons };
  }

  test('in a loop after its start is killed and started again', async () => {
    const { states, reasons } = await supervise("process.send({ t: 'ready' }); setTimeout(() => { for (;;); }, 20);");
    while (!states.includes('restarting')) await wait(10);
    expect(states.slice(0, 2)).toEqual(['running', 'restarting']);
    expect(reasons[0]).toBe('SIGKILL');
  });

  test('before it is ready is killed too', async () => {
    const { states, reasons } = await supervise('setInterval(() => {}, 1000);');
    while (reasons.length === 0) await wait(10);
    expect(states).toEqual(['restarting']);
    expect(reasons[0]).toBe('SIGKILL');
  });

  test('a program that is not there counts as a failed start, not as a bug', async () => {
    const reasons: unknown[] = [];
    const program = { node: '/nowhere/node', entry: 'x', args: [], env: {} };
    const host = superviseHost(program, { state: () => {}, view: () => {} }, systemClock, (_event, fields) =>
      reasons.push(fields?.['reason']),
    );
    host.start();
    running.push(host);
    while (reasons.length === 0) await wait(10);
    expect(reasons).toEqual(['ENOENT']);
    expect(await host.call('view.get', {})).toEqual({ ok: false, error: { code: 'IPC-003', raw: 'restarting' } });
  });
});
