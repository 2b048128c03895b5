import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { syncLimits } from '#contracts/sync/wire.ts';
import { httpError } from '#contracts/sync/wire.ts';
import { FakeTerminal } from './harness/acts.ts';
import type { Reply } from './harness/line.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

function post(body: Uint8Array | string, encoding?: string): Promise<Reply> {
  const headers = { ':method': 'POST', ':path': '/v1/sync', 'content-type': 'application/x-ndjson' };
  return world.line('E0217').request({ ...headers, ...(encoding !== undefined && { 'content-encoding': encoding }) }, body);
}

describe('a batch beyond the limits is refused as a whole', () => {
  const bomb = zstdCompressSync(Buffer.alloc(200 * 1024 * 1024));
  const noise = Buffer.from(Array.from({ length: syncLimits.compressedBytes + 10 }, (_, i) => (i * 7919) % 251));
  test.each([
    ['a zstd bomb', 413, bomb, 'zstd'],
    ['too many bytes on the line', 413, noise, 'zstd'],
    ['too many records', 413, zstdCompressSync('{}\n'.repeat(syncLimits.records + 1)), 'zstd'],
    ['too many bytes without compression', 413, Buffer.alloc(syncLimits.decompressedBytes + 1, 'x'), undefined],
    ['not zstd', 400, Buffer.from('hello'), 'zstd'],
    [
      'a window that would take hundreds of megabytes',
      400,
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0, 0x01, 0x00, 0x00]),
      'zstd',
    ],
    ['another encoding', 415, Buffer.from('x'), 'gzip'],
    ['no records', 400, Buffer.from('\n\n'), undefined],
    ['a line that is not JSON', 400, Buffer.from('{"id":'), undefined],
    ['a line that names no act', 400, Buffer.from('{"hello":1}'), undefined],
    ['bytes that are not UTF-8', 400, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), undefined],
  ])('%s', async (_name, status, body, encoding) => {
    expect(bomb.length).toBeLessThan(syncLimits.compressedBytes);
    const reply = await post(body, encoding);
    expect(reply.status).toBe(status);
    expect(httpError.parse(JSON.parse(reply.text)).code).toBe('NET-005');
  });
});

test('the largest batch is taken, plain or compressed', async () => {
  const terminal = new FakeTerminal();
  const line = world.line('E0217');
  const records = Array.from({ length: syncLimits.records }, () => terminal.rating(terminal.visit()));
  const half = syncLimits.records / 2;
  expect((await line.sync(records.slice(0, half), { plain: true })).results).toHaveLength(half);
  expect((await line.sync(records)).results.filter((result) => result.answer === 'final' && result.duplicate)).toHaveLength(half);
});

test('a reply is compressed for those who can read it', async () => {
  const terminal = new FakeTerminal('E0218');
  const body = Array.from({ length: 20 }, () => JSON.stringify(terminal.rating(terminal.visit()))).join('\n');
  const headers = { ':method': 'POST', ':path': '/v1/sync', 'content-type': 'application/x-ndjson', 'accept-encoding': 'zstd' };
  const reply = await world.line('E0218').request(headers, body);
  expect(reply).toMatchObject({ status: 200, headers: { 'content-encoding': 'zstd' } });
});
