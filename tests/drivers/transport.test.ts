import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { transportFactory } from '#drivers/transport/open.ts';
import { serialFault } from '#drivers/transport/serial-fault.ts';
import type { LineFault, Transport } from '#drivers/transport/transport.ts';
import { createPtyPair, untilTrue, type PtyPair } from './pty.ts';
import { openDescriptors } from './test-tools.ts';

const wait = 10_000;
const hello = Uint8Array.of(1, 2, 3);

interface Heard {
  readonly transport: Transport;
  readonly bytes: number[];
  readonly gone: LineFault[];
}

function listenTo(transport: Transport): Heard {
  const heard: Heard = { transport, bytes: [], gone: [] };
  transport.onData((chunk) => heard.bytes.push(...chunk));
  transport.onGone((fault) => heard.gone.push(fault));
  return heard;
}

describe('a serial line', () => {
  let pty: PtyPair;
  const port = (end: 'driverEnd' | 'deviceEnd' = 'driverEnd'): Heard =>
    listenTo(transportFactory({ path: pty[end], baudRate: 9_600 }, systemClock)());

  beforeEach(async () => {
    pty = await createPtyPair();
  });
  afterEach(() => pty.remove());

  it('carries bytes both ways', async () => {
    const [near, far] = [port(), port('deviceEnd')];
    await Promise.all([near.transport.open(), far.transport.open()]);
    expect(await near.transport.write(hello, wait)).toMatchObject({ ok: true });
    await untilTrue(() => far.bytes.length === 3);
    await far.transport.write(Uint8Array.of(9), wait);
    await untilTrue(() => near.bytes.length === 1);
    await Promise.all([near.transport.close(), far.transport.close()]);
  });

  it('that is closed refuses a write at once, and the bytes never come out of a later connection', async () => {
    const far = port('deviceEnd');
    await far.transport.open();
    const before = port();
    expect(await before.transport.write(hello, wait)).toMatchObject({ ok: false, error: { kind: 'closed' } });
    await before.transport.open();
    await before.transport.close();
    expect(await before.transport.write(hello, wait)).toMatchObject({ ok: false, error: { kind: 'closed' } });
    const after = port();
    await after.transport.open();
    await after.transport.write(Uint8Array.of(7), wait);
    await untilTrue(() => far.bytes.length > 0);
    expect(far.bytes).toEqual([7]);
    await Promise.all([after.transport.close(), far.transport.close()]);
  });

  it('that nobody reads ends the write at its deadline and with it the connection', async () => {
    const near = port();
    await near.transport.open();
    const far = port('deviceEnd');
    expect(await near.transport.write(new Uint8Array(2_000_000), 300)).toMatchObject({ ok: false, error: { kind: 'timeOut' } });
    expect(near.gone.map((fault) => fault.kind)).toEqual(['timeOut']);
    expect(await near.transport.write(hello, wait)).toMatchObject({ ok: false });
    await near.transport.close();
    await far.transport.close();
  });

  it('that is pulled out says so once, also with a write under way, and closes as often as it is asked to', async () => {
    const near = port();
    await near.transport.open();
    const stalled = near.transport.write(new Uint8Array(2_000_000), wait);
    await pty.cut();
    expect(await stalled).toMatchObject({ ok: false });
    await untilTrue(() => near.gone.length > 0);
    await near.transport.close();
    await near.transport.close();
    expect(near.gone).toHaveLength(1);
  });

  it('can be closed while it opens', async () => {
    const descriptors = openDescriptors();
    const near = port();
    const opening = near.transport.open();
    await near.transport.close();
    expect(await opening).toMatchObject({ ok: false, error: { kind: 'closed' } });
    expect(near.gone).toEqual([]);
    expect(openDescriptors()).toBe(descriptors);
  });

  it('that is not there, or no serial port, or held by another, says which', async () => {
    const missing = transportFactory({ path: `${pty.driverEnd}-none`, baudRate: 9_600 }, systemClock)();
    expect(await missing.open()).toMatchObject({ ok: false, error: { kind: 'notFound' } });
    for (const path of ['/etc/hostname', '/dev/null', '/etc']) {
      const other = transportFactory({ path, baudRate: 9_600 }, systemClock)();
      expect(await other.open()).toMatchObject({ ok: false, error: { kind: 'notFound' } });
    }
    const first = port();
    await first.transport.open();
    expect(await port().transport.open()).toMatchObject({ ok: false, error: { kind: 'busy' } });
    await first.transport.close();
    const second = port();
    expect(await second.transport.open()).toMatchObject({ ok: true });
    await second.transport.close();
  });
});

it.each([
  [new Error('Error: No such file or directory, cannot open /dev/ttyUSB0'), 'notFound'],
  [new Error('Error: Permission denied, cannot open /dev/ttyUSB0'), 'denied'],
  [new Error('Error Resource temporarily unavailable Cannot lock port'), 'busy'],
  [new Error('bad file descriptor'), 'gone'],
  ['could not read from device: Input/output error', 'gone'],
  ['something else', 'failed'],
] as const)('the text %s means %s', (cause, kind) => {
  expect(serialFault(cause).kind).toBe(kind);
});

describe('a TCP line', () => {
  let server: Server;
  let peers: Socket[];
  let received: number[];
  const line = (): Heard => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('server has no port');
    return listenTo(transportFactory({ host: '127.0.0.1', port: address.port }, systemClock)());
  };

  beforeEach(async () => {
    peers = [];
    received = [];
    server = createServer((peer) => {
      peers.push(peer);
      peer.on('data', (bytes) => received.push(...bytes));
      peer.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    for (const peer of peers) peer.destroy();
    server.close();
    await once(server, 'close');
  });

  it('carries bytes both ways', async () => {
    const near = line();
    expect(await near.transport.open()).toMatchObject({ ok: true });
    expect(await near.transport.write(hello, wait)).toMatchObject({ ok: true });
    await untilTrue(() => received.length === 3);
    peers[0]?.write(Uint8Array.of(5));
    await untilTrue(() => near.bytes.length === 1);
    await near.transport.close();
    expect(near.gone.map((fault) => fault.kind)).toEqual(['closed']);
  });

  it('says once that the peer went away', async () => {
    const near = line();
    await near.transport.open();
    await untilTrue(() => peers.length === 1);
    peers[0]?.destroy();
    await untilTrue(() => near.gone.length > 0);
    await near.transport.close();
    expect(near.gone).toHaveLength(1);
    expect(await near.transport.write(hello, wait)).toMatchObject({ ok: false });
  });

  it('ends a write that the peer does not take', async () => {
    const near = line();
    await near.transport.open();
    await untilTrue(() => peers.length === 1);
    peers[0]?.pause();
    expect(await near.transport.write(new Uint8Array(40_000_000), 300)).toMatchObject({ ok: false, error: { kind: 'timeOut' } });
  });

  it('that nobody listens on is refused, and can be closed while it opens', async () => {
    const closing = line();
    const opening = closing.transport.open();
    await closing.transport.close();
    expect(await opening).toMatchObject({ ok: false, error: { kind: 'closed' } });
    const unused = line();
    server.close();
    await once(server, 'close');
    expect(await unused.transport.open()).toMatchObject({ ok: false, error: { kind: 'refused' } });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
});
