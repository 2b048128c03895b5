import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

/** Status word of the read, and what people are told of it. */
const readWords = [
  [0x10, 'IDR-010', true],
  [0x11, 'IDR-010', true],
  [0x21, 'IDR-010', false],
  [0x24, 'IDR-010', true],
  [0x31, 'IDR-005', true],
  [0x32, 'IDR-005', true],
  [0x33, 'IDR-010', true],
  [0x40, 'IDR-003', false],
  [0x41, 'IDR-010', true],
  [0x47, 'IDR-005', true],
  [0x60, 'IDR-004', false],
  [0x66, 'IDR-004', false],
  [0x91, 'IDR-010', false],
  [0x77, 'IDR-010', true],
] as const;

describe('a read that the reader answers with', () => {
  it.each(readWords)('%i is %s', async (word, errorCode, retryable) => {
    rig.simulator.setFault({ kind: 'statusWord', word, on: 'read' });
    const raw = `0000${word.toString(16)}`;
    expect(await rig.reader.read({ timeoutMs })).toMatchObject({ errorCode, retryable, raw });
    rig.simulator.setFault(null);
    await rig.online();
    expect((await rig.reader.read({ timeoutMs })).code).toBe('success');
  });
});

it.each([
  [0x60, 'failed'],
  [0x66, 'unauthorised'],
] as const)('a SAM that answers everything with %i puts the reader out of service until it is well again', async (word, sam) => {
  rig.simulator.setFault({ kind: 'statusWord', word });
  await untilTrue(() => rig.reader.status().device === 'hardwareError');
  expect(rig.reader.status().detail.sam).toBe(sam);
  expect(await rig.reader.find({ timeoutMs })).toMatchObject({ code: 'hardwareError', errorCode: 'IDR-004' });
  rig.simulator.setFault(null);
  await rig.online();
  expect(rig.reader.status().detail.sam).toBe('ok');
});

it.each([
  [0x80, 'find'],
  [0x81, 'select'],
] as const)('%i on %s is "no card"', async (word, on) => {
  await rig.reader.stop();
  rig.simulator.setFault({ kind: 'statusWord', word, on });
  await rig.reader.start();
  await untilTrue(() => rig.reader.status().device === 'online');
  expect(await rig.reader.read({ timeoutMs })).toMatchObject(
    on === 'find' ? { errorCode: 'IDR-002', error: 'noMedia' } : { errorCode: 'IDR-010', error: 'cardCollision' },
  );
});

it('an unknown type letter is an unknown card, never a resident', async () => {
  rig.simulator.setFault({ kind: 'unknownLayout' });
  expect(await rig.reader.read({ timeoutMs })).toMatchObject({ code: 'invalidData', errorCode: 'IDR-003', raw: 'flag 5a' });
});

it('a number that fails its own check is refused', async () => {
  const wang = person('wang-xiumei');
  rig.simulator.insertCard({ ...wang, fields: { ...wang.fields, number: '370282196803120021' } });
  expect(await rig.reader.read({ timeoutMs })).toMatchObject({ code: 'invalidData', errorCode: 'IDR-008', raw: 'number' });
});

it('an expired card is read: whether it may be used is for the session to say', async () => {
  rig.simulator.insertCard(person('expired'));
  expect(await rig.reader.read({ timeoutMs })).toMatchObject({ code: 'success', value: { fields: { validTo: '20250505' } } });
});
