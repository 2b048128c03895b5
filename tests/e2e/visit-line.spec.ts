import { expect } from '@playwright/test';
import pg from 'pg';
import { fillIn, signAndSubmit } from '#electron/dev-dock/journeys/register.ts';
import type { Rig } from '#electron/dev-dock/rig.ts';
import { enterByStaff, test } from './visit.ts';

/** Whatever happens to the line and to the centre: every act arrives, and takes effect once. */

test.setTimeout(180_000);

async function casesAtCentre(rig: Rig, caseNumber: string): Promise<{ inbox: number; cases: number }> {
  const client = new pg.Client({ connectionString: rig.centre.databaseUrl });
  await client.connect();
  try {
    const inbox = await client.query<{ n: string }>(
      `SELECT count(*) AS n FROM inbox WHERE body LIKE '%' || $1 || '%' AND kind = 'registration.submit'`,
      [caseNumber],
    );
    const cases = await client.query<{ n: string }>('SELECT count(*) AS n FROM service_case WHERE case_number = $1', [
      caseNumber,
    ]);
    return { inbox: Number(inbox.rows[0]?.n), cases: Number(cases.rows[0]?.n) };
  } finally {
    await client.end();
  }
}

test('the answers are lost in mid-sync: one act, one effect', async ({ world, visitor }) => {
  await enterByStaff(world, visitor);
  await fillIn(visitor);
  world.rig.line.setMode('deaf');
  await signAndSubmit(visitor);
  const result = await visitor.sees('result', undefined, 60_000);
  expect(result.outcome).toBe('queued');
  await expect.poll(() => casesAtCentre(world.rig, result.caseNumber)).toMatchObject({ cases: 1 });
  world.rig.line.setMode('ok');
  await visitor.seesView('everything answered', ({ queued }) => queued === 0, 90_000);
  expect(await casesAtCentre(world.rig, result.caseNumber)).toEqual({ inbox: 1, cases: 1 });
});

test('the line breaks: the act waits here, says so, and goes out by itself', async ({ world, visitor }) => {
  await enterByStaff(world, visitor);
  await fillIn(visitor);
  world.rig.line.setMode('off');
  await visitor.seesView('offline', ({ network }) => network === 'offline', 60_000);
  await signAndSubmit(visitor);
  const result = await visitor.sees('result', ({ receipt }) => receipt.state === 'printed', 60_000);
  expect(result.outcome).toBe('queued');
  await visitor.picture('queued');
  world.rig.line.setMode('ok');
  await visitor.sees('result', ({ outcome }) => outcome === 'accepted', 90_000);
  await visitor.picture('accepted-later');
});

test('the centre is killed in mid-batch: the act is there once when it is back', async ({ world, visitor }) => {
  await enterByStaff(world, visitor);
  await fillIn(visitor);
  world.rig.line.setMode('slow');
  await signAndSubmit(visitor);
  await world.rig.centre.kill();
  const result = await visitor.sees('result', undefined, 60_000);
  expect(result.outcome).toBe('queued');
  world.rig.line.setMode('ok');
  await world.rig.centre.start();
  await visitor.seesView('everything answered', ({ queued }) => queued === 0, 120_000);
  expect(await casesAtCentre(world.rig, result.caseNumber)).toEqual({ inbox: 1, cases: 1 });
});

test('the department does not answer: a plain sentence, and trying again works', async ({ world, visitor }) => {
  await world.rig.centre.department.control('POST', '/fault', { mode: 'down' });
  await enterByStaff(world, visitor);
  await visitor.touchesText(/社保缴费证明/);
  await visitor.sees('item');
  await visitor.touches('screens:item.buttonBegin');
  await visitor.seesView('the fault', ({ overlay }) => overlay?.name === 'fault' && overlay.code === 'DEP-001', 40_000);
  await visitor.picture('department-down');
  await world.rig.centre.department.control('POST', '/fault', { mode: 'none' });
  await expect
    .poll(
      async () => {
        await visitor.touches('common:bar.buttonRetry').catch(() => {});
        return (await visitor.view()).screen.name;
      },
      { timeout: 90_000, intervals: [5_000] },
    )
    .toBe('review');
});
