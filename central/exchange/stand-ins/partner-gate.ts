import type { KeyObject } from 'node:crypto';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { PlainReply, PlainRequest } from '../../stand-ins/loopback.ts';
import {
  exactText,
  headerNames,
  isSignedBy,
  isTimely,
  replyText,
  requestText,
  signText,
  timestampToleranceMs,
} from '../signed-message.ts';

/** The door of a department: believes no request whose signature, time or nonce is wrong, and signs what it answers. */
export interface PartnerGate {
  /** Undefined = the request is the centre's, of now, and for the first time. */
  refusalOf(request: PlainRequest): string | undefined;
  signed(request: PlainRequest, reply: PlainReply): PlainReply;
}

export function openPartnerGate(parts: { clock: Clock; ownKey: KeyObject; centreKey: KeyObject }): PartnerGate {
  const { clock } = parts;
  const nonces = new Map<string, number>();
  const header = (request: PlainRequest, name: string): string => String(request.headers[name] ?? '');

  return {
    refusalOf(request) {
      const [client, timestamp] = [header(request, headerNames.client), header(request, headerNames.timestamp)];
      const nonce = header(request, headerNames.nonce);
      const body = exactText(request.bytes);
      if (body === undefined) return 'form';
      const text = requestText({ client, method: request.method, path: request.path, timestamp, nonce, body });
      if (!isSignedBy(text, header(request, headerNames.signature), parts.centreKey)) return 'signature';
      if (!isTimely(timestamp, clock.now())) return 'time';
      for (const [old, at] of nonces) if (clock.now() - at > 2 * timestampToleranceMs) nonces.delete(old);
      if (nonces.has(nonce)) return 'replay';
      nonces.set(nonce, clock.now());
      return undefined;
    },

    signed(request, reply) {
      const timestamp = instantOf(clock.now());
      const text = replyText({ status: reply.status, nonce: header(request, headerNames.nonce), timestamp, body: reply.body });
      const headers = { [headerNames.timestamp]: timestamp, [headerNames.signature]: signText(text, parts.ownKey) };
      return { ...reply, headers: { ...reply.headers, ...headers } };
    },
  };
}

/** The same reply with a signature that is not its own. */
export function spoiled(reply: PlainReply): PlainReply {
  const signature = reply.headers?.[headerNames.signature] ?? '';
  const other = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  return { ...reply, headers: { ...reply.headers, [headerNames.signature]: other } };
}
