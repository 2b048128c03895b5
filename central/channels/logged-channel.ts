import type { Log } from '#contracts/log/events.ts';
import type { ChannelPort, OutsideChannel } from './channel-port.ts';

/** The same port, whose sends are logged by key and code; never by address or text. */
export function loggedChannel<C extends OutsideChannel>(port: ChannelPort<C>, log: Log): ChannelPort<C> {
  const { channel, provider } = port;
  return {
    ...port,
    async send(message) {
      const sent = await port.send(message);
      if (sent.ok) log('channel.sent', { channel, provider, message: message.key });
      else {
        const raw = 'raw' in sent.error ? sent.error.raw : undefined;
        log('channel.failed', { channel, provider, message: message.key, code: sent.error.code, raw });
      }
      return sent;
    },
  };
}
