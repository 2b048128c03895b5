import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LogWorld } from './audit/log-world.ts';
import { openLogWorld } from './audit/log-world.ts';

/** `npm run audit`, as somebody types it who has only the database's address and what was kept outside. */
let world: LogWorld;
let ids: string[];
beforeEach(async () => {
  world = await openLogWorld();
  ids = await world.write(20, 5);
  await world.open().close();
});
afterEach(() => world.close());

const root = path.resolve(import.meta.dirname, '../..');

function audit(...args: string[]): { status: number | null; out: string; err: string } {
  const all = ['build/audit.ts', ...args, '--database', world.urls.owner, '--keys', world.keys];
  const run = spawnSync(process.execPath, all, { cwd: root, encoding: 'utf8' });
  return { status: run.status, out: run.stdout, err: run.stderr };
}
const verify = (...args: string[]) => audit('verify', '--checkpoints', world.file, ...args);

test('a whole log: exit 0, in plain words', () => {
  const said = verify();
  expect(said.err).toBe('');
  expect(said.out).toContain('entries      20\n');
  expect(said.out).toContain('1 in the database, 1 outside');
  expect(said.out).toContain('The log is whole');
  expect(said.status).toBe(0);
});

test('a row that was changed: exit 1, and the first bad entry by place and id', async () => {
  await sql`UPDATE audit_entry SET purpose = 'x' WHERE id IN (${ids[7]}::uuid, ${ids[12]}::uuid)`.execute(world.owner);
  const said = verify();
  expect(said.status).toBe(1);
  expect(said.out).toContain(`FIRST BAD    entry 7 (${ids[7]}, E0217) was changed after it got its place`);
  const json = JSON.parse(verify('--json').out) as { ok: boolean; findings: object[] };
  expect(json).toMatchObject({ ok: false, findings: [{ is: 'changed', index: 7, id: ids[7] }, { index: 12 }] });
});

test('a tail that was cut with everything in the database: exit 1 by the checkpoint outside', async () => {
  for (const table of ['audit_leaf', 'audit_node', 'audit_checkpoint', 'audit_entry', 'audit_ticket'])
    await sql`DELETE FROM ${sql.table(table)}`.execute(world.owner);
  await sql`UPDATE audit_head SET size = 0, last_leaf = decode(repeat('00', 32), 'hex'), peaks = ''`.execute(world.owner);
  const said = verify();
  expect(said.status).toBe(1);
  expect(said.out).toContain('FIRST BAD    entries 0 to 19 are gone: the end of the log was cut (checkpoint outside of 20');
});

test('a checkpoint now, into the file outside', async () => {
  await world.write(3);
  const said = audit('checkpoint', '--checkpoints', world.file);
  expect(said.status, said.err).toBe(0);
  expect(said.out).toMatch(/^e-station\.centre\/audit\n23\n[A-Za-z0-9+/]{43}=\n\n— e-station\.centre\/audit /);
  expect(readFileSync(world.file, 'utf8').trim().split('\n')).toHaveLength(2);
  expect(verify().out).toContain('2 outside');
});

test('a proof of an entry that is newer than the last checkpoint', async () => {
  const [id = ''] = await world.write(1);
  const said = audit('prove', id, '--checkpoints', world.file);
  expect(said.status, said.err).toBe(0);
  expect(said.err).toContain('entry 20 of 21, checked');
  expect(JSON.parse(said.out)).toMatchObject({ format: 'e-station-audit-proof-v1', index: 20, size: 21 });
  expect(audit('prove', '01920000-0000-7000-8000-000000000000', '--checkpoints', world.file)).toMatchObject({ status: 1 });
});

test("with the log's published key alone, somebody else's key refuses every checkpoint", () => {
  const said = verify('--origin', 'other.example/audit');
  expect(said.status).toBe(1);
  expect(said.out).toContain('a checkpoint is not signed by this log');
});

test('a wrong call says what is wrong: exit 2', () => {
  expect(audit('verifi')).toMatchObject({ status: 2 });
  expect(audit('prove', "x'; DROP")).toMatchObject({ status: 2 });
  expect(verify('--checkpoints', '/no/such/file')).toMatchObject({ status: 2, err: 'no such file: /no/such/file\n' });
  const empty = path.join(world.folder, 'empty');
  writeFileSync(empty, '');
  const said = spawnSync(process.execPath, ['build/audit.ts', 'checkpoint', '--data', empty], { cwd: root, encoding: 'utf8' });
  expect(said.status).toBe(2);
  expect(said.stderr).toContain('audit-log.pub.pem');
});
