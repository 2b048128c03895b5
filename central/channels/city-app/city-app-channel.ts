import type { KeyObject } from 'node:crypto';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { ChannelPort, SendRefusal } from '../channel-port.ts';
import { callProvider, downAfter, downWithStatus } from '../provider-call.ts';
import { openReplayMemory } from '../replay-memory.ts';
import { readAppCallback } from './app-callback.ts';
import { isAnswerSigned, signedHeaders, webhookHeaders, webhookWindowMs } from './signed-webhook.ts';
import { appClients, appMessageState, appPaths, appRefusal } from './wire.ts';

export interface CityAppAccount {
  readonly baseUrl: string;
  readonly ownKey: KeyObject;
  /** The app's public key. */
  readonly appKey: KeyObject;
}

interface AppAnswer {
  readonly status: number;
  readonly said: unknown;
}

/** 青e办: our own interface, signed both ways; messages are taken once per key and can be asked for. */
export function cityAppChannel(account: CityAppAccount, clock: Clock, random: RandomBytes): ChannelPort<'app'> {
  const seen = openReplayMemory(2 * webhookWindowMs);

  /** @returns undefined when the answer is not the app's. @throws when there is none. */
  async function call(method: 'GET' | 'POST', query: string, body: string): Promise<AppAnswer | undefined> {
    const url = new URL(appPaths.messages, account.baseUrl);
    url.search = query;
    const request = { method, path: url.pathname, query, body: Buffer.from(body, 'utf8') };
    const signer = { client: appClients.centre, key: account.ownKey };
    const headers = signedHeaders(request, signer, instantOf(clock.now()), random);
    const sent = { method, headers: { ...headers, 'content-type': 'application/json' }, ...(method === 'POST' && { body }) };
    const answer = await callProvider(url, sent);
    if (answer.status === 503) return { status: 503, said: undefined }; // a gate before the app may not be able to sign
    const signed = { status: answer.status, nonce: headers[webhookHeaders.nonce] ?? '', body: answer.body };
    if (!isAnswerSigned(signed, answer.headers.get(webhookHeaders.signature) ?? '', account.appKey)) return undefined;
    return { status: answer.status, said: JSON.parse(answer.body) };
  }

  async function query(key: string, address: string): ReturnType<ChannelPort['query']> {
    try {
      const answer = await call('GET', new URLSearchParams({ account: address, key }).toString(), '');
      if (answer?.status === 404) return ok('unknown');
      const found = answer?.status === 200 ? appMessageState.safeParse(answer.said).data : undefined;
      return found ? ok(found.state) : err('provider-down');
    } catch {
      return err('provider-down');
    }
  }

  async function clearUp(key: string, address: string, refusal: SendRefusal): ReturnType<ChannelPort['send']> {
    if (refusal.code !== 'provider-down' || refusal.taken === 'no') return err(refusal);
    const state = await query(key, address);
    return state.ok && state.value !== 'unknown' ? ok({ providerId: undefined }) : err(refusal);
  }

  return {
    channel: 'app',
    provider: 'city-app',
    query,
    readCallback: (request) => Promise.resolve(readAppCallback(account.appKey, clock, seen, request)),
    async send({ key, address, content: { title, body, link } }) {
      try {
        const answer = await call('POST', '', JSON.stringify({ key, account: address, title, body, link }));
        const taken = answer?.status === 200 ? appMessageState.safeParse(answer.said).data : undefined;
        return taken ? ok({ providerId: taken.id }) : await clearUp(key, address, refusalOf(answer));
      } catch (error) {
        return clearUp(key, address, downAfter(error));
      }
    },
  };
}

function refusalOf(answer: AppAnswer | undefined): SendRefusal {
  const refusal = answer && appRefusal.safeParse(answer.said).data;
  if (!answer || !refusal)
    return answer ? downWithStatus(answer.status) : { code: 'provider-down', taken: 'unknown', raw: 'not-genuine' };
  const raw = refusal.error;
  switch (answer.status) {
    case 401:
      return { code: 'rejected', what: 'account', raw };
    case 403:
      return { code: 'opted-out', raw };
    case 404:
      return { code: 'not-reachable', raw };
    case 429:
      return { code: 'rate-limited', of: 'provider', afterMs: refusal.afterMs ?? 60_000, raw };
    default:
      return answer.status >= 500 ? downWithStatus(answer.status) : { code: 'rejected', what: 'content', raw };
  }
}
