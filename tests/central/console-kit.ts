import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { ActionName, SentOf } from '#contracts/console/api.ts';
import { consoleApi } from '#contracts/console/api.ts';
import { apiBase, csrfHeader } from '#contracts/console/endpoint.ts';
import { cookieNames } from '#central/console/gate.ts';
import type { StaffIdentity } from '#central/console/sessions.ts';
import { openSessions } from '#central/console/sessions.ts';
import type { Db } from '#central/store/index.ts';

export interface Got {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  json<T = Record<string, unknown>>(): T;
}

/** One request over HTTP/1.1, redirects not followed. */
export function ask(
  url: string | URL,
  options: {
    readonly method?: string;
    readonly headers?: http.OutgoingHttpHeaders;
    readonly body?: string;
    readonly ca?: string;
  } = {},
): Promise<Got> {
  const { protocol } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = (protocol === 'https:' ? https : http).request(
      url,
      {
        method: options.method ?? 'GET',
        headers: options.headers ?? {},
        agent: false,
        ...(options.ca !== undefined && { ca: readFileSync(options.ca) }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: <T>() => JSON.parse(text) as T });
        });
        response.on('error', reject);
      },
    );
    sent.on('error', reject).end(options.body);
  });
}

/** Somebody at the console, with a session of their own. */
export interface Staff {
  readonly token: string;
  readonly csrf: string;
  /** As the page does it; `headers` over those that the page sends. */
  call<A extends ActionName>(action: A, sent?: Sent<A>, headers?: http.OutgoingHttpHeaders): Promise<Got>;
}

export interface Sent<A extends ActionName> {
  readonly params?: SentOf<A, 'params'>;
  readonly query?: SentOf<A, 'query'>;
  readonly body?: SentOf<A, 'body'>;
}

export interface Door {
  readonly port: number;
  /** The authority of its certificate. */
  readonly ca: string;
}

/** A session as a sign-in begins it, without the way through the identity provider. */
export async function beginSession(door: Door, db: Db, identity: StaffIdentity): Promise<Staff> {
  const token = await openSessions(db, systemClock, randomBytes).begin(identity, undefined);
  return staffOf(door, token);
}

/** Who has this cookie. */
export async function staffOf(door: Door, token: string): Promise<Staff> {
  const origin = `https://localhost:${door.port}`;
  const cookie = `${cookieNames.session}=${token}`;
  const session = await ask(`${origin}${apiBase}/session`, { headers: { cookie }, ca: door.ca });
  const csrf = session.status === 200 ? session.json<{ csrf: string }>().csrf : '';
  return {
    token,
    csrf,
    call(action, sent = {}, headers = {}) {
      const { method, path } = consoleApi[action];
      const params = (sent.params ?? {}) as Readonly<Record<string, string | number>>;
      const query = new URLSearchParams(
        Object.entries((sent.query ?? {}) as Record<string, string | number | undefined>).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, String(value)]],
        ),
      );
      const where = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
      const body = JSON.stringify(sent.body ?? {});
      const change = {
        origin,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        [csrfHeader]: csrf,
      };
      return ask(`${origin}${apiBase}${where}?${query}`, {
        method,
        ca: door.ca,
        headers: { cookie, ...(method !== 'GET' && change), ...headers },
        ...(method !== 'GET' && { body }),
      });
    },
  };
}
