import { expect } from '@playwright/test';
import { fillIn, signAndSubmit } from '#electron/dev-dock/journeys/register.ts';
import { enterByStaff, ready, test } from './visit.ts';

/** A crash of one process takes nothing along: what was confirmed is resumed, what was not ends honestly. */

test.setTimeout(180_000);

test('the host dies between the journal and the receipt: the act is kept, its receipt printed once', async ({
  world,
  visitor,
}) => {
  await enterByStaff(world, visitor);
  await fillIn(visitor);
  world.rig.line.setMode('off');
  await visitor.seesView('offline', ({ network }) => network === 'offline', 60_000);
  const before = world.rig.printer.receipts().length;
  await world.app.host({ dieAt: 'journal.act' });
  await signAndSubmit(visitor);
  const result = await visitor.sees('result', ({ receipt }) => receipt.state === 'printed', 90_000);
  expect(result.outcome).toBe('queued');
  expect(result.caseNumber).toMatch(/^QD\d{16}$/);
  expect(world.rig.printer.receipts()).toHaveLength(before + 1);
  await visitor.picture('resumed');
});

test('the host dies before anything was confirmed: it says that nothing was kept', async ({ world, visitor }) => {
  await enterByStaff(world, visitor);
  await fillIn(visitor);
  await world.app.killHost();
  const ended = await visitor.sees('ended', undefined, 60_000);
  expect(ended.code).toBe('SES-003');
  await visitor.picture('ended-honestly');
});

test('the reader is unplugged and plugged in again: told, and it works again by itself', async ({ world, visitor }) => {
  await world.rig.readerCable.cut();
  await visitor.seesView(
    'reader out',
    ({ devices }) => devices.idReader.level === 'out' && devices.idReader.code === 'IDR-001',
    30_000,
  );
  await visitor.picture('reader-out');
  await world.rig.readerCable.restore();
  await ready(visitor);
  await enterByStaff(world, visitor);
});
