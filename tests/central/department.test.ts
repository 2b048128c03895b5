import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { contributionStatement } from '#contracts/domain/contributions.ts';
import { caseSummary } from '#contracts/domain/case.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import { FakeTerminal, newId, wang } from './harness/acts.ts';
import type { DepartmentState, SmsState, StandIn } from './harness/processes.ts';
import { startDepartment, startSms, until } from './harness/processes.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

let world: World;
let department: StandIn<DepartmentState>;
let sms: StandIn<SmsState>;
const keys = mkdtempSync(path.join(os.tmpdir(), 'e-station-keys-'));
const verification = { method: 'face', attempt: 1, at: new Date().toISOString(), policy: 'test' } as const;

beforeAll(async () => {
  [department, sms] = await Promise.all([startDepartment(keys), startSms(keys)]);
  world = await openWorld({ env: { keys, departmentUrl: department.url, smsUrl: sms.url } });
});
afterEach(() => department.fault({ mode: 'none' }));
afterAll(async () => {
  await world.close();
  await Promise.all([department.stop(), sms.stop()]);
  rmSync(keys, { recursive: true });
});

const ask = (actor: object = wang) =>
  world
    .line('E0217')
    .query('contributions', { session: newId(), actor, verification, purpose: 'social-insurance.contribution-certificate' });

test('a record comes with where and when it came from, and leaves an audit entry without personal data', async () => {
  const reply = await ask();
  expect(reply.status).toBe(200);
  expect(contributionStatement.parse(reply.json).rows[0]).toMatchObject({ scheme: 'pension', months: 208 });
  const entries = await world.db.selectFrom('audit_entry').selectAll().where('action', '=', 'contributions').execute();
  expect(entries[0]).toMatchObject({
    outcome: 'ok',
    terminal_id: 'E0217',
    verification: 'face:test',
    purpose: 'social-insurance.contribution-certificate',
  });
  expect(JSON.stringify(entries)).not.toContain(wang.idNumber);
});

describe('what the department does wrong becomes a code, in the time that a person waits', () => {
  test.each([
    [
      'no record of the person',
      { mode: 'none' },
      { name: '孙无', idNumber: '370214200102031019', layout: 'resident' },
      404,
      'DEP-002',
    ],
    ['another name on that number', { mode: 'none' }, { ...wang, name: '王秀兰' }, 404, 'DEP-002'],
    ['bad signature', { mode: 'bad-signature' }, wang, 502, 'DEP-003'],
    ["somebody else's record", { mode: 'wrong-person' }, wang, 502, 'DEP-003'],
    ['hangs up each time', { mode: 'down' }, wang, 503, 'DEP-001'],
  ])('%s', async (_name, fault, actor, status, code) => {
    await department.fault(fault);
    const reply = await ask(actor);
    expect(reply).toMatchObject({ status, json: { code } });
    const audited = await world.db
      .selectFrom('audit_entry')
      .select('outcome')
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .executeTakeFirst();
    expect(audited?.outcome).toBe(code);
  });
});

test.each([['error'], ['lost-reply'], ['down']])('one failure (%s) is got over without the person noticing', async (mode) => {
  await department.fault({ mode, times: 1 });
  expect((await ask()).status).toBe(200);
});

test('a registration reaches the department once, though its reply was lost, and the case is done', async () => {
  const terminal = new FakeTerminal();
  const record = terminal.registration(terminal.visit());
  await department.fault({ mode: 'lost-reply', times: 2 });
  const reply = await world.line('E0217').sync([record]);
  expect(reply.results[0]).toMatchObject({
    receipt: { code: 'applied', ref: (JSON.parse(record.body) as { caseNumber: string }).caseNumber },
  });

  const done = await until(async () => {
    const { json } = await world.line('E0217').query('cases', { session: newId(), actor: wang, verification });
    const cases = (json['cases'] as unknown[]).map((one) => caseSummary.parse(one));
    return cases.find(({ state }) => state === 'done');
  });
  expect(done.dueOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(done.steps.map(({ what }) => what.en)).toEqual([
    'You submitted this at a self-service terminal.',
    'Received. Nothing is missing.',
    'Passed on to the department in charge.',
    'You are registered. Contributions start next month.',
  ]);
  const { applications } = await department.state();
  expect(applications[record.id]?.effects).toBe(1);
  expect(applications[record.id]?.calls).toBeGreaterThan(1);

  const told = await until(async () =>
    (await sms.state()).messages.find(({ template, key }) => template === 'SMS_ESTATION_NEWS' && key === record.id),
  );
  expect(told.phone).toBe('13912346027');
  const rows = await until(async () => {
    const all = await world.db.selectFrom('outbox_central').selectAll().where('key', '=', record.id).execute();
    return all.every((row) => row.done_at !== null) && all;
  });
  expect(
    rows.map(({ payload }) => payload),
    'personal data leaves the outbox with the work',
  ).toEqual(rows.map(() => ({})));
});

test('the stand-in refused nothing that the centre signed', async () => {
  expect((await department.state()).refused).toBe(0);
});
