import { afterEach, beforeEach, expect, it } from 'vitest';
import { createReaderRig, person, quickDelays, type ReaderRig } from './reader-rig.ts';

const timeoutMs = 10_000;
let rig: ReaderRig;

beforeEach(async () => {
  rig = await createReaderRig();
  await rig.online();
});
afterEach(() => rig.end());

it("the last person's card that comes after the deadline is never taken for the next person's", async () => {
  rig.simulator.insertCard(person('wang-xiumei'));
  // Late enough for the first read to be given up, early enough to arrive in the middle of the second one.
  rig.simulator.setFault({ kind: 'late', byMs: 400, on: 'read', times: 1 });
  expect((await rig.reader.read({ timeoutMs: 250 })).code).toBe('timeOut');
  rig.simulator.insertCard(person('li-guoqiang'));
  const second = await rig.reader.read({ timeoutMs });
  expect(second).toMatchObject({ code: 'success', value: { fields: { name: '李国强' } } });
});

it('answers that are always later than the deadline fail each time, and none of them is mixed up afterwards', async () => {
  rig.simulator.insertCard(person('wang-xiumei'));
  rig.simulator.setFault({ kind: 'late', byMs: quickDelays.readMs + 300 });
  for (let i = 0; i < 2; i++) expect((await rig.reader.read({ timeoutMs })).code).not.toBe('success');
  rig.simulator.setFault(null);
  rig.simulator.insertCard(person('li-guoqiang'));
  let read = await rig.reader.read({ timeoutMs });
  while (read.code !== 'success') read = await rig.reader.read({ timeoutMs });
  expect(read.value.fields.name).toBe('李国强');
});

it('two commands at once are served one after the other', async () => {
  rig.simulator.insertCard(person('wang-xiumei'));
  const both = await Promise.all([
    rig.reader.read({ timeoutMs }),
    rig.reader.find({ timeoutMs }),
    rig.reader.read({ timeoutMs }),
  ]);
  expect(both.map((result) => result.code)).toEqual(['success', 'success', 'success']);
});

it('a command that waits behind a slow one still ends at its own deadline', async () => {
  rig.simulator.insertCard(person('wang-xiumei'));
  rig.simulator.setFault({ kind: 'dribble', pieceBytes: 4, everyMs: 4 });
  const slow = rig.reader.read({ timeoutMs });
  expect(await rig.reader.find({ timeoutMs: 50 })).toMatchObject({ code: 'timeOut' });
  expect((await slow).code).toBe('success');
});
