import type { KeyObject } from 'node:crypto';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { Log } from '#contracts/log/events.ts';
import type { SigningKey } from '../store/index.ts';
import { pause } from '../store/index.ts';
import type { BreakerState } from './circuit-breaker.ts';
import { admit, breakerStart, settle } from './circuit-breaker.ts';
import {
  exactText,
  headerNames,
  isSignedBy,
  isTimely,
  replyText,
  requestText,
  signedContentType,
  signText,
} from './signed-message.ts';

/**
 * `down`: no answer in time, after the tries that the deadline allows, or the circuit is open. `untrusted`: an answer came but its
 * signature, time or form is wrong.
 */
type PartnerFailure = 'down' | 'untrusted';

interface PartnerReply {
  readonly status: number;
  readonly body: unknown;
}

/** Times of one call, ms. A person may stand before the terminal: the whole call has one deadline. */
const callDelays = { deadlineMs: 8_000, perTryMs: 3_000, firstPauseMs: 150 } as const;

const tries = 3;
const largestReply = 512 * 1024;

export interface PartnerParts {
  readonly partner: string;
  readonly baseUrl: string;
  readonly ownKey: SigningKey;
  readonly partnerKey: KeyObject;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
}

/** Calls one outside system. Every call must be one that may be repeated: a lost reply is asked for again. */
export interface PartnerClient {
  post(path: string, body: object): Promise<Result<PartnerReply, PartnerFailure>>;
}

/** Our name with every outside system: as who asks, and as the consumer of what is shared. */
export const centreName = 'e-station-centre';

export function openPartnerClient(parts: PartnerParts): PartnerClient {
  const { clock, log, partner } = parts;
  let breaker: BreakerState = breakerStart;

  /** Undefined = no answer; the next try may get one. */
  async function tryOnce(path: string, body: string, timeoutMs: number): Promise<Result<PartnerReply, 'untrusted'> | undefined> {
    const sent = sign(parts, path, body);
    try {
      const response = await fetch(new URL(path, parts.baseUrl), {
        method: 'POST',
        headers: sent.headers,
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(Math.max(1, timeoutMs)),
      });
      const came = { status: response.status, headers: response.headers, body: await readBounded(response) };
      if (response.status >= 500) return undefined;
      return believe(came, { nonce: sent.nonce, partnerKey: parts.partnerKey, nowMs: clock.now() });
    } catch {
      return undefined; // refused, reset, timed out
    }
  }

  return {
    async post(path, body) {
      const text = JSON.stringify(body);
      const began = clock.monotonic();
      const left = (): number => callDelays.deadlineMs - (clock.monotonic() - began);
      for (let attempt = 1; attempt <= tries && left() > 0; attempt += 1) {
        const entry = admit(breaker, clock.monotonic());
        breaker = entry.state;
        if (!entry.admitted) break;
        const reply = await tryOnce(path, text, Math.min(callDelays.perTryMs, left()));
        breaker = settle(breaker, reply !== undefined, clock.monotonic());
        if (reply) {
          log(reply.ok ? 'exchange.called' : 'exchange.failed', {
            partner,
            path,
            ms: clock.monotonic() - began,
            attempt,
            code: reply.ok ? reply.value.status : 'DEP-003',
          });
          return reply;
        }
        if (attempt < tries) await pause(clock, Math.random() * callDelays.firstPauseMs * 2 ** attempt);
      }
      log('exchange.failed', { partner, path, ms: clock.monotonic() - began, code: 'DEP-001', circuit: breaker.is });
      return err('down');
    },
  };
}

function sign(parts: PartnerParts, path: string, body: string): { nonce: string; headers: Record<string, string> } {
  const nonce = Buffer.from(parts.random(16)).toString('base64url');
  const timestamp = instantOf(parts.clock.now());
  const text = requestText({ client: centreName, method: 'POST', path, timestamp, nonce, body });
  const headers = {
    'content-type': 'application/json',
    [headerNames.client]: centreName,
    [headerNames.timestamp]: timestamp,
    [headerNames.nonce]: nonce,
    [headerNames.signature]: signText(text, parts.ownKey.privateKey),
  };
  return { nonce, headers };
}

/** A reply as it came in. */
interface ReplyAsCame {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: Uint8Array;
}

/** Believed only when it is the partner's, about the very request that `nonce` names, and of now. */
export function believe(
  { status, headers, body }: ReplyAsCame,
  asked: { readonly nonce: string; readonly partnerKey: KeyObject; readonly nowMs: number },
): Result<PartnerReply, 'untrusted'> {
  const timestamp = headers.get(headerNames.timestamp) ?? '';
  const signature = headers.get(headerNames.signature) ?? '';
  const text = exactText(body);
  if (text === undefined || headers.get('content-type') !== signedContentType) return err('untrusted');
  const signed = replyText({ status, nonce: asked.nonce, timestamp, body: text });
  if (!isSignedBy(signed, signature, asked.partnerKey) || !isTimely(timestamp, asked.nowMs)) return err('untrusted');
  try {
    return ok({ status, body: JSON.parse(text) as unknown });
  } catch {
    return err('untrusted');
  }
}

async function readBounded(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > largestReply) throw new Error('reply too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
