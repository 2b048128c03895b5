import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkProof, openCheckpoint, readKept } from '#central/audit/index.ts';
import type { InclusionProof } from '#central/audit/index.ts';
import { verifyConsistency } from '#contracts/audit/merkle-proof.ts';
import { treeHash } from '#contracts/audit/merkle-tree.ts';
import { createHash } from 'node:crypto';
import type { LogWorld } from './audit/log-world.ts';
import { openLogWorld, person } from './audit/log-world.ts';
import { until } from './harness/processes.ts';

let world: LogWorld;
beforeEach(async () => {
  world = await openLogWorld();
});
afterEach(() => world.close());

const tree = treeHash((bytes) => createHash('sha256').update(bytes).digest());

async function places(): Promise<{ leaf_index: number; entry_id: string }[]> {
  return world.owner.selectFrom('audit_leaf').select(['leaf_index', 'entry_id']).orderBy('leaf_index').execute();
}

async function proofOf(id: string, log = world.open()): Promise<InclusionProof> {
  const proof = await log.proveInclusion(id);
  if (!proof.ok) throw new Error(proof.error);
  return proof.value;
}

test('entries get consecutive places by themselves, and the log verifies', async () => {
  const log = world.open();
  const ids = await world.write(40, 7);
  log.wake();
  await until(async () => (await places()).length === ids.length);
  expect((await places()).map(({ leaf_index: index }) => index)).toEqual(ids.map((_, n) => n));
  expect((await places()).map(({ entry_id: id }) => id)).toEqual(ids);
  expect((await log.makeCheckpoint()).ok).toBe(true);
  expect(await world.verify()).toMatchObject({ size: 40, pending: 0, count: 0, checkpoints: { outside: 1 } });
});

test('any entry is proven to a stranger who has the key, and the proof names nobody', async () => {
  const log = world.open();
  const ids = await world.write(700, 100);
  await log.makeCheckpoint();
  for (const index of [0, 1, 255, 256, 511, 512, 698, 699]) {
    const proof = await proofOf(ids[index] ?? '', log);
    expect(checkProof(proof, world.key())).toMatchObject({ id: ids[index], action: 'contributions' });
    expect(JSON.stringify(proof)).not.toContain(person);
    expect(JSON.stringify(proof)).not.toContain('QD2026');
    expect(checkProof({ ...proof, entry: proof.entry.replace('"ok"', '"no"') }, world.key())).toBeUndefined();
    expect(checkProof({ ...proof, leaf: proof.leaf.replace('"v":1', '"v":2') }, world.key())).toBeUndefined();
    expect(checkProof({ ...proof, index: index + 1 }, world.key())).toBeUndefined();
    expect(checkProof({ ...proof, path: proof.path.slice(1) }, world.key())).toBeUndefined();
  }
  expect(await log.proveInclusion('01920000-0000-7000-8000-000000000000')).toEqual({ ok: false, error: 'unknown' });
});

test('each signed size is proven to be continued by each later one', async () => {
  const log = world.open();
  for (const count of [1, 254, 3, 300, 42]) {
    await world.write(count, 50);
    world.clock.aheadMs += 1_000;
    await log.makeCheckpoint();
  }
  const signed = readKept(world.file).kept.map(({ note }) => {
    const opened = openCheckpoint(note, world.key());
    if (!opened.ok) throw new Error(opened.error);
    return opened.value;
  });
  expect(signed.map(({ size }) => size)).toEqual([1, 255, 258, 558, 600]);
  for (const first of signed) {
    for (const second of signed.filter(({ size }) => size >= first.size)) {
      const proof = await log.proveConsistency(first.size, second.size);
      const path = proof.ok ? proof.value.path.map((hash) => Buffer.from(hash, 'base64')) : [];
      const roots = { firstRoot: Buffer.from(first.root, 'base64'), secondRoot: Buffer.from(second.root, 'base64') };
      expect(verifyConsistency(tree, { first: first.size, second: second.size, ...roots, path })).toBe(true);
    }
  }
  expect(await log.proveConsistency(3, 601)).toEqual({ ok: false, error: 'out-of-range' });
});

