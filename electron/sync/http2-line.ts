import { connect, constants, type ClientHttp2Session, type IncomingHttpHeaders, type IncomingHttpStatusHeader } from 'node:http2';
import type { Clock } from '#contracts/basics/clock.ts';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';

/** PEM: the authority that signed the centre's certificate, and this terminal's own certificate and key. */
export interface LineTls {
  readonly ca: string | Uint8Array;
  readonly cert: string | Uint8Array;
  readonly key: string | Uint8Array;
}

export interface LineRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly timeoutMs: number;
  /** More than this is not read: the answer counts as not understood (NET-005). */
  readonly mostBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface LineReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * One HTTP/2 connection to the centre with mutual TLS 1.3, opened by the first request and again after it was lost. All
 * lanes share it, each request is a stream of its own: a heartbeat does not wait behind a batch.
 */
export interface Http2Line {
  /** NET-001 no connection, NET-003 no answer in time or given up by `signal`, NET-004 certificate refused, NET-005 too large. */
  request(request: LineRequest): Promise<Result<LineReply, CodedError>>;
  close(): Promise<void>;
}

export const lineDelays = {
  /** A connection that let a request run into its time limit must answer a ping within this, or it is given up. */
  pingMs: 3_000,
} as const;

export function createHttp2Line(parts: { readonly url: string; readonly tls: LineTls; readonly clock: Clock }): Http2Line {
  const { url, tls, clock } = parts;
  let session: ClientHttp2Session | undefined;
  let closed = false;

  const sessionNow = (): ClientHttp2Session => {
    if (session && !session.closed && !session.destroyed) return session;
    const opened = connect(url, { ca: toPem(tls.ca), cert: toPem(tls.cert), key: toPem(tls.key), minVersion: 'TLSv1.3' });
    opened.on('error', () => {}); // each request hears of it through its own stream
    opened.on('goaway', () => opened.close());
    session = opened;
    return opened;
  };

  /** A cable that was pulled gives no error: only silence. */
  const doubt = (suspect: ClientHttp2Session) => {
    if (suspect.closed || suspect.destroyed) return;
    const cancel = clock.after(lineDelays.pingMs, () => suspect.destroy());
    suspect.ping((failed) => {
      cancel();
      if (failed) suspect.destroy();
    });
  };

  return {
    request: (request) =>
      closed ? Promise.resolve(err({ code: 'NET-001', raw: 'closed' })) : exchange(sessionNow(), request, clock, doubt),
    async close() {
      closed = true;
      if (!session || session.destroyed) return;
      const last = session;
      await new Promise<void>((resolve) => {
        last.once('close', resolve);
        last.destroy();
      });
    },
  };
}

function exchange(
  session: ClientHttp2Session,
  request: LineRequest,
  clock: Clock,
  doubt: (session: ClientHttp2Session) => void,
): Promise<Result<LineReply, CodedError>> {
  return new Promise((resolve) => {
    const stream = session.request(
      { ...request.headers, [constants.HTTP2_HEADER_METHOD]: request.method, [constants.HTTP2_HEADER_PATH]: request.path },
      { endStream: request.body === undefined },
    );
    const chunks: Buffer[] = [];
    let size = 0;
    let headers: IncomingHttpHeaders & IncomingHttpStatusHeader = {};

    const settle = (result: Result<LineReply, CodedError>) => {
      cancelTimeout();
      request.signal?.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const giveUp = (error: CodedError) => {
      settle(err(error));
      stream.close(constants.NGHTTP2_CANCEL);
    };
    const onAbort = () => giveUp({ code: 'NET-003', raw: 'aborted' });
    const cancelTimeout = clock.after(request.timeoutMs, () => {
      giveUp({ code: 'NET-003', raw: 'timeout' });
      doubt(session);
    });

    stream.on('response', (received) => (headers = received));
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > request.mostBytes) giveUp({ code: 'NET-005', raw: 'too large' });
      else chunks.push(chunk);
    });
    stream.on('error', (error) => settle(err(lineError(error))));
    stream.on('end', () => {
      const status = headers[':status'];
      if (status !== undefined) settle(ok({ status, headers, body: Buffer.concat(chunks) }));
    });
    stream.on('close', () => settle(err({ code: 'NET-001', raw: 'closed' })));

    if (request.signal?.aborted) return onAbort();
    request.signal?.addEventListener('abort', onAbort);
    if (request.body !== undefined) stream.end(request.body);
  });
}

/** TLS alerts by which a server says that it does not want our certificate, and our own refusals of the server's. */
const certificateErrors = [
  'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED',
  'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** Requests that waited for the connection are told of its error as the cause of their own. */
function lineError(error: Error): CodedError {
  const cause = error.cause instanceof Error ? error.cause : error;
  const raw = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
  return { code: certificateErrors.includes(raw) ? 'NET-004' : 'NET-001', raw };
}

function toPem(pem: string | Uint8Array): string | Buffer {
  return typeof pem === 'string' ? pem : Buffer.from(pem);
}
