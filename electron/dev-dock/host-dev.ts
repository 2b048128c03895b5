import net from 'node:net';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import type { LogEvent } from '#contracts/log/events.ts';
import { serveHost } from '#electron/host/serve.ts';

/**
 * The product's host with two handles for tests and demonstrations, on a Unix socket: its wall clock can be shifted, and it can
 * be made to die at the very moment of a log event. `node host-dev.ts '<HostOptions>' <socket>`.
 */
export type HostControl = { readonly clockOffsetMs: number } | { readonly dieAt: LogEvent };

let offsetMs = 0;
let dieAt: LogEvent | undefined;

const clock: Clock = { ...systemClock, now: () => systemClock.now() + offsetMs };

const [optionsJson = '{}', socketPath = ''] = process.argv.slice(2);

net
  .createServer((socket) => {
    socket.on('data', (chunk) => {
      for (const line of chunk.toString('utf8').split('\n').filter(Boolean)) {
        const control = JSON.parse(line) as HostControl;
        if ('dieAt' in control) dieAt = control.dieAt;
        else offsetMs = control.clockOffsetMs;
      }
      socket.end('ok\n');
    });
    socket.on('error', () => {});
  })
  .listen(`${socketPath}.${process.pid}`);

await serveHost(optionsJson, {
  clock,
  observe: (event) => {
    // SIGKILL: no handler runs, nothing is flushed, as when the power of this one process is cut.
    if (event === dieAt) process.kill(process.pid, 'SIGKILL');
  },
});
