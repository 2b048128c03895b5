import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Request signature ACS3-HMAC-SHA256 of Alibaba Cloud's RPC interfaces ("V3 request structure and signature"): an HMAC over method,
 * path, sorted query, the named headers and the body's hash. Both sides are here, so that the stand-in verifies what the adapter makes.
 */
export interface AcsRequest {
  readonly method: string;
  /** Of the request line: path, then sorted query parameters. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names. Those of `host`, `content-type` and `x-acs-*` are signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const algorithm = 'ACS3-HMAC-SHA256';

/** Value of the `authorization` header. */
export function acsAuthorization(request: AcsRequest, keyId: string, secret: string): string {
  const names = signedNames(request.headers);
  return `${algorithm} Credential=${keyId},SignedHeaders=${names.join(';')},Signature=${signatureOf(request, names, secret)}`;
}

/** Whether `authorization` is right for this request; the body's hash header must match the body, too. */
export function isAcsAuthorized(request: AcsRequest, authorization: string, keyId: string, secret: string): boolean {
  const parts = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(authorization);
  if (!parts || parts[1] !== keyId || request.headers['x-acs-content-sha256'] !== sha256(request.body)) return false;
  const names = signedNames(request.headers);
  if (parts[2] !== names.join(';')) return false;
  return timingSafeEqual(Buffer.from(parts[3] ?? ''), Buffer.from(signatureOf(request, names, secret)));
}

/** `a=1&b=2`, sorted, RFC 3986 encoded: in the request line and under the signature alike. */
export function acsQuery(query: AcsRequest['query']): string {
  return Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function signatureOf(request: AcsRequest, names: readonly string[], secret: string): string {
  const headers = names.map((name) => `${name}:${request.headers[name]?.trim() ?? ''}\n`).join('');
  const canonical = [request.method, request.path, acsQuery(request.query), headers, names.join(';'), sha256(request.body)].join(
    '\n',
  );
  return createHmac('sha256', secret)
    .update(`${algorithm}\n${sha256(canonical)}`)
    .digest('hex');
}

function signedNames(headers: AcsRequest['headers']): string[] {
  return Object.keys(headers)
    .filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'))
    .sort();
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}
