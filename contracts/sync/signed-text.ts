import { canonicalJson } from '../basics/canonical-json.ts';
import type { CentralReceipt, FeedEntry } from './wire.ts';

/** The exact text under a receipt's signature. */
export function receiptSignedText(receipt: Omit<CentralReceipt, 'sig' | 'keyId'>): string {
  const { id, code, ref, at, reason, terminal } = receipt;
  return `estation-receipt-v1\n${canonicalJson({ id, code, ref, at, reason, terminal })}`;
}

/** The exact text under a feed entry's signature. */
export function feedSignedText(stream: string, entry: Omit<FeedEntry, 'sig' | 'keyId'>): string {
  const { pos, key, op, payload } = entry;
  return `estation-feed-v1\n${canonicalJson({ stream, pos, key, op, payload })}`;
}
