import type { Clock } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { Log } from '#contracts/log/events.ts';
import type { SfCredentials } from './sf-signature.ts';
import { sfContentType, sfPath, signedForm } from './sf-signature.ts';
import { errorCodes, gatewayCodes, gatewayReply, innerReply } from './sf-wire.ts';

export const sfDelays = { perCallMs: 8_000 } as const;
const largestReply = 512 * 1024;

/**
 * no-answer: whether the work was done is not known · unavailable: the gateway answered that it cannot now · limited: too many calls ·
 * gateway: any other code of the gateway · business: the service's own code · unreadable: an answer that is none.
 */
export type SfFailure =
  | { readonly is: 'no-answer' }
  | { readonly is: 'unavailable' }
  | { readonly is: 'limited' }
  | { readonly is: 'gateway'; readonly code: string }
  | { readonly is: 'business'; readonly code: string }
  | { readonly is: 'unreadable' };

export interface SfClientParts {
  /** `https://bspgw.sf-express.com`, its sandbox, or a stand-in on loopback. */
  readonly baseUrl: string;
  readonly credentials: SfCredentials;
  readonly clock: Clock;
  readonly log: Log;
  /** How long an answer is waited for, ms; absent = `sfDelays.perCallMs`. */
  readonly perCallMs?: number;
}

/** One signed call. @returns the inner `msgData` of an answer whose `errorCode` is S0000. */
export type SfCall = (serviceCode: string, message: object) => Promise<Result<unknown, SfFailure>>;

export function openSfClient(parts: SfClientParts): SfCall {
  const { clock, log, credentials } = parts;
  let lastTimestamp = 0;

  return async (serviceCode, message) => {
    // No two requests of ours share a time stamp, so that none looks like a replay of the other.
    lastTimestamp = Math.max(clock.now(), lastTimestamp + 1);
    const began = clock.monotonic();
    const result = await post(parts, signedForm(credentials, serviceCode, JSON.stringify(message), lastTimestamp));
    const fields = { partner: 'courier', path: serviceCode, ms: clock.monotonic() - began };
    if (result.ok) log('exchange.called', { ...fields, code: errorCodes.done });
    else log('exchange.failed', { ...fields, code: 'code' in result.error ? result.error.code : result.error.is });
    return result;
  };
}

async function post(parts: SfClientParts, body: string): Promise<Result<unknown, SfFailure>> {
  let text: string;
  try {
    const response = await fetch(new URL(sfPath, parts.baseUrl), {
      method: 'POST',
      headers: { 'content-type': sfContentType },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(parts.perCallMs ?? sfDelays.perCallMs),
    });
    text = await readBounded(response);
    if (response.status === 429) return err({ is: 'limited' });
    // Whoever answers 5xx may have passed the request on before.
    if (response.status >= 500) return err({ is: 'no-answer' });
  } catch {
    return err({ is: 'no-answer' });
  }
  return readReply(text);
}

function readReply(text: string): Result<unknown, SfFailure> {
  const outer = gatewayReply.safeParse(parsed(text));
  if (!outer.success) return err({ is: 'unreadable' });
  const { apiResultCode, apiResultData } = outer.data;
  if (apiResultCode === gatewayCodes.limited) return err({ is: 'limited' });
  if (gatewayCodes.trouble.some((code) => code === apiResultCode)) return err({ is: 'unavailable' });
  if (apiResultCode !== gatewayCodes.taken) return err({ is: 'gateway', code: apiResultCode });
  const inner = innerReply.safeParse(parsed(apiResultData ?? ''));
  if (!inner.success) return err({ is: 'unreadable' });
  const { errorCode, msgData } = inner.data;
  return errorCode === errorCodes.done ? ok(msgData) : err({ is: 'business', code: errorCode });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > largestReply) throw new Error('reply too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
