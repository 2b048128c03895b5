import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import type { ActId } from '#contracts/basics/ids.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import { feedSignedText, receiptSignedText } from '#contracts/sync/signed-text.ts';
import {
  syncLimits,
  syncRecord,
  type CentralReceipt,
  type FeedEntry,
  type SyncRecord,
  type SyncResult,
} from '#contracts/sync/wire.ts';
import { ensureDevPki, type DevPki } from '#central/terminals/dev-pki.ts';
import { someMoment, terminal } from '../journal/kit.ts';

/** What becomes of the next batches, one after the other; `ok` when the list is used up. */
export type BatchFate =
  | 'ok'
  | 'lostRequest' // cut before anything is applied
  | 'lostAnswer' // applied, then cut
  | 'silence' // applied, never answered
  | 'partial' // only the first half is answered
  | 'empty' // nothing is answered
  | 'forged' // receipts that nobody signed
  | 'otherTerminal' // genuine receipts of somebody else's acts
  | 'garbage'
  | 'huge'
  | { readonly status: number; readonly retryAfter?: number };

export interface TestCentre {
  readonly url: string;
  readonly tls: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer };
  readonly receiptKeys: Readonly<Record<string, string>>;
  /** Bytes of each batch as they came. */
  readonly batches: Buffer[];
  /** Acts in the order in which they took effect: one entry per effect, so a doubled one shows. */
  readonly effects: SyncRecord[];
  readonly sessions: Set<ServerHttp2Session>;
  readonly heartbeats: unknown[];
  fates: BatchFate[];
  /** Records whose handler always fails: answered `retry`. */
  readonly poison: Set<ActId>;
  /** Records that make the centre answer the whole batch with 500. */
  readonly bombs: Set<ActId>;
  /** What any query is answered with, instead of a heartbeat's good answer. */
  queryAnswer: { readonly status: number; readonly body: string } | undefined;
  heartbeatSilent: boolean;
  /** Answers of the feed by `after`. */
  feed: (after: number) => { readonly status: number; readonly body?: unknown };
  signEntry(entry: Omit<FeedEntry, 'sig' | 'keyId'>): FeedEntry;
  /** Cuts all connections; with `reopen` false nobody gets through any more. */
  cut(): void;
  stop(): Promise<void>;
  restart(): Promise<void>;
}

let pki: Promise<DevPki> | undefined;

/** One development authority per test process. */
function devPki(): Promise<DevPki> {
  pki ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'estation-pki-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return ensureDevPki(folder, [terminal, 'E0999']);
  })();
  return pki;
}

