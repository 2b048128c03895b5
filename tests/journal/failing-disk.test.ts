import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ActId } from '#contracts/basics/ids.ts';
import { databaseFileOf } from '#electron/journal/store.ts';
import { registration } from './acts.ts';
import { createWorld, mustOpen, mustRecord, type World } from './kit.ts';

/** Faults are injected into the system calls of a real process; not every machine allows that. */
const strace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']);
const why = strace.status === 0 ? '' : ' (skipped: strace may not trace here)';

const child = join(import.meta.dirname, '../faults/journal-refusal-child.ts');

/** @param inject strace's `call:error=…:when=…`, on the write-ahead log only. */
function recordUnder(world: World, inject: string, count: number) {
  mustOpen(world.parts).close();
  const [call] = inject.split(':');
  const wal = `${databaseFileOf(world.folder)}-wal`;
  const args = ['-f', '-qq', '-o', '/dev/null', '-P', wal, '-e', `trace=${call ?? ''}`, '-e', `inject=${inject}`];
  const run = spawnSync('strace', [...args, process.execPath, child, world.folder, String(count)], { encoding: 'utf8' });
  const lines = run.stdout.trimEnd().split('\n');
  expect(lines, run.stderr).toHaveLength(count);
  return {
    recorded: lines.filter((line) => line.startsWith('recorded')).map((line) => line.split(' ')[1] as ActId),
    refused: lines
      .filter((line) => line.startsWith('refused'))
      .map((line) => ({ code: line.split(' ')[1], id: line.split(' ')[2] as ActId })),
  };
}

test.skipIf(why).each([
  ['disk full now and then', 'pwrite64:error=ENOSPC:when=60+37', 'JRN-001'],
  ['write errors now and then', 'pwrite64:error=EIO:when=60+37', 'JRN-002'],
  ['fsync fails now and then', 'fsync:error=EIO:when=8+5', 'JRN-002'],
  ['fsync fails for a while', 'fsync:error=EIO:when=20..26', 'JRN-002'],
  ['fsync fails for good', 'fsync:error=EIO:when=20+', 'JRN-002'],
  ['disk full for good', 'pwrite64:error=ENOSPC:when=150+', 'JRN-001'],
])(
  `%s: refused with its code, nothing acknowledged is lost, nothing refused is there${why}`,
  { timeout: 60_000 },
  (_, inject, code) => {
    const world = createWorld();
    const { recorded, refused } = recordUnder(world, inject, 60);
    expect(recorded.length).toBeGreaterThan(5);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map((one) => one.code))).toEqual(new Set([code]));
    const journal = mustOpen(world.parts);
    expect(recorded.filter((id) => journal.findAct(id) === undefined)).toEqual([]);
    expect(journal.integrity().ok).toBe(true);
    const there = refused.filter(({ id }) => journal.findAct(id) !== undefined);
    // A disk that stays dead cannot take back what it may have written last: that one act and no other.
    expect(there.length).toBeLessThanOrEqual(inject.endsWith('+') ? 1 : 0);
    expect(journal.queued().count).toBe(recorded.length + there.length);
    mustRecord(journal, registration(world));
  },
);
