import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { createIdReaderSimulator, type IdReaderSimulator } from '#drivers/id-reader/simulator.ts';
import { parseCommand } from '#build/device-bench/arguments.ts';
import { receiptOf } from '#build/device-bench/printer.ts';
import { createPtyPair, untilTrue, type PtyPair } from './pty.ts';
import { person } from './reader-rig.ts';

const tool = new URL('../../build/device.ts', import.meta.url).pathname;

interface Run {
  readonly exitCode: number | null;
  readonly results: readonly Record<string, unknown>[];
  readonly complaint: string;
}

interface Going {
  readonly results: Record<string, unknown>[];
  interrupt(): void;
  ended(): Promise<Run>;
}

function begin(...args: readonly string[]): Going {
  const child = spawn(process.execPath, [tool, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const results: Record<string, unknown>[] = [];
  let [rest, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    results.push(...lines.map((line) => JSON.parse(line) as Record<string, unknown>));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const closed = once(child, 'close');
  return {
    results,
    interrupt: () => child.kill('SIGINT'),
    async ended() {
      await closed;
      expect(rest).toBe('');
      return { exitCode: child.exitCode, results, complaint };
    },
  };
}

const run = (...args: readonly string[]): Promise<Run> => begin(...args).ended();

describe('at an ID reader', () => {
  let pty: PtyPair;
  let simulator: IdReaderSimulator;
  const at = (): readonly string[] => ['id-reader', '--port', pty.driverEnd];

  beforeEach(async () => {
    pty = await createPtyPair();
    simulator = createIdReaderSimulator({ path: pty.deviceEnd, clock: systemClock });
    await simulator.start();
  });
  afterEach(async () => {
    await simulator.stop();
    await pty.remove();
  });

  it('status tells how it is', async () => {
    const { exitCode, results } = await run(...at(), 'status');
    expect(results).toEqual([
      {
        ok: true,
        command: 'status',
        device: 'online',
        media: 'notPresent',
        sam: 'ok',
        samId: '05012019041200010702150003402118',
        epoch: 1,
      },
    ]);
    expect(exitCode).toBe(0);
  });

  it.each(['wang-xiumei', 'hong-kong', 'foreigner-2017', 'foreigner-2023', 'rare-surrogate'])(
    'read gives the whole card of %s',
    async (key) => {
      simulator.insertCard(person(key));
      const { exitCode, results } = await run(...at(), 'read');
      expect(results).toMatchObject([
        {
          ok: true,
          layout: person(key).layout,
          fields: person(key).fields,
          photo: 'undecodable: noDecoder',
          wlt: { bytes: 1024 },
        },
      ]);
      expect(exitCode).toBe(0);
    },
  );

  it('read shows a card whose number is wrong, and does not call it good', async () => {
    const wang = person('wang-xiumei');
    simulator.insertCard({ ...wang, fields: { ...wang.fields, number: '370282196803120021' } });
    const { exitCode, results } = await run(...at(), 'read');
    expect(results).toMatchObject([
      { ok: false, errorCode: 'IDR-008', doubtful: 'number', fields: { number: '370282196803120021' } },
    ]);
    expect(exitCode).toBe(1);
  });

  it('read without a card says so', async () => {
    const { exitCode, results } = await run(...at(), '--timeout-ms', '1500', 'read');
    expect(results).toMatchObject([{ ok: false, errorCode: 'IDR-002', error: 'noMedia' }]);
    expect(exitCode).toBe(1);
  });

  it('a mute reader is offline', async () => {
    simulator.setFault({ kind: 'mute' });
    const { exitCode, results } = await run(...at(), '--timeout-ms', '2500', 'status');
    expect(results).toMatchObject([{ ok: false, errorCode: 'IDR-001', device: 'offline' }]);
    expect(exitCode).toBe(1);
  });

  it('watch tells changes and events until it is interrupted', async () => {
    const watching = begin(...at(), 'watch');
    const seen = (text: string): boolean => JSON.stringify(watching.results).includes(text);
    await untilTrue(() => seen('"device":"online"'));
    simulator.insertCard(person('expired'));
    await untilTrue(() => seen('mediaInserted'));
    simulator.removeCard();
    await untilTrue(() => seen('mediaRemoved'));
    await pty.cut();
    await untilTrue(() => seen('"device":"noDevice"'));
    watching.interrupt();
    const { exitCode, results, complaint } = await watching.ended();
    expect({ exitCode, complaint }).toEqual({ exitCode: 0, complaint: '' });
    // The last word is the device's: that the tool let go of it is no news of it.
    expect(results.at(-1)).toMatchObject({ status: { device: 'noDevice' } });
  });

  it('watch ends when nobody reads it any more', async () => {
    const child = spawn(process.execPath, [tool, ...at(), 'watch'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'close');
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    // Something to say, and nobody to say it to.
    simulator.insertCard(person('expired'));
    await ended;
    expect({ exitCode: child.exitCode, complaint }).toEqual({ exitCode: 0, complaint: '' });
  });

  it('Ctrl-C ends a command that waits, and it tells so', async () => {
    simulator.setFault({ kind: 'mute' });
    const waiting = begin(...at(), 'read');
    await untilTrue(() => simulator.counters().samId > 0);
    waiting.interrupt();
    expect(await waiting.ended()).toMatchObject({ exitCode: 1, complaint: '', results: [{ ok: false, device: 'offline' }] });
  });

  it('behind a TCP port is the same reader', async () => {
    const serial = createServer();
    serial.listen(0, '127.0.0.1');
    await once(serial, 'listening');
    const address = serial.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    await simulator.stop();
    // The converter: socat carries the TCP line to the device's end of the pty, where the simulator was.
    const { port } = address;
    serial.close();
    await once(serial, 'close');
    const bridge = spawn('socat', [`tcp-listen:${port},bind=127.0.0.1`, `file:${pty.driverEnd},raw,echo=0`], { stdio: 'ignore' });
    await simulator.start();
    simulator.insertCard(person('li-guoqiang'));
    let result = await run('id-reader', '--port', `tcp:127.0.0.1:${port}`, 'read');
    while (result.results[0]?.['reason'] === 'ECONNREFUSED')
      result = await run('id-reader', '--port', `tcp:127.0.0.1:${port}`, 'read');
    expect(result.results).toMatchObject([{ ok: true, fields: { name: '李国强', validTo: '长期' } }]);
    bridge.kill();
    await once(bridge, 'close');
  });
});

it.each([
  [['id-reader', '--port', '/dev/none', 'status'], 1, { ok: false, errorCode: 'IDR-001', device: 'noDevice' }],
  [['receipt-printer', '--port', '/dev/none', 'status'], 1, { ok: false, errorCode: 'PRN-001', device: 'noDevice' }],
  [['id-reader', '--port', '/etc/hostname', 'status'], 1, { ok: false, errorCode: 'IDR-001', device: 'noDevice' }],
  [['receipt-printer', '--port', '/dev/null', 'status'], 1, { ok: false, errorCode: 'PRN-001', device: 'noDevice' }],
  [['camera', '--port', '/dev/none', 'status'], 1, { ok: false, errorCode: 'CAM-001', node: 'absent' }],
  [['camera', '--port', '/etc/hostname', 'status'], 1, { ok: false, errorCode: 'CAM-001', node: 'notADevice' }],
  [['camera', '--port', '/dev/null', 'status'], 0, { ok: true, node: 'readable', picture: 'notChecked' }],
  [['list'], 0, { ok: true, command: 'list' }],
] as const)('%j is answered with one object', async (args, exitCode, result) => {
  expect(await run(...args)).toMatchObject({ exitCode, results: [result], complaint: '' });
});

it.each([
  [[]],
  [['toaster', '--port', '/dev/null', 'status']],
  [['id-reader', 'status']],
  [['id-reader', '--port', '/dev/null']],
  [['id-reader', '--port', '/dev/null', 'print', 'x']],
  [['id-reader', '--port', '/dev/null', 'read', 'twice']],
  [['id-reader', '--port', 'tcp:nowhere', 'status']],
  [['id-reader', '--port', 'tcp:host:99999', 'status']],
  [['id-reader', '--port', '/dev/null', '--baud', 'fast', 'status']],
  [['id-reader', '--port', '/dev/null', '--timeout-ms', '0', 'status']],
  [['receipt-printer', '--port', '/dev/null', 'print']],
  [['camera', '--port', '/dev/null', 'read']],
  [['camera', '--port', '/dev/null', '--loud', 'status']],
])('%j is called wrongly', (args) => {
  expect(parseCommand(args).ok).toBe(false);
});

it('options may stand before, between and after the words', () => {
  const wanted = { ok: true, value: { kind: 'reader', what: 'read', line: { path: '/dev/x', baudRate: 9600 }, timeoutMs: 5 } };
  expect(parseCommand(['--baud', '9600', 'id-reader', '--port=/dev/x', 'read', '--timeout-ms', '5'])).toEqual(wanted);
  expect(parseCommand(['id-reader', '--port', 'tcp:[::1]:4001', 'watch'])).toMatchObject({
    value: { line: { host: '::1', port: 4001 } },
  });
});

it('what is called wrongly exits 2 with the usage on stderr and nothing on stdout', async () => {
  const { exitCode, results, complaint } = await run('toaster');
  expect({ exitCode, results }).toEqual({ exitCode: 2, results: [] });
  expect(complaint).toContain('npm run device');
});

it.each([
  ['/no/such/file', 'fileUnreadable'],
  ['/etc', 'fileUnreadable'],
  [process.execPath, 'fileTooLong'],
  ['/dev/zero', 'fileTooLong'],
])('print %s says why it cannot, before the port is touched', async (file, error) => {
  const { exitCode, results, complaint } = await run('receipt-printer', '--port', '/dev/none', 'print', file);
  expect({ exitCode, results, complaint }).toMatchObject({
    exitCode: 1,
    results: [{ ok: false, command: 'print', outcome: 'failed', error }],
    complaint: '',
  });
});

it('print of a text in another encoding says so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'estation-bench-'));
  const file = join(folder, 'gbk.txt');
  await writeFile(file, Buffer.from('d5feceefb7fecef10a', 'hex'));
  expect(await run('receipt-printer', '--port', '/dev/none', 'print', file)).toMatchObject({
    exitCode: 1,
    results: [{ ok: false, outcome: 'failed', error: 'notText' }],
  });
  await rm(folder, { recursive: true });
});

it('a text is printed line by line, long lines on as many as they need, in columns of the paper', () => {
  const texts = receiptOf(`一行\r\n\n${'宽'.repeat(25)}\n${'x'.repeat(48)}\n`).map((line) =>
    line.kind === 'text' ? line.text : line.kind,
  );
  expect(texts).toEqual(['一行', '', '宽'.repeat(24), '宽', 'x'.repeat(48), 'cut']);
});
