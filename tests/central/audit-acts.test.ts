import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditLog, InclusionProof } from '#central/audit/index.ts';
import { checkProof, listReadsAbout, openAuditLog, openCheckpoint, readVerifierKey, verifyLog } from '#central/audit/index.ts';
import type { App } from '#central/http/index.ts';
import { openMetrics } from '#central/http/index.ts';
import { addPublicRoutes } from '#central/http/public-routes.ts';
import { openRateLimit } from '#central/http/rate-limit.ts';
import { createServer } from '#central/http/server.ts';
import { openCatalogue } from '#central/process/index.ts';
import { openPseudonyms } from '#central/store/index.ts';
import { openFeed, openSigner } from '#central/sync/index.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { verifyConsistency } from '#contracts/audit/merkle-proof.ts';
import { tree } from '#central/audit/hashing.ts';
import type { SyncRecord } from '#contracts/sync/wire.ts';
import { FakeTerminal, newId, wang } from './harness/acts.ts';
import type { Line, Reply } from './harness/line.ts';
import { openLine } from './harness/line.ts';
import { until } from './harness/processes.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

/** A centre that takes acts in, and the public pages with the audit log behind them. */
let world: World;
let audit: AuditLog;
let app: App;
let line: Line;
let aheadMs = 0;
const clock: Clock = {
  ...systemClock,
  now: () => systemClock.now() + aheadMs,
  monotonic: () => systemClock.monotonic() + aheadMs,
};
let certificate: SyncRecord;
let registration: SyncRecord;
let refused: SyncRecord;
let certificateRef: string;

beforeAll(async () => {
  world = await openWorld();
  const keys = path.join(world.folder, 'data', 'keys');
  const checkpointFile = path.join(world.folder, 'checkpoints-of-the-test.jsonl');
  audit = openAuditLog({ db: world.db, clock, random: randomBytes, keyFolder: keys, checkpointFile, onFault: () => undefined });
  const log = (): void => undefined;
  const tls = {
    certificate: world.pki.serverCertificate,
    key: world.pki.serverKey,
    terminalAuthority: world.pki.caCertificate,
  };
  const feed = openFeed(world.db, clock, openSigner(keys, world.folder));
  const catalogue = await openCatalogue({ db: world.db, clock, log, feed }, path.resolve('assets/catalogue'));
  app = await createServer({
    db: world.db,
    clock,
    log,
    metrics: openMetrics(() => 0),
    tls,
    version: 'test',
    operatorToken: 'test',
  });
  const approvalItem = (): Promise<never> => Promise.reject(new Error('no such item'));
  addPublicRoutes(app, { db: world.db, catalogue, approvalItem, rateLimit: openRateLimit(clock), audit });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  line = openLine(typeof address === 'object' && address ? address.port : 0, world.pki);

  const terminal = new FakeTerminal();
  const visit = terminal.visit();
  certificate = terminal.certificate(visit);
  registration = terminal.registration(visit);
  refused = terminal.rating(visit, { score: 9 });
  const reply = await world.line('E0217').sync([certificate, registration, refused]);
  const [first] = reply.results;
  certificateRef = first?.answer === 'final' ? first.receipt.ref : '';
  await sealed();
});
afterAll(async () => {
  line.close();
  await app.close();
  await audit.close();
  await world.close();
});

/** Everything that was written has its place, whichever process gave it, and is under a checkpoint. */
async function sealed(): Promise<void> {
  audit.wake();
  await until(async () => {
    const { rows } = await sql`SELECT 1 FROM audit_ticket`.execute(world.db);
    return rows.length === 0;
  });
  await audit.makeCheckpoint();
}

function open(address: string): Promise<Reply> {
  aheadMs += 60_000; // the limit is another test's matter
  return line.get(address);
}

const pageOf = (record: SyncRecord): Promise<Reply> => open(`/acts/${record.id}?h=${record.hash.slice(0, 16)}`);

