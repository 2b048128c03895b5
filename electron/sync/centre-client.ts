import type { Clock } from '#contracts/basics/clock.ts';
import { errorCodes, type CodedError, type ErrorCode } from '#contracts/basics/error-codes.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { Log } from '#contracts/log/events.ts';
import { queries, type QueryName, type QueryReply, type QueryRequest } from '#contracts/sync/queries.ts';
import { feedReply, httpError, syncReply, type FeedReply, type SyncReply } from '#contracts/sync/wire.ts';
import type { z } from 'zod';
import { createHttp2Line, type LineReply, type LineTls } from './http2-line.ts';

/** Why a request gave nothing. `status` is the HTTP status when there was one. */
export interface TransferError extends CodedError {
  readonly status?: number;
  /** What the centre asked to wait, ms. */
  readonly retryAfterMs?: number;
}

export interface CallOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export type FeedNews =
  | { readonly is: 'news'; readonly reply: FeedReply }
  | { readonly is: 'nothing' }
  /** The cursor is older than what the centre keeps: everything must be taken from 0. */
  | { readonly is: 'gone' };

/** The centre as a terminal sees it. Every answer is checked against its schema before it is believed (NET-005). */
export interface CentreClient {
  /**
   * One of `contracts/sync/queries.ts`. The centre's own refusals come back with their code (DEP-…, SMS-…), everything
   * else as NET-001 no connection, NET-002 error of the centre, NET-003 no answer in time, NET-004 certificate refused,
   * NET-005 answer not understood.
   */
  query<N extends QueryName>(
    name: N,
    request: QueryRequest<N>,
    options: CallOptions,
  ): Promise<Result<QueryReply<N>, TransferError>>;
  /** `POST /v1/sync`. @param batch NDJSON, zstd. */
  postBatch(
    batch: Uint8Array,
    headers: Readonly<Record<string, string>>,
    options: CallOptions,
  ): Promise<Result<SyncReply, TransferError>>;
  /** `GET /v1/feed/{stream}?after=`. */
  feed(stream: string, after: number, options: CallOptions): Promise<Result<FeedNews, TransferError>>;
  close(): Promise<void>;
}

/** Largest answers that are read, bytes. */
const mostBytes = { query: 1024 * 1024, batch: 2 * 1024 * 1024, feed: 16 * 1024 * 1024 } as const;

const longestRetryAfterMs = 3_600_000;

export interface CentreClientParts {
  /** `https://host:port`, without a path. */
  readonly url: string;
  readonly tls: LineTls;
  readonly clock: Clock;
  readonly log: Log;
}

export function createCentreClient(parts: CentreClientParts): CentreClient {
  const line = createHttp2Line(parts);

  /** The name of the certificate's refusal is worth a line each time it changes: nobody at the branch can mend it. */
  let lastRefusal: string | undefined;
  const noted = <T extends Result<unknown, TransferError>>(result: T, path: string): T => {
    const refusal = !result.ok && result.error.code === 'NET-004' ? `${result.error.raw ?? ''}` : undefined;
    if (refusal !== undefined && refusal !== lastRefusal) parts.log('sync.failed', { code: 'NET-004', raw: refusal, path });
    lastRefusal = refusal;
    return result;
  };

  return {
    async query(name, request, options) {
      const path = `/v1/${name}`;
      const headers = { 'content-type': 'application/json' };
      const body = Buffer.from(JSON.stringify(request), 'utf8');
      const reply = await line.request({ method: 'POST', path, headers, body, mostBytes: mostBytes.query, ...options });
      // The table binds each name to its reply's schema; the compiler cannot follow a name that it does not know yet.
      return noted(understood(reply, queries[name].reply as unknown as z.ZodType<QueryReply<typeof name>>), path);
    },
    async postBatch(batch, more, options) {
      const path = '/v1/sync';
      const headers = { 'content-type': 'application/x-ndjson', 'content-encoding': 'zstd', ...more };
      const reply = await line.request({ method: 'POST', path, headers, body: batch, mostBytes: mostBytes.batch, ...options });
      return noted(understood(reply, syncReply), path);
    },
    async feed(stream, after, options) {
      const path = `/v1/feed/${encodeURIComponent(stream)}?after=${after}`;
      const reply = await line.request({ method: 'GET', path, mostBytes: mostBytes.feed, ...options });
      if (reply.ok && reply.value.status === 304) return ok({ is: 'nothing' });
      if (reply.ok && reply.value.status === 410) return ok({ is: 'gone' });
      const news = noted(understood(reply, feedReply), path);
      return news.ok ? ok({ is: 'news', reply: news.value }) : news;
    },
    close: () => line.close(),
  };
}

function understood<T>(reply: Result<LineReply, CodedError>, schema: z.ZodType<T>): Result<T, TransferError> {
  if (!reply.ok) return reply;
  const { status, body } = reply.value;
  if (status !== 200) return err(refusalOf(reply.value));
  const parsed = schema.safeParse(parseJson(body));
  return parsed.success ? ok(parsed.data) : err({ code: 'NET-005', raw: 'schema', status });
}

function refusalOf({ status, headers, body }: LineReply): TransferError {
  const seconds = Number(headers['retry-after']);
  const wait = Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: Math.min(seconds * 1000, longestRetryAfterMs) } : {};
  return { code: codeOf(status, body), raw: `status ${status}`, status, ...wait };
}

/** The centre's own word when it is one of our codes, else what the status says. */
function codeOf(status: number, body: Buffer): ErrorCode {
  const said = httpError.safeParse(parseJson(body));
  if (said.success && said.data.code in errorCodes) return said.data.code as ErrorCode;
  return status === 401 || status === 403 ? 'NET-004' : 'NET-002';
}

/** Undefined where it is no JSON: no schema takes that. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
