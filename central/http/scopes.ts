import { createHash, timingSafeEqual } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Log } from '#contracts/log/events.ts';
import type { Db } from '../store/index.ts';
import type { EnrolledTerminal } from '../terminals/index.ts';
import { findEnrolled, fingerprintOf, terminalNameOf } from '../terminals/index.ts';
import type { AppRequest } from './app.ts';
import { Refusal } from './errors.ts';

/**
 * Who may use a route; each route must say it, or the service does not start.
 * terminal: an enrolled client certificate · operator: loopback, or the operators' token; reads only · administrator: the token,
 * from wherever; changes who may talk to the centre · public: anybody.
 */
type Scope = 'terminal' | 'operator' | 'administrator' | 'public';

declare module 'fastify' {
  interface FastifyContextConfig {
    scope?: Scope;
  }
  interface FastifyRequest {
    /** Set on routes of scope `terminal`. */
    terminal: EnrolledTerminal | undefined;
  }
}

export interface ScopeParts {
  readonly db: Db;
  readonly log: Log;
  /** Known to those who may read the centre's key folder. */
  readonly operatorToken: string;
}

/** Lets a request in by its route's scope. @throws Refusal 401 without a certificate of ours, 403 with one that is not let in. */
export async function admitRequest(parts: ScopeParts, request: AppRequest): Promise<void> {
  switch (request.routeOptions.config.scope) {
    case 'public':
    case undefined: // no route matched: answered 404
      return;
    case 'operator':
      if (isLoopback(request.raw.socket.remoteAddress)) return;
      return admitToken(parts, request);
    case 'administrator':
      return admitToken(parts, request);
    case 'terminal':
      request.terminal = await identify(parts, request.raw.socket as TLSSocket);
  }
}

/** The terminal of a request that was let in. */
export function terminalOf(request: Pick<AppRequest, 'terminal'>): EnrolledTerminal {
  if (!request.terminal) throw new Error('the route is not of scope terminal');
  return request.terminal;
}

async function identify({ db, log }: ScopeParts, socket: TLSSocket): Promise<EnrolledTerminal> {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) throw refuse(log, 401, 'noCertificate');
  // TLS let it pass so that the reason can be known and logged; nothing is read of a certificate that is not ours.
  if (!socket.authorized) throw refuse(log, 401, String(socket.authorizationError));
  const id = terminalNameOf(certificate.subject);
  if (!id || !certificate.keyUsage?.includes(clientAuthUsage)) throw refuse(log, 403, 'notATerminal');
  const enrolled = await findEnrolled(db, id, fingerprintOf(certificate.fingerprint256));
  if (!enrolled.ok) throw refuse(log, 403, enrolled.error, id);
  return enrolled.value;
}

/** id-kp-clientAuth, RFC 5280 §4.2.1.12; Node lists extended usages under `keyUsage`. */
const clientAuthUsage = '1.3.6.1.5.5.7.3.2';

function refuse(log: Log, status: 401 | 403, reason: string, terminal?: string): Refusal {
  log('centre.refused', { reason, terminal, status });
  return new Refusal(status, 'NET-004', 'the client certificate is not accepted');
}

function admitToken({ operatorToken, log }: ScopeParts, request: AppRequest): void {
  const given = createHash('sha256')
    .update(request.headers.authorization ?? '')
    .digest();
  const wanted = createHash('sha256').update(`Bearer ${operatorToken}`).digest();
  if (timingSafeEqual(given, wanted)) return;
  log('centre.refused', { reason: 'operatorOnly', status: 403 });
  throw new Refusal(403, 'NET-004', 'operators only');
}

function isLoopback(address: string | undefined): boolean {
  return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
}
