import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#central/store/index.ts';
import { FakeTerminal, newId } from './harness/acts.ts';
import type { Running } from './harness/processes.ts';
import { startDepartment, startProcess, startSms } from './harness/processes.ts';
import { openLine } from './harness/line.ts';
import { ensureDevPki } from '#central/terminals/index.ts';
import { chmodSync } from 'node:fs';
import { sql } from 'kysely';

/** Words that a log must never hold; the number passes its own check, so that it goes all the way. */
const canary = { name: '金丝雀测试', idNumber: '37021419900101999', phone: '13987650000' };
const actor = { name: canary.name, idNumber: '370214199001019998', layout: 'resident' } as const;

let centre: Running;
const folder = mkdtempSync(path.join(os.tmpdir(), 'e-station-privacy-'));
const keys = path.join(folder, 'keys');
const data = path.join(folder, 'data');
let ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  chmodSync(folder, 0o711);
  const [department, sms] = await Promise.all([startDepartment(keys), startSms(keys)]);
  centre = await startProcess('central/main.ts', ['--data', data, '--keys', keys, '--port', '0', '--demo'], {
    DEPARTMENT_URL: department.url,
    SMS_URL: sms.url,
  });
  ends = [() => centre.end(), () => department.stop(), () => sms.stop()];
});
afterAll(async () => {
  await Promise.all(ends.map((end) => end()));
  rmSync(folder, { recursive: true, force: true });
});

test("neither our log nor the database server's holds what a citizen said, whatever goes wrong", async () => {
  const pki = await ensureDevPki(path.join(data, 'pki'));
  const line = openLine(centre.port, pki, 'E0217');
  const verification = { method: 'face', attempt: 1, at: new Date().toISOString(), policy: 'test' };
  const session = newId();
  const terminal = new FakeTerminal();
  const visit = terminal.visit();
  const values = { phone: canary.phone, residence: 'as-on-card', schemes: 'pension', tier: '60', payment: 'self' };

  await line.sync([
    terminal.certificate(visit, { actor }),
    terminal.registration(visit, { actor, values }),
    terminal.registration(visit, { actor, values: { ...values, tier: canary.name } }),
    terminal.registration(visit, { actor, values: { ...values, [canary.phone]: 'x' } }),
  ]);
  await line.query('contributions', { session, actor, verification, purpose: 'social-insurance.contribution-certificate' });
  await line.query('verification-codes', { session, actor });
  await line.query('prefill', { session, actor: { ...actor, extra: canary.name }, verification });
  await line.request(
    { ':method': 'POST', ':path': '/v1/sync', 'content-type': 'application/x-ndjson' },
    `{"name":"${canary.name}"}`,
  );
  await line.get(`/verify?n=${encodeURIComponent(canary.name)}&c=${canary.phone}`);
  await line.get(`/v1/${encodeURIComponent(canary.name)}`);
  await breakAStatement();
  line.close();

  const postgresLog = readFileSync(path.join(data, 'postgres', 'postgres.log'), 'utf8');
  expect(postgresLog, 'the broken statement is in the log, so that the search means something').toContain('duplicate key');
  const logs = centre.stderr() + postgresLog;
  expect(centre.stderr()).toContain('centre.applied');
  for (const word of Object.values(canary)) {
    expect(logs).not.toContain(word);
    expect(logs).not.toContain(encodeURIComponent(word));
  }
});

/** A statement with personal values that PostgreSQL refuses. */
async function breakAStatement(): Promise<void> {
  const password = readFileSync(path.join(data, 'postgres.password'), 'utf8');
  const port = readFileSync(path.join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[3] ?? '';
  const db = openDatabase(`postgres://estation_app:${password}@127.0.0.1:${port}/estation`, 1);
  const insert = sql`INSERT INTO contact VALUES (${canary.idNumber}, 'sms', ${canary.phone}, ${canary.name}, now())`;
  await insert.execute(db);
  await insert.execute(db).catch(() => undefined);
  const ownRights = await sql`UPDATE audit_entry SET outcome = 'ok'`.execute(db).catch((error: Error) => error.message);
  await db.destroy();
  expect(ownRights, 'the serving role cannot rewrite the audit log').toContain('permission denied');
}
