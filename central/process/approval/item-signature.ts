import { sign, verify } from 'node:crypto';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { SigningKey } from '../../store/index.ts';
import { bodyHash, packageHash, sha256 } from './item-package.ts';
import type { ItemRow } from './item-rows.ts';

/** What a signature over a version says. Whoever changes one of these in the database cannot make it again. */
export interface SignedVersion {
  readonly body: ApprovalItem;
  readonly decision: string;
  readonly author: string;
  readonly approver: string;
  /** Local days; null until it is published, or as long as no end is set. */
  readonly effectiveFrom: string | null;
  readonly effectiveTo: string | null;
}

/** Ed25519, base64url, over `estation-item-v1\n` and the canonical JSON of ids, hashes, people and days. */
function signedText({ body, decision, author, approver, effectiveFrom, effectiveTo }: SignedVersion): string {
  const said = canonicalJson({
    id: body.id,
    version: body.version,
    body: bodyHash(body),
    decision: sha256(decision),
    author,
    approver,
    effectiveFrom,
    effectiveTo,
  });
  return `estation-item-v1\n${said}`;
}

export function signVersion(key: SigningKey, version: SignedVersion): { readonly key_id: string; readonly sig: string } {
  return { key_id: key.keyId, sig: sign(null, Buffer.from(signedText(version)), key.privateKey).toString('base64url') };
}

function isSignedBy(
  key: SigningKey,
  version: SignedVersion,
  row: { readonly key_id: string | null; readonly sig: string | null },
): boolean {
  if (row.key_id !== key.keyId || row.sig === null) return false;
  return verify(null, Buffer.from(signedText(version)), key.publicKey, Buffer.from(row.sig, 'base64url'));
}

/** Whether a row says what was signed when it last moved. Rows that were never approved are not signed. */
export function isSignedRow(key: SigningKey, row: ItemRow): boolean {
  const { body, decision, author, approver, effective_from: effectiveFrom, effective_to: effectiveTo } = row;
  if (approver === null || body.id !== row.item_id || body.version !== row.version) return false;
  if (packageHash(body, decision) !== row.sha256) return false;
  return isSignedBy(key, { body, decision, author, approver, effectiveFrom, effectiveTo }, row);
}
