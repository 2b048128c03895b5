import { expect } from '@playwright/test';
import { fillIn, signAndSubmit } from '#electron/dev-dock/journeys/register.ts';
import { enterByStaff, test } from './visit.ts';

/** A receipt never lies: printed, not printed, or nobody knows. The act is safe in every case. */

test.setTimeout(120_000);

test('paper out in mid-print: the act stands, the receipt says failed, and it can be printed after a refill', async ({
  world,
  visitor,
}) => {
  await enterByStaff(world, visitor);
  await fillIn(visitor);
  world.rig.printer.switchOn('paperOutMidPrint');
  const before = world.rig.printer.receipts().filter(({ cut }) => cut).length;
  await signAndSubmit(visitor);
  const result = await visitor.sees('result', ({ receipt }) => receipt.state !== 'printing', 60_000);
  expect(result.receipt).toEqual({ state: 'failed', code: 'PRN-002' });
  expect(['accepted', 'queued']).toContain(result.outcome);
  await visitor.picture('paper-out');

  world.rig.printer.repair();
  await visitor.seesView('paper again', ({ devices }) => devices.receiptPrinter.level === 'ok', 30_000);
  await visitor.touches('screens:result.buttonPrint').catch(() => visitor.touches('screens:result.buttonPrintAgain'));
  await visitor.sees('result', ({ receipt }) => receipt.state === 'printed', 60_000);
  expect(world.rig.printer.receipts().filter(({ cut }) => cut)).toHaveLength(before + 1);
});

test('the printer falls silent in mid-print: unknown, and never printed again by itself', async ({ world, visitor }) => {
  await enterByStaff(world, visitor);
  await fillIn(visitor);
  world.rig.printer.switchOn('muteMidPrint');
  await signAndSubmit(visitor);
  const result = await visitor.sees('result', ({ receipt }) => receipt.state !== 'printing', 60_000);
  expect(result.receipt).toEqual({ state: 'unknown', code: 'PRN-006' });
  await visitor.picture('unknown');
});

test('a dead printer does not stop a registration', async ({ world, visitor }) => {
  await world.rig.printerCable.cut();
  await visitor.seesView('printer out', ({ devices }) => devices.receiptPrinter.level === 'out', 30_000);
  await visitor.picture('attract-printer-out');
  await enterByStaff(world, visitor);
  await fillIn(visitor);
  await signAndSubmit(visitor);
  const result = await visitor.sees('result', ({ receipt }) => receipt.state !== 'printing', 60_000);
  expect(result.receipt.state).toBe('failed');
  await visitor.picture('result-printer-dead');
});