describe('an act leaves an entry in the transaction that settles it', () => {
  test('with its own id, the hash of its record and what became of it, and nobody named', async () => {
    const entries = await world.db
      .selectFrom('audit_entry')
      .selectAll()
      .where('action', 'like', 'act.%')
      .orderBy('action')
      .execute();
    const personKey = openPseudonyms(path.join(world.folder, 'data', 'keys')).personKey(wang.idNumber);
    expect(entries).toMatchObject([
      { id: certificate.id, action: 'act.certificate.issue', outcome: 'ok', data_hash: certificate.hash, person_key: personKey },
      { id: refused.id, action: 'act.rating.give', outcome: 'SYN-001', data_hash: refused.hash, verification: 'none' },
      { id: registration.id, action: 'act.registration.submit', outcome: 'ok', session: registration.session },
    ]);
    expect(entries[0]).toMatchObject({ actor: 'terminal:E0217', verification: 'face:test', terminal_id: 'E0217' });
    expect(entries[0]?.subject).toMatch(/^QD\d{16}$/);
    expect(JSON.stringify(entries)).not.toContain(wang.idNumber);
    expect(JSON.stringify(entries)).not.toContain(wang.name);
  });

  test('once, however often it is sent, and not before it is settled', async () => {
    const terminal = new FakeTerminal('E0218');
    const visit = terminal.visit();
    const [early, late] = [terminal.rating(visit), terminal.rating(visit)];
    await world.line('E0218').sync([late]);
    const of = (id: string) => world.db.selectFrom('audit_entry').selectAll().where('id', '=', id).execute();
    expect(await of(late.id)).toHaveLength(0);
    await world.line('E0218').sync([early, late]);
    await world.line('E0218').sync([early, late]);
    expect(await of(late.id)).toHaveLength(1);
    expect(await of(early.id)).toHaveLength(1);
  });
});

describe("the page behind a receipt's code", () => {
  test('says in plain words which entry of the log it is, and offers the proof', async () => {
    const page = await pageOf(registration);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/这笔办件是公开日志的第 \d+ 条（共 \d+ 条），已核对，没有被改动。/);
    expect(page.text).toMatch(/This is entry \d+ of \d+ in the public log\. It was checked just now and has not been altered\./);
    const address = /href="(\/audit\/acts\/[^"]+)"/.exec(page.text)?.[1]?.replaceAll('&#38;', '&') ?? '';
    const file = await open(address);
    expect(file.headers['content-disposition']).toContain(`e-station-${registration.id}.proof.json`);
    const proof = JSON.parse(file.text) as InclusionProof;
    const key = readVerifierKey((await open('/audit/key')).text);
    const entry = checkProof(proof, key);
    expect(entry).toMatchObject({ id: registration.id, terminal: 'E0217', action: 'act.registration.submit' });
    expect(entry?.data.startsWith(registration.hash.slice(0, 16)), "it begins with what the receipt's code says").toBe(true);
    for (const word of [wang.name, wang.idNumber, registration.session]) expect(file.text).not.toContain(word);
  });

  test('a certificate says it too, without the way to the act', async () => {
    const [number, code] = certificateRef.split('|');
    const page = await open(`/verify?n=${number}&c=${code}`);
    expect(page.text).toContain('这份证明是真的');
    expect(page.text).toMatch(/这笔办件是公开日志的第 \d+ 条/);
    expect(page.text).not.toContain('/audit/acts/');
    expect(page.text).not.toContain(certificate.id);
  });

  test('an act that came just now is on its way into the log', async () => {
    const terminal = new FakeTerminal();
    terminal.reimage();
    const fresh = terminal.rating(terminal.visit());
    await world.line('E0217').sync([fresh], { epoch: 2 });
    await sealed();
    const again = terminal.rating(terminal.visit());
    await world.line('E0217').sync([again], { epoch: 2 });
    const page = await line.get(`/acts/${again.id}?h=${again.hash.slice(0, 16)}`);
    expect(page.text).toMatch(/正在写入公开日志|这笔办件是公开日志的第/);
    expect((await pageOf(fresh)).text).toContain('没有被改动');
  });

  test.each([
    ['an entry that was changed', sql`UPDATE audit_entry SET outcome = 'x'`, sql`UPDATE audit_entry SET outcome = 'ok'`],
    [
      'an act that was stored otherwise afterwards',
      sql`UPDATE audit_entry SET data_hash = 'aa' || substr(data_hash, 3)`,
      undefined,
    ],
  ])('%s: the page says that it does not agree, and no proof is given out', async (_what, change, back) => {
    const whole = await world.db
      .selectFrom('audit_entry')
      .selectAll()
      .where('id', '=', registration.id)
      .executeTakeFirstOrThrow();
    await sql`${change} WHERE id = ${registration.id}::uuid`.execute(world.db);
    const page = await pageOf(registration);
    expect(page.text).toContain('日志里的记录和这笔办件对不上。请打 12345。');
    expect(page.text).not.toContain('没有被改动');
    expect((await open(`/audit/acts/${registration.id}?h=${registration.hash.slice(0, 16)}`)).status).toBe(404);
    if (back) await sql`${back} WHERE id = ${registration.id}::uuid`.execute(world.db);
    else await sql`UPDATE audit_entry SET data_hash = ${whole.data_hash} WHERE id = ${registration.id}::uuid`.execute(world.db);
    expect((await pageOf(registration)).text).toContain('没有被改动');
  });

  test('the proof is only for who has the beginning of the hash', async () => {
    expect((await open(`/audit/acts/${registration.id}?h=00000000`)).status).toBe(404);
    expect((await open(`/audit/acts/${registration.id}`)).status).toBe(400);
    expect((await open(`/audit/acts/${newId()}?h=${registration.hash}`)).status).toBe(404);
    expect((await open('/audit/acts/x?h=00000000')).status).toBe(400);
  });
});