describe('several processes on one database', () => {
  test('writers and sequencers at once: one log, each entry once, no fork', async () => {
    const logs = ['a', 'b', 'c'].map((name) => world.open(path.join(world.folder, name)));
    const writers = Array.from({ length: 6 }, (_, n) => world.write(60, 1 + n, `E000${n}`));
    const waking = setInterval(() => logs.forEach((log) => log.wake()), 5);
    const ids = (await Promise.all(writers)).flat();
    await until(async () => (await places()).length === ids.length);
    clearInterval(waking);
    expect((await places()).map(({ entry_id: id }) => id).sort()).toEqual(ids.sort());
    expect((await places()).map(({ leaf_index: index }) => index)).toEqual(ids.map((_, n) => n));
    await Promise.all(logs.map((log) => log.makeCheckpoint()));
    for (const name of ['a', 'b', 'c']) {
      expect(await world.verify(path.join(world.folder, name))).toMatchObject({ size: ids.length, count: 0 });
    }
    expect(world.faults).toEqual([]);
  });

  test("another process goes on when the lease's holder is gone", async () => {
    await world.write(3);
    await sql`UPDATE audit_head SET holder = 'dead', lease_until = ${new Date(world.clock.now() + 9_000).toISOString()}`.execute(
      world.owner,
    );
    const log = world.open();
    await log.makeCheckpoint();
    expect(await places()).toHaveLength(0);
    world.clock.aheadMs += 10_000;
    log.wake();
    await until(async () => (await places()).length === 3);
  });

  test('each gets the checkpoints that others have signed, in its own file', async () => {
    const [one, two] = [world.open(), world.open(path.join(world.folder, 'two'))];
    await world.write(5);
    await until(async () => (await places()).length === 5); // whoever has the lease
    await one.makeCheckpoint();
    await two.makeCheckpoint();
    await one.makeCheckpoint();
    expect(readKept(path.join(world.folder, 'two')).kept).toEqual(readKept(world.file).kept);
  });
});

describe('checkpoints', () => {
  test('one an hour where something was added, one at the end, none for nothing', async () => {
    const sizes = (): number[] =>
      readKept(world.file).kept.map(({ note }) => {
        const opened = openCheckpoint(note, world.key());
        return opened.ok ? opened.value.size : -1;
      });
    const anHourPasses = async (): Promise<void> => {
      await until(() => Promise.resolve(world.hourly.length === 1));
      world.clock.aheadMs += 3_600_000;
      world.hourly.splice(0).forEach((fn) => fn());
    };
    await world.write(2);
    const log = world.open();
    await until(() => Promise.resolve(sizes().length === 1));
    await world.write(1);
    await anHourPasses();
    await until(() => Promise.resolve(sizes().length === 2));
    await anHourPasses();
    await until(() => Promise.resolve(world.hourly.length === 1));
    expect(sizes()).toEqual([2, 3]);
    await world.write(1);
    await log.close();
    expect(sizes()).toEqual([2, 3, 4]);
    await world.open().close();
    expect(sizes()).toEqual([2, 3, 4]);
  });

  test('an entry that is newer than the newest checkpoint gets one, unless that was just now', async () => {
    const log = world.open();
    const [first = ''] = await world.write(1);
    await log.makeCheckpoint();
    const [second = ''] = await world.write(1);
    log.wake();
    await until(async () => (await places()).length === 2);
    expect((await proofOf(first, log)).size).toBe(1);
    expect(await log.proveInclusion(second)).toEqual({ ok: false, error: 'pending' });
    world.clock.aheadMs += 61_000;
    expect((await proofOf(second, log)).size).toBe(2);
    expect(readKept(world.file).kept).toHaveLength(2);
  });

  test('half a line that a power cut left does not spoil what follows', async () => {
    await world.write(2);
    await world.open().close();
    writeFileSync(world.file, `${readFileSync(world.file, 'utf8')}{"at":"2026-11-25T00:0`);
    await world.write(2);
    await world.open().close();
    expect(readKept(world.file)).toMatchObject({ kept: [{}, {}], unreadable: 1 });
  });

  test('bare notes, as somebody fetched them one after the other, are read as well', async () => {
    const log = world.open();
    const notes: string[] = [];
    for (const count of [2, 3]) {
      await world.write(count);
      await log.makeCheckpoint();
      notes.push((await log.latestCheckpoint())?.note ?? '');
    }
    const file = path.join(world.folder, 'fetched.txt');
    writeFileSync(file, notes.join(''));
    expect(readKept(file)).toEqual({ kept: notes.map((note) => ({ at: '', note })), unreadable: 0 });
    expect(await world.verify(file)).toMatchObject({ count: 0, checkpoints: { outside: 2 } });
  });

  test('a log that was rewritten is never signed, though all that the database holds agrees with itself', async () => {
    const log = world.open();
    await world.write(4);
    await log.close();
    const signed = readKept(world.file).kept.length;
    await forge();
    await world.write(2);
    const next = world.open();
    expect(await next.makeCheckpoint()).toEqual({ ok: false, error: 'forked' });
    expect(world.faults).toContainEqual({ is: 'forked' });
    expect(readKept(world.file).kept).toHaveLength(signed);
  });
});

