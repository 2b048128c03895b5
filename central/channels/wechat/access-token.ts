import { z } from 'zod';
import type { Clock } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { SendRefusal } from '../channel-port.ts';
import { callProvider } from '../provider-call.ts';
import { refusalOfWechat } from './wechat-codes.ts';

/** Asked for anew so long before its end, ms. */
const renewBeforeMs = 5 * 60_000;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const errorAnswer = z.object({ errcode: z.int() });

/** The token that every call of the platform carries; kept until shortly before its end, asked for once however many wait. */
export interface AccessToken {
  get(): Promise<Result<string, SendRefusal>>;
  /** The platform says that this one is not valid: the next `get` asks. */
  drop(token: string): void;
}

interface TokenParts {
  readonly baseUrl: string;
  readonly appId: string;
  readonly secret: string;
  readonly clock: Clock;
}

/**
 * `POST /cgi-bin/stable_token`, not `GET /cgi-bin/token`: the latter ends the token that another process of the centre uses. Nothing of
 * the message has been sent yet, so every failure here is a certain `no`.
 */
export function openAccessToken(parts: TokenParts): AccessToken {
  let kept: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<Result<string, SendRefusal>> | undefined;
  let stale = false;

  async function ask(): Promise<Result<string, SendRefusal>> {
    const { appId: appid, secret, clock } = parts;
    const body = { grant_type: 'client_credential', appid, secret, ...(stale && { force_refresh: true }) };
    try {
      const answer = await callProvider(new URL('/cgi-bin/stable_token', parts.baseUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const found = tokenAnswer.safeParse(JSON.parse(answer.body));
      if (!found.success) return err(refusalOfToken(JSON.parse(answer.body), clock.now()));
      const lifeMs = found.data.expires_in * 1000;
      kept = { token: found.data.access_token, until: clock.monotonic() + Math.max(lifeMs - renewBeforeMs, lifeMs / 2) };
      stale = false;
      return ok(kept.token);
    } catch {
      return err({ code: 'provider-down', taken: 'no', raw: 'token' });
    }
  }

  return {
    async get() {
      if (kept && parts.clock.monotonic() < kept.until) return ok(kept.token);
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    drop(token) {
      if (kept?.token !== token) return;
      kept = undefined;
      stale = true;
    },
  };
}

function refusalOfToken(answer: unknown, nowMs: number): SendRefusal {
  const { data } = errorAnswer.safeParse(answer);
  if (!data) return { code: 'provider-down', taken: 'no', raw: 'token' };
  const refusal = refusalOfWechat(data.errcode, nowMs);
  return refusal.code === 'rate-limited' || refusal.code === 'provider-down'
    ? refusal
    : { code: 'rejected', what: 'account', raw: String(data.errcode) };
}
