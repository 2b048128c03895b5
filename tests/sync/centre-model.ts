import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
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
import { someMoment, terminal } from '../journal/acts.ts';

/** What a centre owes by `contracts/sync`, in memory: permanent dedup, order inside a session, signed receipts. */
export interface CentreModel {
  readonly receiptKeys: Readonly<Record<string, string>>;
  /** Acts in the order in which they took effect: one entry per effect, so a doubled one shows. */
  readonly effects: SyncRecord[];
  /** Records whose handler always fails: answered `retry`. */
  readonly poison: Set<ActId>;
  apply(record: SyncRecord): SyncResult;
  receiptOf(id: ActId, of?: string): CentralReceipt;
  signEntry(entry: Omit<FeedEntry, 'sig' | 'keyId'>): FeedEntry;
}

export function createCentreModel(): CentreModel {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const signed = (text: string) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64url');
  const answered = new Map<string, { readonly bodyHash: string; readonly receipt: CentralReceipt }>();
  const heads = new Map<string, number>();
  const effects: SyncRecord[] = [];
  const poison = new Set<ActId>();

  const receiptOf = (id: ActId, of: string = terminal): CentralReceipt => {
    const fields = {
      id,
      code: 'applied' as const,
      ref: `SI-${id.slice(-6)}`,
      at: instantOf(someMoment),
      reason: '',
      terminal: of,
    };
    return { ...fields, keyId: 'centre-1', sig: signed(receiptSignedText(fields)) };
  };

  return {
    receiptKeys: { 'centre-1': publicKey.export({ type: 'spki', format: 'pem' }).toString() },
    effects,
    poison,
    receiptOf,
    signEntry: (entry) => ({ ...entry, keyId: 'centre-1', sig: signed(feedSignedText('catalogue', entry)) }),
    apply(record) {
      const { id, session, sessSeq } = record;
      const bodyHash = createHash('sha256').update(record.body).digest('hex');
      const known = answered.get(id);
      if (known && known.bodyHash !== bodyHash) throw new Error('the same id with other content');
      if (known) return { id, answer: 'final', duplicate: true, receipt: known.receipt };
      if (poison.has(id)) return { id, answer: 'retry', afterMs: 0, reason: 'SYN-003' };
      const next = heads.get(session) ?? 1;
      if (sessSeq > next) return { id, answer: 'parked' };
      heads.set(session, next + 1);
      effects.push(record);
      const receipt = receiptOf(id);
      answered.set(id, { bodyHash, receipt });
      return { id, answer: 'final', duplicate: false, receipt };
    },
  };
}

/** The records of a batch; undefined beyond the limits (413). */
export function unpackBatch(body: Uint8Array): SyncRecord[] | undefined {
  if (body.length > syncLimits.compressedBytes) return undefined;
  const text = zstdDecompressSync(body, { maxOutputLength: syncLimits.decompressedBytes }).toString('utf8');
  const records = text
    .trimEnd()
    .split('\n')
    .map((line) => syncRecord.parse(JSON.parse(line)));
  return records.length > syncLimits.records ? undefined : records;
}
