import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { Result } from '#contracts/basics/result.ts';
import { signedFile } from '#contracts/domain/terminal-config.ts';

/** Public keys by key id, PEM (SPKI), Ed25519. */
export type PublicKeys = Readonly<Record<string, string>>;

/**
 * Reads a signed file: the signature is checked before the payload is parsed, and the payload must satisfy its schema.
 * CFG-001: unreadable or not valid. CFG-002: unknown key or wrong signature. `raw` names the file and the first wrong member.
 */
export function readSignedFile<T>(path: string, schema: z.ZodType<T>, keys: PublicKeys): Result<T, CodedError> {
  const wrapper = signedFile.safeParse(readJson(path));
  if (!wrapper.success) return err({ code: 'CFG-001', raw: `${path}: not a signed file` });
  const { payload, keyId, sig } = wrapper.data;
  const key = keys[keyId];
  if (!key) return err({ code: 'CFG-002', raw: `${path}: unknown key ${keyId}` });
  if (!verify(null, Buffer.from(payload, 'utf8'), createPublicKey(key), Buffer.from(sig, 'base64url'))) {
    return err({ code: 'CFG-002', raw: `${path}: wrong signature` });
  }
  const content = schema.safeParse(parseJson(payload));
  if (content.success) return ok(content.data);
  const issue = content.error.issues[0];
  return err({ code: 'CFG-001', raw: `${path}: ${issue ? `${issue.path.join('.')} ${issue.message}` : 'not valid'}` });
}

function readJson(path: string): unknown {
  try {
    return parseJson(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
