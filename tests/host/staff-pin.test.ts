import { expect, test } from 'vitest';
import type { Clock } from '#contracts/basics/clock.ts';
import { staffPinRecord } from '#electron/dev-dock/dev-signer.ts';
import { createStaffPin } from '#electron/host/staff-pin.ts';

function manualClock(): Clock & { pass(ms: number): void } {
  let at = 0;
  return { now: () => at, monotonic: () => at, after: () => () => {}, pass: (ms) => void (at += ms) };
}

const record = staffPinRecord('2468');

test('the right PIN passes, a wrong one says how many tries are left', async () => {
  const pin = createStaffPin(record, manualClock());
  expect(await pin.check('2468')).toEqual({ passed: true });
  expect(await pin.check('0000')).toEqual({ passed: false, triesLeft: 2 });
  expect(await pin.check('2468')).toEqual({ passed: true });
  expect(await pin.check('0000')).toEqual({ passed: false, triesLeft: 2 });
});

test('three wrong ones lock for a quarter of an hour, for the right one too', async () => {
  const clock = manualClock();
  const pin = createStaffPin(record, clock);
  for (const triesLeft of [2, 1, 0]) expect(await pin.check('0000')).toEqual({ passed: false, triesLeft });
  expect(await pin.check('2468')).toEqual({ passed: false, triesLeft: 0 });
  clock.pass(15 * 60_000);
  expect(await pin.check('2468')).toEqual({ passed: true });
});
