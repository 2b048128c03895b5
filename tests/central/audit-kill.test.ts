import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LogWorld } from './audit/log-world.ts';
import { openLogWorld } from './audit/log-world.ts';
import type { Running } from './harness/processes.ts';
import { startProcess, until } from './harness/processes.ts';

let world: LogWorld;
beforeEach(async () => {
  world = await openLogWorld();
});
afterEach(() => world.close());

const script = 'tests/central/audit/fixtures/sequencer.ts';

test('kill -9 of processes that give places, again and again: one log, each entry once', async () => {
  world.key(); // made before they start
  const start = (name: string): Promise<Running> =>
    startProcess(script, [world.urls.app, world.keys, path.join(world.folder, name, 'checkpoints.jsonl')]);
  const running = await Promise.all(['a', 'b', 'c'].map(start));
  let writing = true;
  let kills = 0;
  const written = (async () => {
    const ids: string[] = [];
    for (let n = 0; writing; n += 1) ids.push(...(await world.write(9, 3, `E000${n % 7}`)));
    return ids;
  })();
  while (kills < 6) {
    const victim = kills % running.length;
    await running[victim]?.end('SIGKILL');
    running[victim] = await start(['a', 'b', 'c'][victim] ?? 'a');
    kills += 1;
  }
  writing = false;
  const ids = await written;
  const leaves = () => world.owner.selectFrom('audit_leaf').select(['leaf_index', 'entry_id']).orderBy('leaf_index').execute();
  await until(async () => (await leaves()).length >= ids.length);
  const errors = running.map((process) => process.stderr()).join('');
  await Promise.all(running.map((process) => process.end('SIGKILL')));
  expect(errors).not.toContain('forked');
  const placed = await leaves();
  expect(placed.map(({ entry_id: id }) => id).sort()).toEqual(ids.sort());
  expect(placed.map(({ leaf_index: index }) => index)).toEqual(ids.map((_, n) => n));
  for (const name of ['a', 'b', 'c']) {
    const verified = await world.verify(path.join(world.folder, name, 'checkpoints.jsonl'));
    expect(verified, JSON.stringify(verified.findings)).toMatchObject({ size: ids.length, count: 0, pending: 0 });
  }
});
