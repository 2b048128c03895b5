import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IdReaderFault } from '#drivers/id-reader/simulator-faults.ts';
import { createReaderRig, person, type ReaderRig } from './reader-rig.ts';
import { untilTrue } from './pty.ts';

const timeoutMs = 10_000;
let rig: ReaderRig;

beforeEach(async () => {
  rig = await createReaderRig();
  await rig.online();
  rig.simulator.insertCard(person('rare-surrogate'));
});
afterEach(() => rig.end());

const readable: readonly IdReaderFault[] = [
  { kind: 'garbageBefore' },
  { kind: 'splitHeader' },
  { kind: 'dribble', pieceBytes: 97, everyMs: 1 },
  { kind: 'badXor', times: 1 },
  { kind: 'truncated', times: 1 },
  { kind: 'badLength', length: 0, times: 1 },
  { kind: 'badLength', length: 65535, times: 1 },
  { kind: 'wrongBaud', times: 1 },
  { kind: 'statusWord', word: 0x10, on: 'read', times: 1 },
  { kind: 'statusWord', word: 0x11, on: 'find', times: 1 },
  { kind: 'statusWord', word: 0x41, on: 'read', times: 1 },
];

describe('a fault of the line that one repetition gets over', () => {
  it.each(readable.map((fault) => [JSON.stringify(fault), fault] as const))('%s', async (_, fault) => {
    rig.simulator.setFault(fault);
    expect(await rig.reader.read({ timeoutMs })).toMatchObject({ code: 'success', value: { fields: { name: '陈𬀩㛃' } } });
  });
});

const lasting: readonly IdReaderFault[] = [
  { kind: 'badXor' },
  { kind: 'truncated' },
  { kind: 'badLength', length: 0 },
  { kind: 'badLength', length: 65535 },
  { kind: 'wrongBaud' },
  { kind: 'mute' },
];

describe('a fault of the line that lasts', () => {
  it.each(lasting.map((fault) => [JSON.stringify(fault), fault] as const))(
    '%s: fails, goes offline, comes back',
    async (_, fault) => {
      rig.simulator.setFault(fault);
      const read = await rig.reader.read({ timeoutMs });
      expect(read.code).not.toBe('success');
      expect(read).toMatchObject({ errorCode: fault.kind === 'mute' ? 'IDR-001' : 'IDR-010', retryable: true });
      await untilTrue(() => rig.reader.status().device === 'offline');
      expect(rig.reader.status().detail).toEqual({ media: 'unknown', sam: 'unknown' });
      rig.simulator.setFault(null);
      await rig.online();
      expect((await rig.reader.read({ timeoutMs })).code).toBe('success');
    },
  );
});

it('a reader that stays mute has its line opened anew, in case the adapter hangs', async () => {
  const epochThen = rig.reader.status().epoch;
  rig.simulator.setFault({ kind: 'mute' });
  await untilTrue(() => rig.reader.status().epoch > epochThen);
});

it('the command ends at its own deadline, whatever is still coming', async () => {
  rig.simulator.setFault({ kind: 'dribble', pieceBytes: 1, everyMs: 20 });
  expect(await rig.reader.read({ timeoutMs: 150 })).toMatchObject({ code: 'timeOut', retryable: true });
});

it('a command whose caller gives up ends at once and leaves the reader usable', async () => {
  rig.simulator.setFault({ kind: 'mute', on: 'read' });
  const caller = new AbortController();
  const read = rig.reader.read({ timeoutMs, signal: caller.signal });
  await untilTrue(() => rig.simulator.counters().read > 0);
  caller.abort();
  expect(await read).toMatchObject({ code: 'canceled' });
  rig.simulator.setFault(null);
  expect((await rig.reader.read({ timeoutMs })).code).toBe('success');
});
