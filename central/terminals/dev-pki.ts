import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as x509 from '@peculiar/x509';
import type { Clock } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';

x509.cryptoProvider.set(webcrypto);

/** Where the files of a development PKI lie. A terminal needs `caCertificate`, its own certificate and key, nothing else. */
export interface DevPki {
  readonly caCertificate: string;
  readonly serverCertificate: string;
  readonly serverKey: string;
  readonly terminals: Readonly<Record<string, { readonly certificate: string; readonly key: string }>>;
}

const lifetimeDays = { authority: 3650, leaf: 30 } as const;
/** A leaf is renewed at two thirds of its life, as a terminal in the field renews its own. */
const renewBeforeDays = 10;
const dayMs = 24 * 60 * 60 * 1000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * Makes what development and tests need for mutual TLS: an authority, a server certificate for localhost, and one client
 * certificate per terminal. Calling it again changes nothing until a certificate nears its end. Keys are 0600. In a real
 * fleet the terminal makes its own key and the authority is not on this machine.
 */
export async function ensureDevPki(
  folder: string,
  terminals: readonly string[] = ['E0217'],
  clock: Clock = systemClock,
): Promise<DevPki> {
  mkdirSync(path.join(folder, 'terminals'), { recursive: true, mode: 0o700 });
  const authority = await ensureAuthority(folder, clock);
  const server = pairOf(folder, 'server');
  await ensureLeaf(server, authority, clock, {
    commonName: 'localhost',
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  });
  const pairs: Record<string, Pair> = {};
  for (const terminal of terminals) {
    const pair = pairOf(path.join(folder, 'terminals'), terminal);
    const extensions = [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])];
    await ensureLeaf(pair, authority, clock, { commonName: terminal, extensions });
    pairs[terminal] = pair;
  }
  return {
    caCertificate: authority.files.certificate,
    serverCertificate: server.certificate,
    serverKey: server.key,
    terminals: pairs,
  };
}

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

interface Authority {
  readonly files: Pair;
  readonly certificate: x509.X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

interface LeafRequest {
  readonly commonName: string;
  readonly extensions: readonly x509.Extension[];
}

function pairOf(folder: string, name: string): Pair {
  return { certificate: path.join(folder, `${name}.cert.pem`), key: path.join(folder, `${name}.key.pem`) };
}

async function ensureAuthority(folder: string, clock: Clock): Promise<Authority> {
  const files = pairOf(folder, 'ca');
  if (isFresh(files, clock)) {
    const der = x509.PemConverter.decodeFirst(readFileSync(files.key, 'utf8'));
    const key = await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
    return { files, key, certificate: new x509.X509Certificate(readFileSync(files.certificate, 'utf8')) };
  }
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(clock, lifetimeDays.authority),
    name: 'CN=E-Station development authority',
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  await writePair(files, certificate, keys);
  return { files, certificate, key: keys.privateKey };
}

async function ensureLeaf(files: Pair, authority: Authority, clock: Clock, request: LeafRequest): Promise<void> {
  if (isFresh(files, clock) && isIssuedBy(files, authority)) return;
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(clock, lifetimeDays.leaf),
    subject: `CN=${request.commonName}`,
    issuer: authority.certificate.subject,
    publicKey: keys.publicKey,
    signingKey: authority.key,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
      ...request.extensions,
    ],
  });
  await writePair(files, certificate, keys);
}

/** From an hour ago, so that a terminal whose clock is slow can connect at once. */
function validity(clock: Clock, days: number): { serialNumber: string; notBefore: Date; notAfter: Date } {
  const serialNumber = `01${randomBytes(15).toString('hex')}`;
  return { serialNumber, notBefore: new Date(clock.now() - 3_600_000), notAfter: new Date(clock.now() + days * dayMs) };
}

function isFresh(files: Pair, clock: Clock): boolean {
  if (!existsSync(files.certificate) || !existsSync(files.key)) return false;
  const certificate = new x509.X509Certificate(readFileSync(files.certificate, 'utf8'));
  return certificate.notAfter.getTime() - clock.now() > renewBeforeDays * dayMs;
}

/** A leaf that outlived its authority's files is useless. */
function isIssuedBy(files: Pair, authority: Authority): boolean {
  const leaf = new x509.X509Certificate(readFileSync(files.certificate, 'utf8'));
  const wanted = leaf.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId;
  return wanted !== undefined && wanted === authority.certificate.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId;
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

/** Key first: a certificate without its key would look complete to the next start. */
async function writePair(files: Pair, certificate: x509.X509Certificate, keys: webcrypto.CryptoKeyPair): Promise<void> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  replaceFile(files.key, x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'), 0o600);
  replaceFile(files.certificate, certificate.toString('pem'), 0o644);
}

function replaceFile(file: string, text: string, mode: number): void {
  writeFileSync(`${file}.new`, text, { mode });
  renameSync(`${file}.new`, file);
}
