import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { TerminalId } from '#contracts/basics/ids.ts';
import { feedSignedText, receiptSignedText } from '#contracts/sync/signed-text.ts';
import type { CentralReceipt, FeedEntry } from '#contracts/sync/wire.ts';

/** The centre's public keys by their id, PEM (Ed25519). Several at once while the centre changes its key. */
export type ReceiptKeys = Readonly<Record<string, string>>;

/** Believes nothing that one of the centre's keys has not signed. */
export interface SignatureCheck {
  /** Also that the receipt speaks of this terminal's act `id`. */
  isGenuineReceipt(receipt: CentralReceipt, about: { readonly id: string; readonly terminal: TerminalId }): boolean;
  isGenuineEntry(stream: string, entry: FeedEntry): boolean;
}

/** Throws when a key is not an Ed25519 public key: such a configuration must not start. */
export function createSignatureCheck(keys: ReceiptKeys): SignatureCheck {
  const known = new Map<string, KeyObject>();
  for (const [id, pem] of Object.entries(keys)) {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(`receipt key ${id} is not Ed25519`);
    known.set(id, key);
  }
  const isSigned = (text: string, keyId: string, sig: string): boolean => {
    const key = known.get(keyId);
    const signature = Buffer.from(sig, 'base64url');
    return key !== undefined && signature.length === 64 && verify(null, Buffer.from(text, 'utf8'), key, signature);
  };
  return {
    isGenuineReceipt: (receipt, { id, terminal }) =>
      receipt.id === id && receipt.terminal === terminal && isSigned(receiptSignedText(receipt), receipt.keyId, receipt.sig),
    isGenuineEntry: (stream, entry) => isSigned(feedSignedText(stream, entry), entry.keyId, entry.sig),
  };
}
