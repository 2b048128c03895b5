import { constants, zstdCompress } from 'node:zlib';
import { promisify } from 'node:util';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Log } from '#contracts/log/events.ts';
import type { SyncReply } from '#contracts/sync/wire.ts';
import { syncHeaders, syncLimits, syncReply } from '#contracts/sync/wire.ts';
import type { IntakeParts } from '../sync/index.ts';
import { decodeBatch, replyText, takeIn } from '../sync/index.ts';
import { admissionLimits, openAdmission } from './admission.ts';
import { Refusal } from './errors.ts';
import type { Metrics } from './metrics.ts';
import { terminalOf } from './scopes.ts';
import type { App } from './app.ts';

const compress = promisify(zstdCompress);
/** Below this the frame costs more than it saves. */
const worthCompressing = 1024;

export interface SyncRouteParts {
  readonly intake: IntakeParts;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Told after each batch that left work in the outbox. */
  onApplied(): void;
}

/** `POST /v1/sync`: NDJSON, plain or zstd; 200 with one result per line, or a refusal of the whole request. */
export function addSyncRoute(app: App, parts: SyncRouteParts): void {
  const admission = openAdmission();
  app.route({
    method: 'POST',
    url: '/v1/sync',
    config: { scope: 'terminal' },
    bodyLimit: syncLimits.decompressedBytes,
    schema: {
      description: `Records as NDJSON (application/x-ndjson), content-encoding zstd or identity; header ${syncHeaders.epoch}.`,
      response: { 200: syncReply },
    },
    handler: async (request, reply) => {
      const terminal = terminalOf(request);
      const lines = decodeBatch(request.body as Uint8Array, request.headers['content-encoding']);
      if (!lines.ok) throw new Refusal(lines.error.status, lines.error.code, lines.error.message);
      const epoch = epochOf(request.headers[syncHeaders.epoch]);
      const batch = await admission.run(() => takeIn(parts.intake, terminal, epoch, lines.value));
      if (!batch) throw new Refusal(429, 'NET-002', 'too many batches at once', admissionLimits.retryAfterSeconds);
      parts.log('centre.applied', { terminal: terminal.id, records: lines.value.length, ...batch.counts });
      parts.metrics.batch(batch.counts);
      if (batch.counts.applied > 0) parts.onApplied();
      const text = replyText(batch.answers, instantOf(parts.clock.now()));
      reply.header('content-type', 'application/json; charset=utf-8');
      if (text.length < worthCompressing || !acceptsZstd(request.headers['accept-encoding'])) return asSent(Buffer.from(text));
      reply.header('content-encoding', 'zstd').header('vary', 'accept-encoding');
      return asSent(await compress(text, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }));
    },
  });
}

/** The reply is put together from stored texts: bytes go out as they are, for reading it all again to check it would double the work. */
function asSent(bytes: Buffer): SyncReply {
  return bytes as unknown as SyncReply;
}

/** Absent or unreadable = 1, the epoch of a terminal that never lost its journal. */
function epochOf(header: string | string[] | undefined): number {
  const epoch = Number(header ?? 1);
  return Number.isSafeInteger(epoch) && epoch >= 1 && epoch <= 1_000_000 ? epoch : 1;
}

function acceptsZstd(header: string | string[] | undefined): boolean {
  return /(^|[\s,])zstd(\s*;\s*q=(?!0(\.0*)?\s*(,|$)))?\s*(,|$)/.test(String(header ?? ''));
}
