import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openCheckpoint, readVerifierKey, signNote, verifierKeyOf } from '#central/audit/index.ts';
import { checkpointText, parseCheckpoint, parseNote } from '#contracts/audit/checkpoint.ts';

/** The example of Go's golang.org/x/mod/sumdb/note, which C2SP signed-note describes; as data. */
const example = {
  verifier: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  seed: 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};
/** RFC 8410 §7: what stands before the 32 bytes of an Ed25519 private key in PKCS #8. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

test("a note is byte for byte that of the reference implementation, and so is the verifier's key", () => {
  const seed = Buffer.from(example.seed, 'base64').subarray(1);
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  const key = { name: 'PeterNeumann', publicKey: createPublicKey(privateKey) };
  expect(verifierKeyOf(key)).toBe(example.verifier);
  expect(signNote(example.text, key, privateKey)).toBe(`${example.text}\n${example.signature}`);
  expect(verifierKeyOf(readVerifierKey(example.verifier))).toBe(example.verifier);
  expect(() => readVerifierKey(example.verifier.replace('c74f20a3', 'c74f20a4'))).toThrow(/not the verifier key/);
});

describe('a checkpoint', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = { name: 'test.example/audit', publicKey };
  const root = Buffer.alloc(32, 7).toString('base64');
  const text = checkpointText({ origin: key.name, size: 300, root });
  const note = signNote(text, key, privateKey);

  test('is read back as it was signed, with other signatures beside ours', () => {
    expect(text).toBe(`test.example/audit\n300\n${root}\n`);
    expect(openCheckpoint(note, key)).toEqual({ ok: true, value: { origin: key.name, size: 300, root } });
    const cosigned = `${note}— witness.example AAAAAAAA\n`;
    expect(openCheckpoint(cosigned, key).ok).toBe(true);
  });

  test('is not believed after any change of any byte', () => {
    const bytes = Buffer.from(note);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      expect(openCheckpoint(changed.toString('utf8'), key).ok, `byte ${at}`).toBe(false);
    }
  });

  test('is not believed from another key, under another name, or without a signature', () => {
    const other = generateKeyPairSync('ed25519');
    expect(openCheckpoint(note, { ...key, publicKey: other.publicKey })).toEqual({ ok: false, error: 'not-signed' });
    expect(openCheckpoint(note, { ...key, name: 'other.example/audit' })).toEqual({ ok: false, error: 'not-signed' });
    const foreign = signNote(checkpointText({ origin: 'other.example/audit', size: 300, root }), key, privateKey);
    expect(openCheckpoint(foreign, key)).toEqual({ ok: false, error: 'other-log' });
    expect(openCheckpoint(text, key).ok).toBe(false);
    expect(openCheckpoint('', key).ok).toBe(false);
  });

  test.each([
    ['a size with a leading zero', `a\n03\n${root}\n`],
    ['a negative size', `a\n-3\n${root}\n`],
    ['a size beyond what is counted exactly', `a\n9999999999999999\n${root}\n`],
    ['a short root', `a\n3\n${root.slice(4)}\n`],
    ['an empty extension line', `a\n3\n${root}\n\nb\n`],
    ['no end', `a\n3\n${root}`],
    ['white space in the name', `a b\n3\n${root}\n`],
  ])('%s is refused', (_what, bad) => {
    expect(parseCheckpoint(bad).ok).toBe(false);
  });

  test('signature lines that are none are refused', () => {
    expect(parseNote(`${text}\n- ${key.name} AAAA\n`).ok).toBe(false);
    expect(parseNote(`${text}\n— ${key.name}\n`).ok).toBe(false);
    expect(() => checkpointText({ origin: 'a b', size: 0, root })).toThrow(/white space/);
  });
});
