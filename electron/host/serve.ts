import { systemClock } from '#contracts/basics/system-clock.ts';
import { err } from '#contracts/basics/result.ts';
import { kioskInputs } from '#contracts/ipc/api.ts';
import type { FromHost, KioskAnswer, KioskApi, KioskMethod, ToHost } from '#contracts/ipc/api.ts';
import { startHost } from './host.ts';
import type { Surroundings } from './host.ts';
import { hostOptions } from './options.ts';

/**
 * Runs a host as a child process: calls come in and answers go out over Node's IPC channel, views are pushed. It ends when its
 * parent does, by whatever end.
 */
export async function serveHost(optionsJson: string, surroundings: Surroundings = { clock: systemClock }): Promise<void> {
  // The parent may go at any moment; a message that nobody can take any more is no fault of ours.
  const send = (message: FromHost): void => {
    if (process.connected) process.send?.(message, undefined, {}, () => {});
  };
  const host = await startHost(hostOptions.parse(JSON.parse(optionsJson)), surroundings, (view) => send({ t: 'view', view }));
  const stop = (): void => void host.stop().finally(() => process.exit(0));
  process.on('disconnect', stop);
  process.on('SIGTERM', stop);
  process.on('message', (message: ToHost) => {
    if (message.t === 'stop') return stop();
    void answer(host.api, message.method, message.input).then((reply) => send({ t: 'reply', id: message.id, answer: reply }));
  });
  send({ t: 'ready' });
}

/** Main has validated the input already; the host trusts nobody and does it again. */
async function answer(api: KioskApi, method: KioskMethod, input: unknown): Promise<KioskAnswer<KioskMethod>> {
  const parsed = kioskInputs[method].safeParse(input);
  if (!parsed.success) return err({ code: 'IPC-002', raw: method });
  const call = api[method] as (value: unknown) => Promise<KioskAnswer<KioskMethod>>;
  return call(parsed.data);
}
