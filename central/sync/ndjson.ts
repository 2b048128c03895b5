import { hash } from 'node:crypto';
import { constants, zstdDecompressSync } from 'node:zlib';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { SyncRecord } from '#contracts/sync/wire.ts';
import { syncLimits, syncRecord } from '#contracts/sync/wire.ts';

/**
 * A line as it was understood. One that names its act but is otherwise wrong is answered for itself alone; `place` is its
 * place in its session where that can be made out, so that the acts behind it need not wait for ever. `bodyHash` is SHA-256, hex.
 */
export type BatchLine =
  | { readonly is: 'record'; readonly record: SyncRecord; readonly bodyHash: string }
  | { readonly is: 'malformed'; readonly id: string; readonly place?: { readonly session: string; readonly sessSeq: number } };

/** Why the whole request is refused, with its HTTP status. */
export interface BatchRefusal {
  readonly status: 400 | 413 | 415;
  readonly code: 'NET-005';
  readonly message: string;
}

const namedOnly = syncRecord.pick({ id: true }).strip();
const placedOnly = syncRecord.pick({ session: true, sessSeq: true }).strip();

/** 8 MiB: what a decoder must set aside before it has seen a byte of content. */
const zstdWindowLog = 23;

/**
 * Reads the body of `POST /v1/sync`. @param encoding value of `content-encoding`: `zstd`, `identity` or absent.
 * A body that would unfold beyond `syncLimits.decompressedBytes` is given up at that byte, not after.
 */
export function decodeBatch(body: Uint8Array, encoding: string | undefined): Result<readonly BatchLine[], BatchRefusal> {
  const plain = decompress(body, encoding);
  if (!plain.ok) return plain;
  const lines = plain.value.split('\n').filter((line) => line !== '');
  if (lines.length === 0) return refuse(400, 'the batch is empty');
  if (lines.length > syncLimits.records) return refuse(413, `more than ${syncLimits.records} records`);
  const read: BatchLine[] = [];
  for (const line of lines) {
    const understood = readLine(line);
    if (!understood) return refuse(400, `line ${read.length + 1} does not name an act`);
    read.push(understood);
  }
  return ok(read);
}

function decompress(body: Uint8Array, encoding: string | undefined): Result<string, BatchRefusal> {
  try {
    if (encoding === undefined || encoding === 'identity') {
      return body.length > syncLimits.decompressedBytes ? refuse(413, 'the batch is too large') : ok(utf8(body));
    }
    if (encoding !== 'zstd') return refuse(415, 'content-encoding must be zstd or identity');
    if (body.length > syncLimits.compressedBytes) return refuse(413, 'the batch is too large');
    const params = { [constants.ZSTD_d_windowLogMax]: zstdWindowLog };
    return ok(utf8(zstdDecompressSync(body, { maxOutputLength: syncLimits.decompressedBytes, params })));
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return tooLarge ? refuse(413, 'the batch unfolds beyond the limit') : refuse(400, 'the batch cannot be decoded');
  }
}

/** @throws TypeError on bytes that are not UTF-8: the hash covers bytes, a replacement character would change them. */
function utf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function readLine(line: string): BatchLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const record = syncRecord.safeParse(value);
  if (record.success && isStorable(line))
    return { is: 'record', record: record.data, bodyHash: hash('sha256', record.data.body) };
  const named = namedOnly.safeParse(value);
  if (!named.success) return undefined;
  const placed = placedOnly.safeParse(value);
  return { is: 'malformed', id: named.data.id, ...(placed.success && { place: placed.data }) };
}

/** PostgreSQL keeps neither U+0000 nor half a surrogate pair; a card or a keyboard yields neither. */
export function isStorable(jsonText: string): boolean {
  if (/\\u0000/.test(jsonText)) return false;
  return !/\\ud[89a-f]/i.test(jsonText) || !/\\ud[89a-f]/i.test(JSON.stringify(JSON.parse(jsonText)));
}

function refuse(status: BatchRefusal['status'], message: string): { readonly ok: false; readonly error: BatchRefusal } {
  return err({ status, code: 'NET-005', message });
}