/** Somebody with every right on the database begins the log anew, with an entry changed and no checkpoint left. */
async function forge(): Promise<void> {
  for (const table of ['audit_leaf', 'audit_node', 'audit_checkpoint'])
    await sql`DELETE FROM ${sql.table(table)}`.execute(world.owner);
  await sql`UPDATE audit_head SET size = 0, last_leaf = decode(repeat('00', 32), 'hex'), peaks = ''`.execute(world.owner);
  await sql`UPDATE audit_entry SET outcome = 'DEP-001' WHERE id = (SELECT min(id::text)::uuid FROM audit_entry)`.execute(
    world.owner,
  );
  await sql`INSERT INTO audit_ticket SELECT terminal_id, id, ARRAY[id], null FROM audit_entry`.execute(world.owner);
}

test('the serving role can add, and nothing else', async () => {
  await world.write(2);
  await world.open().makeCheckpoint();
  for (const table of ['audit_entry', 'audit_leaf', 'audit_node', 'audit_checkpoint']) {
    const tried = [sql`DELETE FROM ${sql.table(table)}`, sql`TRUNCATE ${sql.table(table)}`];
    for (const statement of tried) await expect(statement.execute(world.app)).rejects.toThrow(/permission denied/);
  }
  await expect(sql`UPDATE audit_leaf SET leaf_index = 7`.execute(world.app)).rejects.toThrow(/permission denied/);
  expect(existsSync(world.file)).toBe(true);
});

test('an entry that is deleted before it has its place is found, before and after', async () => {
  const [gone = '', kept = ''] = await world.write(2, 2);
  await sql`DELETE FROM audit_entry WHERE id = ${gone}::uuid`.execute(world.owner);
  expect((await world.verify()).findings).toEqual([{ is: 'vanished', terminal: 'E0217', id: gone }]);
  await world.open().makeCheckpoint();
  expect((await places()).map(({ entry_id: id }) => id)).toEqual([gone, kept]);
  expect((await world.verify()).findings).toEqual([{ is: 'entry-deleted', index: 0, terminal: 'E0217', id: gone }]);
});

test('an entry that is changed before it has its place is found', async () => {
  const [id = ''] = await world.write(1);
  await sql`UPDATE audit_entry SET outcome = 'no'`.execute(world.owner);
  await world.open().makeCheckpoint();
  expect((await world.verify()).findings).toEqual([{ is: 'changed', index: 0, terminal: 'E0217', id }]);
});

test('entries that are older than the log get their places, too', async () => {
  const ids = await world.write(6, 3);
  await sql`UPDATE audit_ticket SET digests = null`.execute(world.owner);
  ids.push(...(await world.write(2)));
  await world.open().makeCheckpoint();
  expect((await places()).map(({ entry_id: id }) => id)).toEqual(ids);
  expect((await world.verify()).count).toBe(0);
});

test('a ticket that comes a second time gives no second place', async () => {
  const [id = ''] = await world.write(1);
  const log = world.open();
  await log.makeCheckpoint();
  await sql`INSERT INTO audit_ticket VALUES ('E0217', ${id}::uuid, ARRAY[${id}::uuid, ${id}::uuid], null)`.execute(world.owner);
  const [next = ''] = await world.write(1);
  await log.makeCheckpoint();
  expect((await places()).map(({ entry_id: entry }) => entry)).toEqual([id, next]);
  expect(world.faults).toEqual([]);
  expect((await world.verify()).count).toBe(0);
});