/** A small centre that keeps to `contracts/sync`: real TLS and HTTP/2, real signatures, everything in memory. */
export async function startTestCentre(): Promise<TestCentre> {
  const files = await devPki();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const centre = createState(privateKey);
  const options = {
    ca: readFileSync(files.caCertificate),
    cert: readFileSync(files.serverCertificate),
    key: readFileSync(files.serverKey),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.3' as const,
  };
  let server = await listen(options, centre, 0);
  const { port } = server.address() as { port: number };
  const own = files.terminals[terminal];
  if (!own) throw new Error('no certificate');

  const running: TestCentre = Object.assign(centre, {
    url: `https://localhost:${port}`,
    tls: { ca: readFileSync(files.caCertificate), cert: readFileSync(own.certificate), key: readFileSync(own.key) },
    receiptKeys: { 'centre-1': publicKey.export({ type: 'spki', format: 'pem' }).toString() },
    cut() {
      for (const session of centre.sessions) session.destroy();
    },
    async stop() {
      running.cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    async restart() {
      server = await listen(options, centre, port);
    },
  });
  onTestFinished(() => running.stop());
  return running;
}

type State = Omit<TestCentre, 'url' | 'tls' | 'receiptKeys' | 'cut' | 'stop' | 'restart'> & {
  readonly answered: Map<string, { hash: string; result: SyncResult }>;
  readonly heads: Map<string, number>;
  readonly privateKey: KeyObject;
};

function createState(privateKey: KeyObject): State {
  return {
    batches: [],
    effects: [],
    sessions: new Set(),
    heartbeats: [],
    fates: [],
    poison: new Set(),
    bombs: new Set(),
    queryAnswer: undefined,
    heartbeatSilent: false,
    feed: () => ({ status: 304 }),
    signEntry: (entry) => ({ ...entry, keyId: 'centre-1', sig: signed(privateKey, feedSignedText('catalogue', entry)) }),
    answered: new Map(),
    heads: new Map(),
    privateKey,
  };
}

function signed(key: KeyObject, text: string): string {
  return sign(null, Buffer.from(text, 'utf8'), key).toString('base64url');
}

function listen(options: object, state: State, port: number): Promise<Http2SecureServer> {
  const server = createSecureServer(options);
  server.on('session', (session) => {
    state.sessions.add(session);
    session.on('close', () => state.sessions.delete(session));
    session.on('error', () => {});
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => answer(state, stream, String(headers[':path']), Buffer.concat(chunks)));
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

function answer(state: State, stream: ServerHttp2Stream, path: string, body: Buffer): void {
  if (path === '/v1/sync') return answerBatch(state, stream, body);
  if (path.startsWith('/v1/feed/')) {
    const { status, body: json } = state.feed(Number(new URL(path, 'https://x').searchParams.get('after')));
    return reply(stream, status, json === undefined ? '' : JSON.stringify(json));
  }
  if (path === '/v1/heartbeat') state.heartbeats.push(JSON.parse(body.toString()));
  if (path === '/v1/heartbeat' && state.heartbeatSilent) return;
  const { status, body: text } = state.queryAnswer ?? {
    status: 200,
    body: JSON.stringify({ serverTime: instantOf(someMoment) }),
  };
  reply(stream, status, text);
}

function reply(stream: ServerHttp2Stream, status: number, text: string, more: Record<string, string> = {}): void {
  if (stream.destroyed) return;
  stream.respond({ ':status': status, 'content-type': 'application/json', ...more });
  stream.end(text);
}

function answerBatch(state: State, stream: ServerHttp2Stream, body: Buffer): void {
  state.batches.push(body);
  const fate = state.fates.shift() ?? 'ok';
  if (fate === 'lostRequest') return stream.session?.destroy();
  if (typeof fate === 'object') {
    const retryAfter = fate.retryAfter === undefined ? {} : { 'retry-after': String(fate.retryAfter) };
    return reply(
      stream,
      fate.status,
      JSON.stringify({ code: 'CFG-001', message: 'not now' }).replace('CFG-001', 'XXX-999'),
      retryAfter,
    );
  }
  const records = unpack(body);
  if (!records) return reply(stream, 413, '{}');
  if (records.some(({ id }) => state.bombs.has(id))) return reply(stream, 500, '{}');
  const results = records.map((record) => apply(state, record));
  if (fate === 'lostAnswer') return stream.session?.destroy();
  if (fate === 'silence') return;
  if (fate === 'garbage') return reply(stream, 200, '{"results": [{"id": 7}]}');
  if (fate === 'huge') return reply(stream, 200, ' '.repeat(3 * 1024 * 1024));
  reply(stream, 200, JSON.stringify({ results: twisted(state, fate, results), serverTime: instantOf(someMoment) }));
}

function twisted(state: State, fate: BatchFate, results: readonly SyncResult[]): readonly SyncResult[] {
  if (fate === 'partial') return results.slice(0, Math.floor(results.length / 2));
  if (fate === 'empty') return [];
  const change = (result: SyncResult, change: (receipt: CentralReceipt) => CentralReceipt): SyncResult =>
    result.answer === 'final' ? { ...result, receipt: change(result.receipt) } : result;
  if (fate === 'forged') return results.map((one) => change(one, (receipt) => ({ ...receipt, ref: `${receipt.ref}0` })));
  if (fate === 'otherTerminal') return results.map((one) => change(one, ({ id }) => receiptOf(state, id, 'E0999')));
  return results;
}

function unpack(body: Buffer): SyncRecord[] | undefined {
  if (body.length > syncLimits.compressedBytes) return undefined;
  const text = zstdDecompressSync(body, { maxOutputLength: syncLimits.decompressedBytes }).toString('utf8');
  const records = text
    .trimEnd()
    .split('\n')
    .map((line) => syncRecord.parse(JSON.parse(line)));
  return records.length > syncLimits.records ? undefined : records;
}

function apply(state: State, record: SyncRecord): SyncResult {
  const hash = createHash('sha256').update(record.body).digest('hex');
  const known = state.answered.get(record.id);
  if (known) {
    if (known.hash !== hash) throw new Error('the same id with other content');
    return known.result.answer === 'final' ? { ...known.result, duplicate: true } : known.result;
  }
  if (state.poison.has(record.id)) return { id: record.id, answer: 'retry', afterMs: 0, reason: 'SYN-003' };
  const next = state.heads.get(record.session) ?? 1;
  if (record.sessSeq > next) return { id: record.id, answer: 'parked' };
  state.heads.set(record.session, next + 1);
  state.effects.push(record);
  const result: SyncResult = { id: record.id, answer: 'final', duplicate: false, receipt: receiptOf(state, record.id, terminal) };
  state.answered.set(record.id, { hash, result });
  return result;
}

function receiptOf(state: State, id: ActId, of: string): CentralReceipt {
  const fields = { id, code: 'applied' as const, ref: `SI-${id.slice(-6)}`, at: instantOf(someMoment), reason: '', terminal: of };
  return { ...fields, keyId: 'centre-1', sig: signed(state.privateKey, receiptSignedText(fields)) };
}
