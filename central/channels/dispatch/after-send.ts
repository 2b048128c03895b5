import type { Result } from '#contracts/basics/result.ts';
import type { DeliveryState, Sent, SendRefusal } from '../channel-port.ts';
import type { Notification } from './types.ts';

type Outcome = Pick<Notification, 'state' | 'refusal'>;

/** The state of a notification after `send`: a lost answer leaves it `sending`, to be queried. */
export function stateAfterSend(sent: Result<Sent, SendRefusal>): Outcome {
  if (sent.ok) return { state: 'waiting' };
  const refusal = sent.error;
  return refusal.code === 'provider-down' && refusal.taken === 'unknown' ? { state: 'sending' } : { state: 'refused', refusal };
}

/** The state after `query`: what the provider does not know was not taken. */
export function stateAfterQuery(found: DeliveryState): Outcome {
  return found === 'unknown'
    ? { state: 'refused', refusal: { code: 'provider-down', taken: 'no', raw: 'not-found' } }
    : { state: found };
}
