import { fork, type ChildProcess } from 'node:child_process';
import type { Clock } from '#contracts/basics/clock.ts';
import { err } from '#contracts/basics/result.ts';
import type { FromHost, HostState, KioskAnswer, KioskMethod, ToHost } from '#contracts/ipc/api.ts';
import type { KioskView } from '#contracts/ipc/view.ts';
import type { Log } from '#contracts/log/events.ts';
import { afterFailure, noFailures } from './back-off.ts';
import { PendingCalls } from './pending-calls.ts';

/** What to run. The host is plain Node 24, never Electron's own Node: its native modules never meet Electron's ABI. */
export interface HostProgram {
  readonly node: string;
  readonly entry: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export interface HostEvents {
  readonly state: (state: HostState) => void;
  readonly view: (view: KioskView) => void;
}

export interface Host {
  /** Starts the host for the first time; from then on one is kept running. */
  readonly start: () => void;
  readonly state: () => HostState;
  /** Never rejects: IPC-003 when no host runs, IPC-004 when it does not answer in time. */
  readonly call: <M extends KioskMethod>(method: M, input: unknown) => Promise<KioskAnswer<M>>;
  /** Asks the host to end and kills it when it does not; nothing is restarted afterwards. */
  readonly stop: () => Promise<void>;
}

const delays = {
  restart: { firstMs: 500, longestMs: 30_000, stableAfterMs: 60_000 },
  /** A journal of years is checked in this time; a host that needs longer is stuck. */
  readyWithinMs: 120_000,
  heartbeatEveryMs: 5_000,
  /** Without a word for this long, although asked, the host hangs and is killed. */
  silentForMs: 30_000,
  stopWithinMs: 5_000,
};

/** From this many failures in a row on, the screen stops promising that it comes back by itself; it is tried on all the same. */
const failuresUntilFailed = 4;

/** Keeps a host running from `start` to `stop`. */
export function superviseHost(program: HostProgram, events: HostEvents, clock: Clock, log: Log): Host {
  const pending = new PendingCalls(clock);
  let state: HostState = 'starting';
  let child: ChildProcess | undefined;
  let failures = noFailures;
  let stopping = false;
  let cancelRestart = () => {};

  function become(next: HostState): void {
    if (next === state) return;
    state = next;
    events.state(next);
  }

  function start(): void {
    if (stopping) return;
    const startedAt = clock.monotonic();
    const started = fork(program.entry, program.args, {
      execPath: program.node,
      execArgv: [],
      env: program.env,
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child = started;
    const watch = watchSilence(started);
    started.on('message', (message: FromHost) => {
      watch.heard();
      receive(message);
    });
    // 'error' comes instead of 'exit' when the program could not be started at all
    const ended = once((reason: string) => {
      watch.end();
      child = undefined;
      pending.failAll('host ended');
      if (!stopping) restartLater(reason, clock.monotonic() - startedAt);
    });
    started.once('exit', (code, signal) => ended(signal ?? `exit ${code}`));
    started.once('error', (error) => ended('code' in error ? String(error.code) : 'error'));
  }

  function receive(message: FromHost): void {
    if (message.t === 'ready') become('running');
    else if (message.t === 'reply') pending.settle(message.id, message.answer);
    else if (message.t === 'view') events.view(message.view);
  }

  function restartLater(reason: string, ranForMs: number): void {
    const { next, delayMs } = afterFailure(failures, ranForMs, delays.restart);
    failures = next;
    log('host.exited', { reason, ranForMs: Math.round(ranForMs), restartInMs: delayMs, failures: failures.failures });
    become(failures.failures >= failuresUntilFailed ? 'failed' : 'restarting');
    cancelRestart = clock.after(delayMs, start);
  }

  /** Kills a host that does not become ready, or that hangs: asked for its view every few seconds, it must say anything at all. */
  function watchSilence(watched: ChildProcess): { heard: () => void; end: () => void } {
    const kill = () => watched.kill('SIGKILL');
    let cancelKill = clock.after(delays.readyWithinMs, kill);
    let cancelBeat = () => {};
    const beat = () => {
      void call('view.get', {});
      cancelBeat = clock.after(delays.heartbeatEveryMs, beat);
    };
    return {
      heard() {
        cancelKill();
        cancelKill = clock.after(delays.silentForMs, kill);
        cancelBeat();
        cancelBeat = clock.after(delays.heartbeatEveryMs, beat);
      },
      end() {
        cancelKill();
        cancelBeat();
      },
    };
  }

  async function call<M extends KioskMethod>(method: M, input: unknown): Promise<KioskAnswer<M>> {
    const asked = child;
    if (asked === undefined || state !== 'running') return err({ code: 'IPC-003', raw: state });
    const answer = await pending.open(method, (id) => send(asked, { t: 'call', id, method, input }));
    // the host `satisfies KioskApi`: its answer to M is of M
    return answer as KioskAnswer<M>;
  }

  async function stop(): Promise<void> {
    stopping = true;
    cancelRestart();
    const last = child;
    if (last === undefined) return;
    await new Promise<void>((resolve) => {
      const cancelKill = clock.after(delays.stopWithinMs, () => last.kill('SIGKILL'));
      last.once('exit', () => {
        cancelKill();
        resolve();
      });
      send(last, { t: 'stop' });
    });
  }

  return { start, state: () => state, call, stop };
}

/** A channel that is closing loses the message; the exit that follows answers whoever waits. */
function send(child: ChildProcess, message: ToHost): void {
  if (child.connected) child.send(message, () => {});
}

function once<A>(fn: (argument: A) => void): (argument: A) => void {
  let done = false;
  return (argument) => {
    if (done) return;
    done = true;
    fn(argument);
  };
}
