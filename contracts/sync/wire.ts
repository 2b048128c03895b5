import { z } from 'zod';
import { actId, sessionId } from '../domain/act.ts';

/** Limits of one `POST /v1/sync`; the centre refuses the whole request beyond them (413). */
export const syncLimits = {
  records: 500,
  compressedBytes: 256 * 1024,
  decompressedBytes: 4 * 1024 * 1024,
  bodyBytes: 256 * 1024,
} as const;

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * One line of the request's NDJSON (zstd). `body` is the act's canonical JSON text and travels as it was hashed:
 * `hash` = SHA-256 over the previous record's hash (32 bytes, zeros for the first of an epoch) followed by the body's UTF-8.
 */
export const syncRecord = z.strictObject({
  id: actId,
  session: sessionId,
  /** 1, 2, … inside one session: the centre applies in this order and parks what comes too early. */
  sessSeq: z.int().min(1),
  kind: z.string().max(40),
  schemaVersion: z.int().min(1),
  /** Hybrid logical clock `<ms hex 12>-<counter hex 4>-<terminal>`; for display and ties, never for correctness. */
  hlc: z.string().max(40),
  /** After this the centre answers `superseded`. */
  expiresAt: z.iso.datetime(),
  seq: z.int().min(1),
  prevHash: sha256Hex,
  hash: sha256Hex,
  body: z.string().max(syncLimits.bodyBytes),
});
export type SyncRecord = z.infer<typeof syncRecord>;

/** Headers of `POST /v1/sync`. The terminal's name is the client certificate's subject, never a header. */
export const syncHeaders = { epoch: 'x-terminal-epoch', clock: 'x-terminal-clock' } as const;

/** What the centre signs (Ed25519 over canonical JSON of exactly these members plus `terminal`). */
export const receiptFields = {
  id: actId,
  code: z.enum(['applied', 'superseded', 'rejected']),
  /** The centre's own number of the result: certificate number, case reference. */
  ref: z.string().max(80),
  at: z.iso.datetime(),
  /** A code of the table, or empty. */
  reason: z.string().max(80),
} as const;

/** The final answer for one act; verified before the terminal believes it. */
export const centralReceipt = z.strictObject({ ...receiptFields, terminal: z.string(), keyId: z.string(), sig: z.string() });
export type CentralReceipt = z.infer<typeof centralReceipt>;

export const syncResult = z.discriminatedUnion('answer', [
  /** `duplicate`: the same answer as the first time, signature and all. */
  z.strictObject({ id: actId, answer: z.literal('final'), duplicate: z.boolean(), receipt: centralReceipt }),
  z.strictObject({ id: actId, answer: z.literal('parked') }),
  z.strictObject({ id: actId, answer: z.literal('retry'), afterMs: z.int().min(0), reason: z.string().max(80) }),
]);
export type SyncResult = z.infer<typeof syncResult>;

export const syncReply = z.strictObject({ results: z.array(syncResult), serverTime: z.iso.datetime() });
export type SyncReply = z.infer<typeof syncReply>;

/** `GET /v1/feed/{stream}?after=pos`: entries are signed one by one; 304 when nothing is new, 410 = take a snapshot from 0. */
export const feedEntry = z.strictObject({
  pos: z.int().min(1),
  key: z.string().max(120),
  op: z.enum(['put', 'delete']),
  /** Canonical JSON text of the stream's thing: a ServiceItem in `catalogue`, a SealedProposal in `proposals`. */
  payload: z.string(),
  keyId: z.string(),
  sig: z.string(),
});
export const feedReply = z.strictObject({ stream: z.string(), entries: z.array(feedEntry), next: z.int().min(0) });
export type FeedEntry = z.infer<typeof feedEntry>;
export type FeedReply = z.infer<typeof feedReply>;
export const feedStreams = ['catalogue', 'proposals'] as const;

/** An error of the whole request: never of one record. */
export const httpError = z.strictObject({ code: z.string(), message: z.string() });
