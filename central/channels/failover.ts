import type { Clock } from '#contracts/basics/clock.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { CallbackRefusal, ChannelPort, OutgoingMessage, OutsideChannel, SendRefusal } from './channel-port.ts';
import { healthAfter, healthStart, restLeftMs, mayGoElsewhere } from './provider-health.ts';

/**
 * Several providers of one channel as one: the first that is well gets the message, the next one only where the one before surely
 * did not take it. Its `provider` is their names joined by `+`. A message whose answer was lost stays with its provider: a second one would reach the person twice.
 */
export function withFailover<C extends OutsideChannel>(clock: Clock, ports: readonly ChannelPort<C>[]): ChannelPort<C> {
  const [first] = ports;
  if (!first) throw new Error('failover needs a provider');
  const health = new Map(ports.map((port) => [port, healthStart]));

  async function sendBy(port: ChannelPort<C>, message: OutgoingMessage<C>): ReturnType<ChannelPort<C>['send']> {
    const known = health.get(port) ?? healthStart;
    const afterMs = restLeftMs(known, clock.monotonic());
    if (afterMs > 0) return err({ code: 'rate-limited', of: 'provider', afterMs, raw: 'resting' });
    const sent = await port.send(message);
    health.set(port, healthAfter(health.get(port) ?? healthStart, sent.ok ? undefined : sent.error, clock.monotonic()));
    return sent;
  }

  return {
    channel: first.channel,
    provider: ports.map(({ provider }) => provider).join('+'),

    async send(message) {
      let last: SendRefusal | undefined;
      for (const port of ports) {
        const sent = await sendBy(port, message);
        if (sent.ok || !mayGoElsewhere(sent.error)) return sent;
        last = soonest(last, sent.error);
      }
      return err(last ?? { code: 'provider-down', taken: 'no' });
    },

    async query(key, address) {
      let isSure = true;
      for (const port of ports) {
        const state = await port.query(key, address);
        if (state.ok && state.value !== 'unknown') return state;
        if (!state.ok) isSure = false;
      }
      return isSure ? ok('unknown') : err('provider-down');
    },

    async readCallback(request) {
      let refusal: CallbackRefusal = 'forged';
      for (const port of ports) {
        const read = await port.readCallback(request);
        if (read.ok) return read;
        if (read.error !== 'forged') refusal = read.error;
      }
      return err(refusal);
    },
  };
}

/** Of two refusals the one that says when to come back, the sooner one first. */
function soonest(a: SendRefusal | undefined, b: SendRefusal): SendRefusal {
  if (a?.code !== 'rate-limited') return b.code === 'rate-limited' || !a ? b : a;
  return b.code === 'rate-limited' && b.afterMs < a.afterMs ? b : a;
}
