import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlink, unlink } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { createIdReader } from '#drivers/id-reader/driver.ts';
import { transportFactory } from '#drivers/transport/open.ts';
import { createPtyPair, untilTrue } from './pty.ts';
import { createReaderRig, person, quickDelays, type ReaderRig } from './reader-rig.ts';
import { jumpingClock, keptLog, openDescriptors } from './test-tools.ts';

const timeoutMs = 10_000;
let rig: ReaderRig;

beforeEach(async () => {
  rig = await createReaderRig();
  await rig.online();
});
afterEach(() => rig.end());

it('unplugged while idle: says so, refuses at once, comes back by itself', async () => {
  const epochThen = rig.reader.status().epoch;
  await rig.pty.cut();
  await untilTrue(() => rig.reader.status().device === 'noDevice');
  expect(rig.reader.status().detail).toEqual({ media: 'unknown', sam: 'unknown' });
  expect(await rig.reader.read({ timeoutMs })).toMatchObject({ code: 'deviceNotReady', errorCode: 'IDR-001', retryable: true });
  await rig.pty.restore();
  await rig.online();
  expect(rig.reader.status().epoch).toBe(epochThen + 1);
  rig.simulator.insertCard(person('wang-xiumei'));
  expect((await rig.reader.read({ timeoutMs })).code).toBe('success');
});

it('unplugged in the middle of a read: the read fails at once, not at its deadline', async () => {
  rig.simulator.insertCard(person('wang-xiumei'));
  rig.simulator.setFault({ kind: 'dribble', pieceBytes: 8, everyMs: 10, on: 'read' });
  const read = rig.reader.read({ timeoutMs: 600_000 });
  await untilTrue(() => rig.simulator.counters().read > 0);
  await rig.pty.cut();
  expect(await read).toMatchObject({ code: 'deviceNotReady', errorCode: 'IDR-001' });
});

it('unplugged with a card on it and back without: the card is told as removed', async () => {
  rig.simulator.insertCard(person('wang-xiumei'));
  await rig.reader.read({ timeoutMs });
  await rig.pty.cut();
  rig.simulator.removeCard();
  await rig.pty.restore();
  await untilTrue(() => rig.reader.status().detail.media === 'notPresent');
  expect(rig.events).toEqual(['mediaInserted', 'mediaRemoved']);
});

it('a clock that jumps a day forth and back changes nothing', async () => {
  const time = jumpingClock();
  const jumpy = await createReaderRig({ clock: time.clock });
  await jumpy.online();
  jumpy.simulator.insertCard(person('wang-xiumei'));
  const read = jumpy.reader.read({ timeoutMs });
  time.jump(86_400_000);
  expect((await read).code).toBe('success');
  time.jump(-172_800_000);
  expect((await jumpy.reader.find({ timeoutMs })).code).toBe('success');
  expect(jumpy.states).not.toContain('offline');
  await jumpy.end();
});

it('absent at start, then there; and its path may lead to another node the next time', async () => {
  const other = await createPtyPair();
  const path = `${rig.pty.driverEnd}-by-id`;
  const logged = keptLog();
  const reader = createIdReader({
    id: 'late',
    openTransport: transportFactory({ path, baudRate: 115_200 }, systemClock),
    clock: systemClock,
    log: logged.log,
    delays: quickDelays,
  });
  await reader.start();
  await untilTrue(() => reader.status().device === 'noDevice');
  expect(logged.lines).toMatchObject([{ event: 'device.status', fields: { device: 'late', state: 'noDevice' } }]);
  await symlink(other.driverEnd, path);
  await untilTrue(() => reader.status().epoch === 1);
  await unlink(path);
  await rig.reader.stop();
  await symlink(rig.pty.driverEnd, path);
  await other.cut();
  await untilTrue(() => reader.status().device === 'online');
  expect(reader.status().epoch).toBe(2);
  await reader.stop();
  await other.remove();
});

it('a port that another process holds is tried again until it is free', async () => {
  const second = createIdReader({
    id: 'second',
    openTransport: transportFactory({ path: rig.pty.driverEnd, baudRate: 115_200 }, systemClock),
    clock: systemClock,
    log: keptLog().log,
    delays: quickDelays,
  });
  await second.start();
  await untilTrue(() => second.status().device === 'offline');
  await rig.reader.stop();
  await untilTrue(() => second.status().device === 'online');
  await second.stop();
});

it('stop at any moment of opening lets everything go, and start works afterwards', async () => {
  await rig.reader.stop();
  const descriptors = openDescriptors();
  for (let turns = 0; turns < 40; turns++) {
    await rig.reader.start();
    for (let i = 0; i < turns; i++) await Promise.resolve();
    if (turns % 2 === 0) await new Promise((done) => setImmediate(done));
    await Promise.all([rig.reader.stop(), rig.reader.stop()]);
  }
  expect(openDescriptors()).toBe(descriptors);
  await rig.reader.start();
  await rig.online();
});

it('stop in the middle of a command settles the command', async () => {
  rig.simulator.insertCard(person('wang-xiumei'));
  rig.simulator.setFault({ kind: 'mute', on: 'read' });
  const read = rig.reader.read({ timeoutMs: 600_000 });
  await untilTrue(() => rig.simulator.counters().read > 0);
  await rig.reader.stop();
  expect(await read).toMatchObject({ code: 'deviceNotReady' });
  expect(await rig.reader.find({ timeoutMs })).toMatchObject({ code: 'deviceNotReady' });
});

it('a thousand plugs pulled and put back leave no handle behind', { timeout: 180_000 }, async () => {
  await rig.reader.stop();
  await rig.simulator.stop();
  const before = openDescriptors();
  // Eight cables at once: a cycle is mostly waiting.
  const rigs = await Promise.all(Array.from({ length: 8 }, () => createReaderRig()));
  await Promise.all(rigs.map((one) => pullPlugs(one, 125)));
  expect(rigs.map((one) => one.reader.status().epoch >= 125)).not.toContain(false);
  await Promise.all(rigs.map((one) => one.end()));
  expect(openDescriptors()).toBe(before);
});

async function pullPlugs(one: ReaderRig, cycles: number): Promise<void> {
  for (let cycle = 0; cycle < cycles; cycle++) {
    const epochThen = one.reader.status().epoch;
    await one.pty.cut();
    await one.pty.restore();
    await untilTrue(() => one.reader.status().epoch > epochThen);
  }
}

/** Root may open anything, so the driver has to run as somebody else to be refused. */
it.skipIf(process.getuid?.() !== 0)('a port without permission is offline, with the reason in the log', async () => {
  const script = `
    import { transportFactory } from '${new URL('../../drivers/transport/open.ts', import.meta.url).pathname}';
    import { systemClock } from '${new URL('../../contracts/basics/system-clock.ts', import.meta.url).pathname}';
    const opened = await transportFactory({ path: process.argv[1], baudRate: 9600 }, systemClock)().open();
    process.stdout.write(opened.ok ? 'opened' : opened.error.kind);`;
  await rig.reader.stop();
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script, rig.pty.driverEnd], {
    uid: 65_534,
    gid: 65_534,
    cwd: '/',
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  await once(child, 'close');
  // The pty's folder belongs to root alone, which is refused in the same words as the node itself.
  expect(said).toBe('denied');
});
