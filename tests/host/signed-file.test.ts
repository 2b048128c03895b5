import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readSignedFile } from '#electron/host/signed-file.ts';

const schema = z.strictObject({ terminal: z.string() });
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const keys = { k1: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
let folder = '';
let file = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'estation-signed-'));
  file = path.join(folder, 'config.json');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(payload: string, change: Record<string, string> = {}): void {
  const sig = sign(null, Buffer.from(payload), privateKey).toString('base64url');
  writeFileSync(file, JSON.stringify({ payload, keyId: 'k1', sig, ...change }));
}

test('a good file gives its content', () => {
  write('{"terminal":"E0217"}');
  expect(readSignedFile(file, schema, keys)).toEqual({ ok: true, value: { terminal: 'E0217' } });
});

test('any changed byte of the payload is refused', () => {
  const good = '{"terminal":"E0217"}';
  for (let i = 0; i < good.length; i++) {
    write(good);
    const changed = good.slice(0, i) + String.fromCharCode(good.charCodeAt(i) ^ 1) + good.slice(i + 1);
    write(good, { payload: changed });
    expect(readSignedFile(file, schema, keys), changed).toMatchObject({ ok: false, error: { code: 'CFG-002' } });
  }
});

test('unknown key, no file, no JSON, wrong content: each with its code', () => {
  write('{"terminal":"E0217"}', { keyId: 'k2' });
  expect(readSignedFile(file, schema, keys)).toMatchObject({ ok: false, error: { code: 'CFG-002' } });
  expect(readSignedFile(path.join(folder, 'none'), schema, keys)).toMatchObject({ ok: false, error: { code: 'CFG-001' } });
  writeFileSync(file, 'not json');
  expect(readSignedFile(file, schema, keys)).toMatchObject({ ok: false, error: { code: 'CFG-001' } });
  write('{"terminal":7}');
  expect(readSignedFile(file, schema, keys)).toMatchObject({ ok: false, error: { code: 'CFG-001' } });
});
