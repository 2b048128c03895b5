import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadHolders } from '#drivers/id-reader/holders.ts';
import { findSimulatedFace } from '#drivers/id-reader/simulated-wlt.ts';
import { createReaderRig, person, type ReaderRig } from './reader-rig.ts';

const timeoutMs = 10_000;
let rig: ReaderRig;

beforeEach(async () => {
  rig = await createReaderRig();
  await rig.online();
});
afterEach(() => rig.end());

describe('a card on the reader', () => {
  it.each(loadHolders().map((holder) => [holder.key, holder] as const))('is read whole: %s', async (_, holder) => {
    rig.simulator.insertCard(holder);
    const read = await rig.reader.read({ timeoutMs });
    expect(read).toMatchObject({
      code: 'success',
      value: {
        layout: holder.layout,
        fields: holder.fields,
        photo: { undecodable: 'noDecoder' },
        samId: '05012019041200010702150003402118',
      },
    });
    if (read.code !== 'success') return;
    expect(read.value.fields).toEqual(holder.fields);
    expect(findSimulatedFace(read.value.wlt)).toBe(holder.face);
    expect(read.value.fingerprint).toBeUndefined();
  });

  it.each([0, 512, 1024] as const)('gives its %i fingerprint bytes when they are asked for', async (bytes) => {
    rig.simulator.insertCard(person('wang-xiumei'), bytes);
    const read = await rig.reader.read({ timeoutMs, fingerprint: true });
    expect(read.code === 'success' && (read.value.fingerprint?.length ?? 0)).toBe(bytes);
    expect(rig.simulator.counters().readWithFingerprint).toBe(1);
  });

  it('is read without fingerprints by a reader that does not know that command', async () => {
    rig.simulator.setFault({ kind: 'noFingerprintCommand' });
    rig.simulator.insertCard(person('wang-xiumei'), 512);
    const read = await rig.reader.read({ timeoutMs, fingerprint: true });
    expect(read).toMatchObject({ code: 'success', value: { layout: 'resident' } });
    expect(read.code === 'success' && read.value.fingerprint).toBeUndefined();
  });

  it('can be read a second time while it still lies there', async () => {
    rig.simulator.insertCard(person('hong-kong'));
    await rig.reader.read({ timeoutMs });
    expect(await rig.reader.read({ timeoutMs })).toMatchObject({ code: 'success', value: { layout: 'J' } });
  });

  it.each(['unsupported', 'mute'] as const)('is read from a reader that does not tell its SAM id (%s)', async (sam) => {
    await rig.reader.stop();
    rig.simulator.setSam(sam);
    await rig.reader.start();
    await rig.online();
    rig.simulator.insertCard(person('expired'));
    expect(await rig.reader.read({ timeoutMs })).toMatchObject({ code: 'success', value: { samId: '' } });
    expect(rig.reader.status().detail).not.toHaveProperty('samId');
  });

  it('that gives only its text is read, and its photo is honestly not there', async () => {
    rig.simulator.setFault({ kind: 'textOnly' });
    rig.simulator.insertCard(person('wang-xiumei'));
    const read = await rig.reader.read({ timeoutMs });
    expect(read).toMatchObject({ code: 'success', value: { fields: { name: '王秀梅' } } });
    expect(read.code === 'success' && read.value.wlt.length).toBe(0);
  });
});

it('find says whether a card lies there', async () => {
  expect(await rig.reader.find({ timeoutMs })).toEqual({ code: 'success', value: { found: false } });
  rig.simulator.insertCard(person('expired'));
  expect(await rig.reader.find({ timeoutMs })).toEqual({ code: 'success', value: { found: true } });
  await rig.reader.read({ timeoutMs });
  expect(await rig.reader.find({ timeoutMs })).toEqual({ code: 'success', value: { found: true } });
});

it('nothing of the card gets into the log', async () => {
  rig.simulator.insertCard(person('wang-xiumei'));
  await rig.reader.read({ timeoutMs });
  rig.simulator.setFault({ kind: 'unknownLayout' });
  await rig.reader.read({ timeoutMs });
  const text = JSON.stringify(rig.logged.lines);
  expect(text).toContain('IDR-003');
  for (const secret of Object.values(person('wang-xiumei').fields).filter((value) => value !== undefined && value.length > 3)) {
    expect(text).not.toContain(secret);
  }
});
