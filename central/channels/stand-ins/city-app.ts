import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { instantOf } from '#contracts/basics/clock.ts';
import { readStandInOptions } from '../../stand-ins/command-line.ts';
import type { PlainReply, PlainRequest } from '../../stand-ins/loopback.ts';
import { json } from '../../stand-ins/loopback.ts';
import type { SigningKey } from '../../store/index.ts';
import { ensureSigningKey } from '../../store/index.ts';
import { answerSignature, faultOf, signedHeaders, webhookHeaders, webhookWindowMs } from '../city-app/signed-webhook.ts';
import type { AppCallback } from '../city-app/wire.ts';
import { appClients, appMessage, appPaths } from '../city-app/wire.ts';
import { openReplayMemory } from '../replay-memory.ts';
import { readParameters } from '../strict-values.ts';
import type { MakePush } from './parts/callback.ts';
import type { Ending, KeptMessage } from './parts/message-book.ts';
import type { ProviderTools, ProviderWays } from './parts/provider.ts';
import { runProvider } from './parts/provider.ts';

/**
 * A stand-in for the city's app (青e办) on our own agreement: believes nobody unsigned, takes a message once per key, answers signed, reports
 * signed. Control port besides: `POST /account` `{account, is: 'open' | 'refusing' | 'gone'}`.
 *
 *   node central/channels/stand-ins/city-app.ts --keys DIR [--port N] [--control-port N] [--callback-url URL]
 */
interface Keys {
  readonly own: SigningKey;
  readonly centre: SigningKey;
}

const accountRequest = z.strictObject({ account: z.string(), is: z.enum(['open', 'refusing', 'gone']) });

function cityApp({ own, centre }: Keys, { clock, book, line }: ProviderTools): ProviderWays {
  const seen = openReplayMemory(2 * webhookWindowMs);
  const accounts = new Map<string, 'open' | 'refusing' | 'gone'>();
  const contents = new Map<string, string>();

  function signed(request: PlainRequest, { status, body, headers }: PlainReply): PlainReply {
    const nonce = String(request.headers[webhookHeaders.nonce] ?? '');
    return {
      status,
      body,
      headers: { ...headers, [webhookHeaders.signature]: answerSignature({ status, nonce, body }, own.privateKey) },
    };
  }

  function push(content: AppCallback): MakePush {
    return (url) => {
      const body = JSON.stringify(content);
      const request = { method: 'POST', path: url.pathname, query: url.search.slice(1), body: Buffer.from(body, 'utf8') };
      const signer = { client: appClients.app, key: own.privateKey };
      const headers = signedHeaders(request, signer, instantOf(clock.now()), randomBytes);
      return { url, headers: { ...headers, 'content-type': 'application/json' }, body };
    };
  }

  function take(request: PlainRequest, ending: Ending): PlainReply {
    const { data: asked } = appMessage.safeParse(JSON.parse(request.body));
    if (!asked) return json(422, { error: 'content' });
    const { key, account: address, title, body, link } = asked;
    const standing = accounts.get(address) ?? 'open';
    if (standing !== 'open') return standing === 'gone' ? json(404, { error: 'account' }) : json(403, { error: 'opted-out' });
    const known = find(key, address);
    if (known) return contents.get(known.id) === request.body ? stateReply(known) : json(409, { error: 'key' });
    const kept = book.keep({ key, address, template: '', params: { title, body, link } }, ending);
    contents.set(kept.id, request.body);
    return stateReply(kept);
  }

  function find(key: string | undefined, account: string | undefined): KeptMessage | undefined {
    return book.list().find((message) => message.key === key && message.address === account);
  }

  function handle(request: PlainRequest, ending: Ending): PlainReply {
    const [path, query = ''] = request.path.split('?', 2);
    if (path !== appPaths.messages) return json(404, { error: 'path' });
    if (request.method === 'POST') return take(request, ending);
    const asked = readParameters(query) ?? {};
    const found = find(asked['key'], asked['account']);
    return found ? stateReply(found) : json(404, { error: 'key' });
  }

  return {
    refusalOf(request) {
      const [path = '', query = ''] = request.path.split('?', 2);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const asked = { method: request.method, path, query, headers, body: request.bytes };
      return faultOf(asked, { client: appClients.centre, key: centre.publicKey }, clock.now(), seen);
    },
    notBelieved: (request) => signed(request, json(401, { error: 'signature' })),
    isSend: (request) => request.method === 'POST',
    onFault: (mode, fault, request) =>
      signed(
        request,
        mode === 'rate-limit' ? json(429, { error: 'slower', afterMs: 2_000 }) : json(403, { error: fault.code ?? 'opted-out' }),
      ),
    handle: (request, ending) => signed(request, handle(request, ending)),

    reportOf: ({ key, id, state, settledAt, at }) =>
      push({
        reports: [{ key, id, state: state === 'failed' ? 'failed' : 'delivered', at: settledAt ?? at, code: state }],
        consents: [],
      }),

    control(request) {
      if (request.path !== '/account') return undefined;
      const { account, is } = accountRequest.parse(JSON.parse(request.body));
      accounts.set(account, is);
      const change = is === 'open' ? 'granted' : 'refused';
      void line.push(push({ reports: [], consents: [{ account, change }] }));
      return json(200, {});
    },
  };
}

function stateReply({ id, state }: KeptMessage): PlainReply {
  return json(200, { id, state });
}

if (import.meta.main) {
  const options = readStandInOptions();
  const keys = {
    own: ensureSigningKey(options.keys, 'city-app'),
    centre: ensureSigningKey(options.keys, 'centre-city-app'),
  };
  await runProvider('city-app', options, (tools) => cityApp(keys, tools));
}
