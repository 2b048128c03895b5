import { afterEach, beforeEach, expect, it } from 'vitest';
import { createReaderRig, person, type ReaderRig } from './reader-rig.ts';
import { untilTrue } from './pty.ts';

const timeoutMs = 10_000;
let rig: ReaderRig;

beforeEach(async () => {
  rig = await createReaderRig();
  await rig.online();
  rig.simulator.insertCard(person('wang-xiumei'));
});
afterEach(() => rig.end());

async function swapReader(sam: 'own' | 'other' | 'unsupported'): Promise<void> {
  const epochThen = rig.reader.status().epoch;
  await rig.pty.cut();
  rig.simulator.setSam(sam);
  await rig.pty.restore();
  await untilTrue(() => rig.reader.status().epoch > epochThen && rig.reader.status().detail.sam !== 'unknown');
}

it.each(['other', 'unsupported'] as const)('a reader with another SAM (%s) is a fraud attempt and reads nobody', async (sam) => {
  await swapReader(sam);
  expect(rig.reader.status().device).toBe('fraudAttempt');
  expect(rig.events.filter((name) => name === 'deviceReplaced')).toHaveLength(1);
  expect(rig.logged.lines.some((line) => line.event === 'device.replaced')).toBe(true);
  expect(await rig.reader.read({ timeoutMs })).toMatchObject({ code: 'deviceNotReady', errorCode: 'IDR-009', retryable: false });
  expect(rig.simulator.counters().read).toBe(0);
});

it('a reader that no longer says who it is serves nobody', async () => {
  const epochThen = rig.reader.status().epoch;
  await rig.pty.cut();
  rig.simulator.setSam('mute');
  await rig.pty.restore();
  await untilTrue(() => rig.reader.status().epoch > epochThen && rig.simulator.counters().samId > 2);
  expect(await rig.reader.read({ timeoutMs })).toMatchObject({ code: 'deviceNotReady', errorCode: 'IDR-001' });
  expect(rig.simulator.counters().read).toBe(0);
});

it('the first reader put back serves again', async () => {
  await swapReader('other');
  await swapReader('own');
  await rig.online();
  expect((await rig.reader.read({ timeoutMs })).code).toBe('success');
});

it('a driver started anew by staff accepts the reader that is there', async () => {
  await swapReader('other');
  await rig.reader.stop();
  await rig.reader.start();
  await rig.online();
  expect((await rig.reader.read({ timeoutMs })).code).toBe('success');
});

it('the same reader unplugged and replugged is not a replacement', async () => {
  await swapReader('own');
  await rig.online();
  expect(rig.events).not.toContain('deviceReplaced');
});
