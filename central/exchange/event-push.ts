import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { EventEnvelope, SourceSystem } from '#contracts/approval/event.ts';
import { sourceSystem } from '#contracts/approval/event.ts';
import type { SourceAlarm, SourceTrust } from './event-envelope.ts';
import type { Pulled } from './event-source.ts';
import { follow, genuineOf, opened } from './event-sequence.ts';
import { exactText, headerNames, isSignedBy, isTimely, requestText, signedContentType } from './signed-message.ts';
import { pushBody } from './source-wire.ts';

const largestPush = 512 * 1024;

/** A push as it came in; `path` with its query, as in the request line. */
export interface PushRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/**
 * Why nothing of a push is taken: form = not a push · source = none that we know · signature · time = too old or too new. `alarm` = the
 * message is the source's, an envelope in it is not: as with a pull, the source is to be left alone until a person has looked.
 */
export type PushRefusal =
  | { readonly reason: 'form' | 'source' | 'signature' | 'time' }
  | { readonly reason: 'alarm'; readonly source: SourceSystem; readonly alarm: SourceAlarm };

export interface Pushed {
  readonly source: SourceSystem;
  /** Genuine, in the order in which they came. Whether they follow the cursor: `followPush`. */
  readonly envelopes: readonly EventEnvelope[];
}

/**
 * Reads a signed push, which only saves the wait for the next pull. Its nonce is not remembered: several processes take pushes, and what is
 * replayed within the minute that it is believed has its effect once, by (source, seq).
 */
export function readPush(
  request: PushRequest,
  trusts: Readonly<Partial<Record<SourceSystem, SourceTrust>>>,
  nowMs: number,
): Result<Pushed, PushRefusal> {
  const header = (name: string): string => String(request.headers[name] ?? '');
  if (request.method !== 'POST' || header('content-type') !== signedContentType) return err({ reason: 'form' });
  const client = sourceSystem.safeParse(header(headerNames.client));
  const trust = client.success ? trusts[client.data] : undefined;
  if (!trust) return err({ reason: 'source' });

  const body = request.body.length > largestPush ? undefined : exactText(request.body);
  if (body === undefined) return err({ reason: 'form' });
  const [timestamp, nonce] = [header(headerNames.timestamp), header(headerNames.nonce)];
  const text = requestText({ client: trust.source, method: request.method, path: request.path, timestamp, nonce, body });
  const signature = header(headerNames.signature);
  if (![...trust.keys.values()].some((key) => isSignedBy(text, signature, key))) return err({ reason: 'signature' });
  if (!isTimely(timestamp, nowMs)) return err({ reason: 'time' });

  const parsed = pushBody.safeParse(parsedJson(body));
  if (!parsed.success || parsed.data.source !== trust.source) return err({ reason: 'form' });
  const { genuine, alarm } = genuineOf(parsed.data.events, trust);
  return alarm ? err({ reason: 'alarm', source: trust.source, alarm }) : ok({ source: trust.source, envelopes: genuine });
}

/**
 * What of a push follows the cursor, read under the cursor's lock. Missing ones mean that a pull is due; they are no gap yet.
 */
export function followPush(
  cursor: number,
  { envelopes }: Pushed,
): Omit<Pulled, 'last' | 'gap'> & { readonly isPullDue: boolean } {
  const followed = follow(cursor, envelopes);
  return {
    ...opened(followed.envelopes),
    next: followed.next,
    isPullDue: followed.missing.length > 0,
    ...(followed.conflict && { alarm: followed.conflict }),
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
