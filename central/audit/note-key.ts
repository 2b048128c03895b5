import { createPublicKey, hash, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Checkpoint } from '#contracts/audit/checkpoint.ts';
import { noteText, parseCheckpoint, parseNote } from '#contracts/audit/checkpoint.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err } from '#contracts/basics/result.ts';

/** Type byte of an Ed25519 key in a C2SP signed-note; the signature is over the text alone. */
const ed25519 = 0x01;

/** Under which name and with which key a log signs. */
export interface NoteKey {
  readonly name: string;
  readonly publicKey: KeyObject;
}

/** Signs a text that ends in a newline. */
export function signNote(text: string, { name, publicKey }: NoteKey, privateKey: KeyObject): string {
  const signature = sign(null, Buffer.from(text, 'utf8'), privateKey);
  const blob = Buffer.concat([keyIdOf(name, rawOf(publicKey)), signature]).toString('base64');
  return noteText({ text, signatures: [{ name, blob }] });
}

/** Why a note is not believed; all of them mean that it did not come from this log as it stands there. */
export type NoteProblem = 'not-a-note' | 'not-a-checkpoint' | 'not-signed' | 'bad-signature' | 'other-log';

/** Opens a checkpoint: signed by this key, and about the log of its name. Signatures of others (witnesses) are left alone. */
export function openCheckpoint(note: string, key: NoteKey): Result<Checkpoint, NoteProblem> {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const { text, signatures } = parsed.value;
  const keyId = keyIdOf(key.name, rawOf(key.publicKey));
  const own = signatures
    .filter(({ name, blob }) => name === key.name && isCanonical(blob))
    .map(({ blob }) => Buffer.from(blob, 'base64'))
    .find((blob) => blob.subarray(0, 4).equals(keyId));
  if (!own) return err('not-signed');
  if (!verify(null, Buffer.from(text, 'utf8'), key.publicKey, own.subarray(4))) return err('bad-signature');
  const checkpoint = parseCheckpoint(text);
  return checkpoint.ok && checkpoint.value.origin !== key.name ? err('other-log') : checkpoint;
}

/** `<name>+<key id>+<key>`, as verifiers of C2SP notes take it. */
export function verifierKeyOf({ name, publicKey }: NoteKey): string {
  const raw = rawOf(publicKey);
  const typed = Buffer.concat([Buffer.from([ed25519]), raw]);
  return `${name}+${keyIdOf(name, raw).toString('hex')}+${typed.toString('base64')}`;
}

/** Reads what `verifierKeyOf` wrote. @throws when it is not an Ed25519 key, or the key id is not that of the key. */
export function readVerifierKey(text: string): NoteKey {
  const [name = '', keyId = '', ...rest] = text.trim().split('+');
  const typed = Buffer.from(rest.join('+'), 'base64');
  const raw = typed.subarray(1);
  if (typed[0] !== ed25519 || raw.length !== 32 || keyIdOf(name, raw).toString('hex') !== keyId) {
    throw new Error('not the verifier key of an Ed25519 note');
  }
  return {
    name,
    publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' }),
  };
}

function keyIdOf(name: string, raw: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), Buffer.from([ed25519]), raw]);
  return hash('sha256', named, 'buffer').subarray(0, 4);
}

/** Base64 can end in bits that stand for nothing; a note has one form only. */
function isCanonical(blob: string): boolean {
  return Buffer.from(blob, 'base64').toString('base64') === blob;
}

/** The 32 bytes of RFC 8032: they end the SubjectPublicKeyInfo. */
function rawOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
}
