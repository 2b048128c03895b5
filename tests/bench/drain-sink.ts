/**
 * A centre that does nothing but answer: TLS, HTTP/2, zstd, and a receipt for each record; no database, no rules.
 * `drain-sink CA CERT KEY [SIGNING-KEY]`: prints its port; answers whoever its certificate names. Without a signing key its receipts are not signed.
 */
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureServer, type ServerHttp2Stream } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { zstdDecompressSync } from 'node:zlib';
import { instantOf } from '#contracts/basics/clock.ts';
import type { ActId } from '#contracts/basics/ids.ts';
import { receiptSignedText } from '#contracts/sync/signed-text.ts';
import { terminalId } from '#contracts/domain/act.ts';

const [ca = '', cert = '', key = '', signingKey] = process.argv.slice(2);
const signer = signingKey === undefined ? undefined : createPrivateKey(readFileSync(signingKey));
const server = createSecureServer({
  ca: readFileSync(ca),
  cert: readFileSync(cert),
  key: readFileSync(key),
  requestCert: true,
  rejectUnauthorized: true,
});

function answer(stream: ServerHttp2Stream, body: Buffer): void {
  const line = stream.session?.socket as TLSSocket | undefined;
  const terminal = terminalId.parse(line?.getPeerCertificate().subject.CN);
  const at = instantOf(Date.now());
  const lines = zstdDecompressSync(body).toString('utf8').split('\n');
  const results = lines.filter(Boolean).map((line) => {
    const id = line.slice('{"id":"'.length, '{"id":"'.length + 36) as ActId;
    const fields = { id, code: 'applied' as const, ref: 'sink', at, reason: '', terminal };
    const sig = signer ? sign(null, Buffer.from(receiptSignedText(fields)), signer).toString('base64url') : '';
    return { id, answer: 'final', duplicate: false, receipt: { ...fields, keyId: 'sink', sig } };
  });
  stream.respond({ ':status': 200, 'content-type': 'application/json' });
  stream.end(JSON.stringify({ results, serverTime: at }));
}

server.on('stream', (stream) => {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => answer(stream, Buffer.concat(chunks)));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(JSON.stringify({ ready: true, port: typeof address === 'object' && address ? address.port : 0 }));
});
process.on('SIGTERM', () => process.exit(0));
