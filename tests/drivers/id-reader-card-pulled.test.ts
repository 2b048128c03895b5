import { afterEach, beforeEach, expect, it } from 'vitest';
import { createReaderRig, person, type ReaderRig } from './reader-rig.ts';
import { untilTrue } from './pty.ts';

const timeoutMs = 10_000;
let rig: ReaderRig;

beforeEach(async () => {
  rig = await createReaderRig();
  await rig.online();
});
afterEach(() => rig.end());

const media = (): string => rig.reader.status().detail.media;

it('a card that comes and goes unread is told once each', async () => {
  await untilTrue(() => media() === 'notPresent');
  rig.simulator.insertCard(person('wang-xiumei'));
  await untilTrue(() => media() === 'present');
  const findsThen = rig.simulator.counters().find;
  await untilTrue(() => rig.simulator.counters().find > findsThen + 3);
  rig.simulator.removeCard();
  await untilTrue(() => media() === 'notPresent');
  expect(rig.events).toEqual(['mediaInserted', 'mediaRemoved']);
});

it('a card that was read counts as present until it is lifted, although find no longer finds it', async () => {
  rig.simulator.insertCard(person('wang-xiumei'));
  await rig.reader.read({ timeoutMs });
  const selectsThen = rig.simulator.counters().select;
  await untilTrue(() => rig.simulator.counters().select > selectsThen + 5);
  expect(media()).toBe('present');
  expect(rig.events).toEqual(['mediaInserted']);
  rig.simulator.removeCard();
  await untilTrue(() => media() === 'notPresent');
  expect(rig.events).toEqual(['mediaInserted', 'mediaRemoved']);
});

it('a card that is swapped for another one right after it was read is told as removed and inserted', async () => {
  rig.simulator.insertCard(person('wang-xiumei'));
  await rig.reader.read({ timeoutMs });
  rig.simulator.insertCard(person('li-guoqiang'));
  await untilTrue(() => rig.events.length === 3);
  expect(rig.events).toEqual(['mediaInserted', 'mediaRemoved', 'mediaInserted']);
  expect(await rig.reader.read({ timeoutMs })).toMatchObject({ code: 'success', value: { fields: { name: '李国强' } } });
});

it.each([
  ['after find', { kind: 'liftedAfter', step: 'find', times: 1 }],
  ['after select', { kind: 'liftedAfter', step: 'select', times: 1 }],
  ['while it is read', { kind: 'liftedDuringRead', times: 1 }],
] as const)('lifted %s: the person is asked to lay it down again', async (_, fault) => {
  rig.simulator.insertCard(person('wang-xiumei'));
  rig.simulator.setFault(fault);
  expect(await rig.reader.read({ timeoutMs })).toMatchObject({ errorCode: 'IDR-002', error: 'noMedia', retryable: true });
  expect(media()).toBe('notPresent');
  rig.simulator.insertCard(person('wang-xiumei'));
  expect((await rig.reader.read({ timeoutMs })).code).toBe('success');
});

it('no card at all is the same advice', async () => {
  expect(await rig.reader.read({ timeoutMs })).toMatchObject({ code: 'commandErrorCode', errorCode: 'IDR-002', raw: '000080' });
});

it('two cards at once are told apart from a lifted one', async () => {
  rig.simulator.insertTwoCards();
  expect(await rig.reader.read({ timeoutMs })).toMatchObject({ errorCode: 'IDR-010', error: 'cardCollision', retryable: true });
});
