import { useCallback, useEffect, useState } from 'react';
import type { ActionName, ReplyOf, SentOf } from '#contracts/console/api.ts';
import { consoleApi } from '#contracts/console/api.ts';
import type { ConsoleRefusal } from '#contracts/console/endpoint.ts';
import { apiBase, csrfHeader, refusalCodes } from '#contracts/console/endpoint.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';

export interface Sent<A extends ActionName> {
  readonly params?: SentOf<A, 'params'>;
  readonly query?: SentOf<A, 'query'>;
  readonly body?: SentOf<A, 'body'>;
}

let csrf = '';
let onSignedOut = (): void => undefined;

/** @param signedOut told when a session is over. */
export function rememberSession(token: string, signedOut: () => void): void {
  csrf = token;
  onSignedOut = signedOut;
}

/** One action of the contract. What cannot be reached or understood is `failed`. */
export async function call<A extends ActionName>(action: A, sent: Sent<A> = {}): Promise<Result<ReplyOf<A>, ConsoleRefusal>> {
  const { method, path, reply } = consoleApi[action];
  const params = (sent.params ?? {}) as Readonly<Record<string, string | number>>;
  const where = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? '')));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries((sent.query ?? {}) as Record<string, string | number | undefined>))
    if (value !== undefined && value !== '') query.set(name, String(value));
  const asked = query.size > 0 ? `?${query.toString()}` : '';
  try {
    const response = await fetch(`${apiBase}${where}${asked}`, {
      method,
      credentials: 'same-origin',
      redirect: 'error',
      ...(method !== 'GET' && {
        headers: { 'content-type': 'application/json', [csrfHeader]: csrf },
        body: JSON.stringify(sent.body ?? {}),
      }),
    });
    const json: unknown = await response.json();
    if (response.ok) return ok(reply.parse(json) as ReplyOf<A>);
    const refusal = refusalOf(json);
    if (refusal.code === 'signed-out') onSignedOut();
    return err(refusal);
  } catch {
    return err({ code: 'failed' });
  }
}

function refusalOf(json: unknown): ConsoleRefusal {
  const given = json as Partial<ConsoleRefusal>;
  return given.code !== undefined && refusalCodes.includes(given.code) ? (given as ConsoleRefusal) : { code: 'failed' };
}

/** What a page shows of something that is fetched: not there yet, there, or refused. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly refusal: ConsoleRefusal | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** Fetches when what is asked for changes, and again on `reload`; the old value stays until the new one is there. */
export function useLoaded<A extends ActionName>(action: A, sent: Sent<A> = {}): Loaded<ReplyOf<A>> {
  const key = `${action} ${JSON.stringify(sent)}`;
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<{ readonly key: string; readonly value?: ReplyOf<A>; readonly refusal?: ConsoleRefusal }>({
    key: '',
  });
  useEffect(() => {
    let isCurrent = true;
    void call(action, JSON.parse(key.slice(action.length + 1)) as Sent<A>).then((result) => {
      if (isCurrent) setState(result.ok ? { key, value: result.value } : { key, refusal: result.error });
    });
    return () => {
      isCurrent = false;
    };
  }, [action, key, turn]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const isHere = state.key === key;
  return { value: isHere ? state.value : undefined, refusal: isHere ? state.refusal : undefined, isLoading: !isHere, reload };
}
