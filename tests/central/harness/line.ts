import { readFileSync } from 'node:fs';
import { connect } from 'node:http2';
import type { ClientHttp2Session, OutgoingHttpHeaders } from 'node:http2';
import { zstdCompressSync } from 'node:zlib';
import type { SyncRecord, SyncReply } from '#contracts/sync/wire.ts';
import { syncHeaders, syncReply } from '#contracts/sync/wire.ts';
import type { DevPki } from '#central/terminals/index.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** An HTTP/2 connection to the centre, as a terminal has it; without `terminal`, as a stranger has it. */
export interface Line {
  request(headers: OutgoingHttpHeaders, body?: Uint8Array | string): Promise<Reply>;
  sync(records: readonly (SyncRecord | string)[], options?: { epoch?: number; plain?: boolean }): Promise<SyncReply>;
  query(name: string, body: object): Promise<Reply & { readonly json: Record<string, unknown> }>;
  get(path: string, headers?: OutgoingHttpHeaders): Promise<Reply>;
  close(): void;
}

export function openLine(port: number, pki: DevPki, terminal?: string): Line {
  const files = terminal === undefined ? undefined : pki.terminals[terminal];
  const session = connect(`https://localhost:${port}`, {
    ca: readFileSync(pki.caCertificate),
    ...(files && { cert: readFileSync(files.certificate), key: readFileSync(files.key) }),
  });
  session.on('error', () => undefined); // each request reports it

  const request: Line['request'] = (headers, body) => send(session, headers, body);
  return {
    request,
    async sync(records, { epoch = 1, plain = false } = {}) {
      const text = records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n');
      const encoding = plain ? {} : { 'content-encoding': 'zstd' };
      const reply = await request(
        {
          ':method': 'POST',
          ':path': '/v1/sync',
          'content-type': 'application/x-ndjson',
          [syncHeaders.epoch]: String(epoch),
          ...encoding,
        },
        plain ? text : zstdCompressSync(text),
      );
      if (reply.status !== 200) throw new Error(`sync answered ${reply.status}: ${reply.text}`);
      return syncReply.parse(JSON.parse(reply.text));
    },
    async query(name, body) {
      const reply = await request(
        { ':method': 'POST', ':path': `/v1/${name}`, 'content-type': 'application/json' },
        JSON.stringify(body),
      );
      return { ...reply, json: JSON.parse(reply.text) as Record<string, unknown> };
    },
    get: (path, headers = {}) => request({ ':method': 'GET', ':path': path, ...headers }),
    close: () => session.close(),
  };
}

function send(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body?: Uint8Array | string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers, { endStream: body === undefined });
    const chunks: Buffer[] = [];
    let got: Readonly<Record<string, unknown>> = {};
    stream.on('response', (response) => {
      got = response;
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () =>
      resolve({ status: Number(got[':status']), headers: got, text: Buffer.concat(chunks).toString('utf8') }),
    );
    stream.on('error', reject);
    stream.on('close', () => {
      session.off('error', reject);
      reject(new Error('the line was cut')); // of no effect when the answer was whole
    });
    session.once('error', reject);
    if (body !== undefined) stream.end(body);
  });
}
