import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { newSession, person } from '../journal/acts.ts';
import { createWorld, type World } from '../journal/kit.ts';
import { clientOf, logged } from './kit.ts';
import { certificateOf, startTestCentre, type TestCentre } from './test-centre.ts';

const pulse = { queue: 0, devices: {}, version: '1', screen: 'attract' };
const soon = { timeoutMs: 2_000 };

async function createLine(): Promise<{ world: World; centre: TestCentre }> {
  return { world: createWorld(), centre: await startTestCentre() };
}

test('a query goes over mutual TLS and its answer is what the schema says', async () => {
  const { world, centre } = await createLine();
  const answer = await clientOf(centre, world).query('heartbeat', pulse, soon);
  expect(answer).toEqual({ ok: true, value: { serverTime: '2026-11-23T06:26:00.000Z' } });
  expect(centre.heartbeats).toEqual([pulse]);
});

test('requests share one connection', async () => {
  const { world, centre } = await createLine();
  const client = clientOf(centre, world);
  await client.query('heartbeat', pulse, soon);
  await Promise.all(Array.from({ length: 5 }, () => client.query('heartbeat', pulse, soon)));
  expect(centre.sessions.size).toBe(1);
});

test.each([
  [503, '{"code":"DEP-001","message":"x"}', 'DEP-001'],
  [403, '{"code":"SMS-001","message":"x"}', 'SMS-001'],
  [404, '{"code":"DEP-002","message":"x"}', 'DEP-002'],
  [403, '{"code":"made-up","message":"x"}', 'NET-004'],
  [401, '', 'NET-004'],
  [500, 'Internal Server Error', 'NET-002'],
  [502, '<html>', 'NET-002'],
  [418, '{}', 'NET-002'],
  [200, '{"serverTime":"yesterday"}', 'NET-005'],
  [200, '{"serverTime":"2026-11-23T06:26:00.000Z","more":1}', 'NET-005'],
  [200, 'not json', 'NET-005'],
  [200, '', 'NET-005'],
])('status %i with %s is %s', async (status, body, code) => {
  const { world, centre } = await createLine();
  centre.queryAnswer = { status, body };
  const answer = await clientOf(centre, world).query('heartbeat', pulse, soon);
  expect(answer).toMatchObject({ ok: false, error: { code } });
});

test('an answer beyond all bounds is not read to its end', async () => {
  const { world, centre } = await createLine();
  centre.queryAnswer = { status: 200, body: `{"serverTime":"${' '.repeat(2 * 1024 * 1024)}"}` };
  const answer = await clientOf(centre, world).query('heartbeat', pulse, soon);
  expect(answer).toMatchObject({ ok: false, error: { code: 'NET-005', raw: 'too large' } });
});

test('no answer in time is NET-003, an aborted question too, and the line works on', async () => {
  const { world, centre } = await createLine();
  const client = clientOf(centre, world);
  centre.heartbeatSilent = true;
  expect(await client.query('heartbeat', pulse, { timeoutMs: 50 })).toMatchObject({
    ok: false,
    error: { code: 'NET-003', raw: 'timeout' },
  });
  const gone = new AbortController();
  const asked = client.query('heartbeat', pulse, { ...soon, signal: gone.signal });
  gone.abort();
  expect(await asked).toMatchObject({ ok: false, error: { code: 'NET-003', raw: 'aborted' } });
  centre.heartbeatSilent = false;
  expect((await client.query('heartbeat', pulse, soon)).ok).toBe(true);
});

test('a connection that was cut fails its requests at once, and the next one opens another', async () => {
  const { world, centre } = await createLine();
  const client = clientOf(centre, world);
  centre.heartbeatSilent = true;
  const asked = client.query('heartbeat', pulse, { timeoutMs: 20_000 });
  await expect.poll(() => centre.heartbeats.length).toBe(1);
  centre.cut();
  expect(await asked).toMatchObject({ ok: false, error: { code: 'NET-001' } });
  centre.heartbeatSilent = false;
  expect((await client.query('heartbeat', pulse, soon)).ok).toBe(true);
});

test('a centre that is not there is NET-001, and it is found when it is back', async () => {
  const { world, centre } = await createLine();
  const client = clientOf(centre, world);
  await centre.stop();
  expect(await client.query('heartbeat', pulse, soon)).toMatchObject({ ok: false, error: { code: 'NET-001' } });
  await centre.restart();
  expect((await client.query('heartbeat', pulse, soon)).ok).toBe(true);
});

test('a line that swallows everything without a word is NET-003', async () => {
  const { world, centre } = await createLine();
  const deaf = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void deaf.close());
  const { port } = deaf.address() as { port: number };
  const client = clientOf(centre, world, centre.tls, `https://localhost:${port}`);
  expect(await client.query('heartbeat', pulse, { timeoutMs: 100 })).toMatchObject({ ok: false, error: { code: 'NET-003' } });
});

test('a centre that another authority vouches for is not spoken to, and that is written down once', async () => {
  const { world, centre } = await createLine();
  const client = clientOf(centre, world, { ...centre.tls, ca: await certificateOf('stranger') });
  for (let i = 0; i < 2; i++)
    expect(await client.query('heartbeat', pulse, soon)).toMatchObject({ ok: false, error: { code: 'NET-004' } });
  expect(centre.heartbeats).toEqual([]);
  expect(logged(world, 'sync.failed')).toHaveLength(1);
});

test('a terminal whose certificate the centre does not know reaches nothing', async () => {
  const { world, centre } = await createLine();
  const client = clientOf(centre, world, { ...centre.tls, ...(await certificateOf('stranger-terminal')) });
  // A Node server hangs up without a TLS alert, so the terminal cannot tell why; other servers send one (NET-004).
  expect(await client.query('heartbeat', pulse, soon)).toMatchObject({ ok: false, error: { code: 'NET-001' } });
  expect(centre.heartbeats).toEqual([]);
});

test('no error and no log line repeats what was asked', async () => {
  const { world, centre } = await createLine();
  const client = clientOf(centre, world);
  centre.queryAnswer = { status: 500, body: person.idNumber };
  const verification = { method: 'face' as const, attempt: 1, at: '2026-11-23T06:26:00.000Z', policy: 'p' };
  const answer = await client.query('cases', { session: newSession(world), actor: person, verification }, soon);
  expect(JSON.stringify([answer, world.lines])).not.toContain(person.idNumber);
});

test('the feed tells news, nothing new, and that all must be taken again', async () => {
  const { world, centre } = await createLine();
  const client = clientOf(centre, world);
  const entry = centre.signEntry({ pos: 1, key: 'a', op: 'put', payload: '{}' });
  centre.feed = (after) => {
    if (after === 0) return { status: 200, body: { stream: 'catalogue', entries: [entry], next: 1 } };
    return { status: after === 1 ? 304 : 410 };
  };
  expect(await client.feed('catalogue', 0, soon)).toMatchObject({ ok: true, value: { is: 'news', reply: { next: 1 } } });
  expect(await client.feed('catalogue', 1, soon)).toEqual({ ok: true, value: { is: 'nothing' } });
  expect(await client.feed('catalogue', 7, soon)).toEqual({ ok: true, value: { is: 'gone' } });
});