describe('whoever watches the log', () => {
  test('gets the newest checkpoint and the proof that it continues the one they kept', async () => {
    const key = readVerifierKey((await open('/audit/key')).text);
    const opened = async () => {
      const reply = openCheckpoint((await open('/audit/checkpoint')).text, key);
      if (!reply.ok) throw new Error(reply.error);
      return reply.value;
    };
    const kept = await opened();
    const terminal = new FakeTerminal();
    terminal.epoch = 3;
    await world.line('E0217').sync([terminal.rating(terminal.visit())], { epoch: 3 });
    await sealed();
    const next = await opened();
    expect(next.size).toBeGreaterThan(kept.size);
    const reply = await open(`/audit/consistency?from=${kept.size}&to=${next.size}`);
    const { path: hashes } = JSON.parse(reply.text) as { path: string[] };
    const claim = {
      first: kept.size,
      second: next.size,
      firstRoot: Buffer.from(kept.root, 'base64'),
      secondRoot: Buffer.from(next.root, 'base64'),
      path: hashes.map((hash) => Buffer.from(hash, 'base64')),
    };
    expect(verifyConsistency(tree, claim)).toBe(true);
    expect((await open('/audit/consistency?from=5&to=4')).status).toBe(400);
    expect((await open('/audit/consistency?from=0&to=99999')).status).toBe(400);
    expect((await open('/audit/consistency?from=-1&to=2')).status).toBe(400);
  });

  test('is held back like everybody when they ask too often', async () => {
    aheadMs += 600_000;
    const replies: Reply[] = [];
    for (let n = 0; n < 25; n += 1) replies.push(await line.get('/audit/key'));
    expect(replies.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
  });
});

test('the whole log of a centre that worked is good', async () => {
  await sealed();
  const key = readVerifierKey(audit.verifierKey);
  expect(await verifyLog(world.db, key, [])).toMatchObject({ count: 0, findings: [], pending: 0 });
});

test('a person is told who read their data, in words, and nothing of others', async () => {
  const verification = { method: 'face', attempt: 1, at: new Date().toISOString(), policy: 'test' } as const;
  const ask = { session: newId(), actor: wang, verification };
  const purpose = 'social-insurance.contribution-certificate';
  await world.line('E0217').query('cases', ask);
  await world.line('E0217').query('contributions', { ...ask, purpose });
  await world.line('E0218').query('cases', { ...ask, actor: { ...wang, idNumber: '11010519491231002X' } });
  await sealed();
  const pseudonyms = openPseudonyms(path.join(world.folder, 'data', 'keys'));
  const reads = await listReadsAbout(world.db, pseudonyms.personKey(wang.idNumber), (item) =>
    item === purpose ? { 'zh-CN': '参保缴费证明', en: 'Contribution certificate' } : undefined,
  );
  expect(reads.map(({ says }) => says['zh-CN'])).toEqual([
    '自助终端 E0217：您本人刷脸后，查询了社保缴费记录，用于办理“参保缴费证明”（没有查到）。',
    '自助终端 E0217：您本人刷脸后，查看了办件记录。',
  ]);
  expect(reads.map(({ says }) => says.en)).toEqual([
    'Terminal E0217, after your face was checked, looked up the social-insurance record for “Contribution certificate” (nothing was shown).',
    'Terminal E0217, after your face was checked, looked at the list of cases.',
  ]);
  expect(reads.every(({ position }) => position !== undefined)).toBe(true);
  expect(await listReadsAbout(world.db, '')).toEqual([]);
});
