import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '#contracts/basics/clock.ts';
import type { PlainReply } from '../../../stand-ins/loopback.ts';
import { json } from '../../../stand-ins/loopback.ts';

const lifeS = 7200;

const tokenRequest = z.strictObject({
  grant_type: z.literal('client_credential'),
  appid: z.string(),
  secret: z.string(),
  force_refresh: z.boolean().optional(),
});

/** `stable_token`: the same token for everybody who asks, until it ends or a new one is forced. */
export interface Tokens {
  answer(account: { readonly appId: string; readonly secret: string }, body: string): PlainReply;
  isValid(token: string): boolean;
  expire(): void;
}

export function openTokens(clock: Clock): Tokens {
  let token = '';
  let until = 0;
  return {
    isValid: (asked) => asked !== '' && asked === token && clock.now() < until,
    expire() {
      until = 0;
    },
    answer(account, body) {
      const { data: asked } = tokenRequest.safeParse(parsed(body));
      if (!asked) return json(200, { errcode: 40002, errmsg: 'invalid grant_type' });
      if (asked.appid !== account.appId) return json(200, { errcode: 40013, errmsg: 'invalid appid' });
      if (asked.secret !== account.secret) return json(200, { errcode: 40125, errmsg: 'invalid appsecret' });
      if (clock.now() >= until || asked.force_refresh === true) {
        token = randomBytes(48).toString('base64url');
        until = clock.now() + lifeS * 1000;
      }
      return json(200, { access_token: token, expires_in: Math.floor((until - clock.now()) / 1000) });
    },
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
