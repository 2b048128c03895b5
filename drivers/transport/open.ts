import type { Clock } from '#contracts/basics/clock.ts';
import { createSerialTransport, type SerialConfig } from './serial.ts';
import { createTcpTransport, type TcpConfig } from './tcp.ts';
import type { OpenTransport } from './transport.ts';

export type LineConfig = SerialConfig | TcpConfig;

/** The line of a device as the terminal's configuration names it; each call of the result makes a new, closed connection. */
export function transportFactory(config: LineConfig, clock: Clock): OpenTransport {
  return 'path' in config ? () => createSerialTransport(config, clock) : () => createTcpTransport(config, clock);
}
