import type { KeyObject } from 'node:crypto';
import type { Clock, Instant } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { CallbackRead, CallbackRefusal, CallbackRequest, ConsentChange, DeliveryReport } from '../channel-port.ts';
import type { ReplayMemory } from '../replay-memory.ts';
import { utf8Text } from '../strict-values.ts';
import { faultOf } from './signed-webhook.ts';
import type { AppCallback } from './wire.ts';
import { appCallback, appClients } from './wire.ts';

/** Reads what the app posts: reports, and accounts that allow or refuse our messages. */
export function readAppCallback(
  appKey: KeyObject,
  clock: Clock,
  seen: ReplayMemory,
  request: CallbackRequest,
): Result<CallbackRead, CallbackRefusal> {
  if (faultOf(request, { client: appClients.app, key: appKey }, clock.now(), seen) !== undefined) return err('forged');
  const said = parsed(request.body);
  return said ? ok({ news: newsOf(said), reply: { contentType: 'application/json', body: '{}' } }) : err('unknown');
}

function newsOf({ reports, consents }: AppCallback): (DeliveryReport | ConsentChange)[] {
  return [
    ...reports.map(({ key, id, state, at, code }) => ({
      is: 'report' as const,
      key,
      providerId: id,
      address: undefined,
      templateId: undefined,
      state,
      at: at as Instant,
      raw: code,
    })),
    ...consents.map(({ account, change }) => ({ is: 'consent' as const, address: account, templateId: undefined, change })),
  ];
}

function parsed(body: Uint8Array): AppCallback | undefined {
  try {
    return appCallback.safeParse(JSON.parse(utf8Text(body) ?? '')).data;
  } catch {
    return undefined;
  }
}
