import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import type { SyncRecord } from '#contracts/sync/wire.ts';
import type { Sendable } from '../journal/outbox.ts';

const compress = promisify(zstdCompress);
const params = { [constants.ZSTD_c_compressionLevel]: 3 };

/** What is on the line, kept until it is answered: after a lost reply exactly these bytes go out again. */
export interface Batch {
  readonly sent: readonly Sendable[];
  readonly bytes: Uint8Array;
}

/** One line of JSON per record, zstd. Compressed off the main thread. */
export async function packBatch(sent: readonly Sendable[]): Promise<Batch> {
  return { sent, bytes: await compress(Buffer.from(sent.map(({ record }) => lineOf(record)).join(''), 'utf8'), { params }) };
}

function lineOf(record: SyncRecord): string {
  return `${JSON.stringify(record)}\n`;
}
