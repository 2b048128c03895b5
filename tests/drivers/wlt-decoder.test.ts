import { chmod, mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { simulatedWlt } from '#drivers/id-reader/simulated-wlt.ts';
import { createWltDecoder, photoBytes, type WltDecoder } from '#drivers/id-reader/wlt-decoder.ts';
import { untilTrue } from './pty.ts';
import { createReaderRig, person } from './reader-rig.ts';

let folder: string;
const script = new URL('../../drivers/id-reader/simulated-wlt-decoder.ts', import.meta.url).pathname;
const pixels = new Uint8Array(photoBytes).map((_, i) => i % 251);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'estation-wlt-'));
  await mkdir(join(folder, 'astronaut'));
  await writeFile(join(folder, 'astronaut', 'card.rgb'), pixels);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function decoder(command: readonly string[], decodeMs = 10_000): WltDecoder {
  const env = { ...process.env, ESTATION_DEMO_FACES: folder };
  return createWltDecoder({ command, clock: systemClock, delays: { decodeMs }, env });
}

const simulated = (): WltDecoder => decoder([process.execPath, script]);
const shell = (text: string, decodeMs?: number): WltDecoder => decoder(['/bin/sh', '-c', text], decodeMs);

it('the command turns a photo into its pixels', async () => {
  const decoded = await simulated().decode(simulatedWlt('astronaut'));
  expect(decoded.ok && Buffer.compare(decoded.value, pixels)).toBe(0);
});

it.each([
  ['a photo that is no simulated one', new Uint8Array(1024).fill(0x57)],
  ['a face that is not there', simulatedWlt('nobody')],
  ['a path instead of a face', simulatedWlt('../astronaut')],
])('%s cannot be decoded', async (_, wlt) => {
  expect(await simulated().decode(wlt)).toEqual({ ok: false, error: 'decoderFailed' });
});

it('a command that is not there is no decoder', async () => {
  expect(await decoder([join(folder, 'missing')]).decode(simulatedWlt('astronaut'))).toEqual({ ok: false, error: 'noDecoder' });
  await writeFile(join(folder, 'plain'), '');
  await chmod(join(folder, 'plain'), 0o600);
  expect(await decoder([join(folder, 'plain')]).decode(simulatedWlt('astronaut'))).toEqual({ ok: false, error: 'noDecoder' });
  expect(await decoder([]).decode(simulatedWlt('astronaut'))).toEqual({ ok: false, error: 'noDecoder' });
});

it.each([
  ['crashes', 'kill -SEGV $$'],
  ['fails', 'exit 3'],
  ['writes too little', 'head -c 38555 /dev/zero'],
  ['writes too much', 'head -c 38557 /dev/zero'],
  ['never stops writing', 'cat /dev/zero'],
  ['never reads its input', 'exec 0<&-; exit 0'],
])('a decoder that %s has failed', async (_, command) => {
  expect(await shell(command).decode(simulatedWlt('astronaut'))).toEqual({ ok: false, error: 'decoderFailed' });
});

it('a decoder that hangs is ended with everything that it started', async () => {
  const pidFile = join(folder, 'pid');
  const hung = shell(`sleep 600 & echo $! > ${pidFile}; wait`, 400);
  expect(await hung.decode(simulatedWlt('astronaut'))).toEqual({ ok: false, error: 'decoderTimeout' });
  const pid = readFileSync(pidFile, 'utf8').trim();
  await untilTrue(() => !existsSync(`/proc/${pid}`) || /\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
});

it('the reader gives the card with or without its picture, and its command ends in time', async () => {
  const rig = await createReaderRig({ decoder: simulated() });
  await rig.online();
  rig.simulator.insertCard(person('wang-xiumei'));
  const whole = await rig.reader.read({ timeoutMs: 10_000 });
  expect(whole).toMatchObject({ code: 'success', value: { photo: { width: 102, height: 126 } } });
  await rig.end();

  const hung = await createReaderRig({ decoder: shell('sleep 600', 20_000) });
  await hung.online();
  hung.simulator.insertCard(person('wang-xiumei'));
  const without = await hung.reader.read({ timeoutMs: 3_000 });
  expect(without).toMatchObject({ code: 'success', value: { photo: { undecodable: 'decoderTimeout' } } });
  expect(hung.reader.status().device).toBe('online');
  await hung.end();
});
