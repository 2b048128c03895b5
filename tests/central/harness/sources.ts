import { randomBytes } from 'node:crypto';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import type { DomainEvent, SourceSystem } from '#contracts/approval/event.ts';
import type { EventSource, SourceTrust } from '#central/exchange/index.ts';
import { centreName, openEventSource, openPartnerClient } from '#central/exchange/index.ts';
import { ensureSigningKey } from '#central/store/index.ts';
import { startProcess } from './processes.ts';

/** A source system's stand-in, a process of its own, and what its control port does. */
export interface FakeSource {
  readonly name: SourceSystem;
  readonly url: string;
  /** @returns what the control port answered. */
  tell<T = { seq: number }>(path: string, body?: object): Promise<T>;
  fault(fault: object): Promise<void>;
  state(): Promise<SourceState>;
  end(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface SourceState {
  readonly last: number;
  readonly answered: number;
  readonly refused: number;
  readonly orders: Readonly<Record<string, { readonly calls: number; readonly effects: number }>>;
  readonly pushes: readonly number[];
}

export async function startSource(name: SourceSystem, keys: string, args: readonly string[] = []): Promise<FakeSource> {
  const running = await startProcess('central/exchange/stand-ins/source-system.ts', ['--source', name, '--keys', keys, ...args]);
  const control = `http://127.0.0.1:${running.controlPort}`;
  async function tell<T>(path: string, body: object = {}): Promise<T> {
    const answer = await fetch(`${control}${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    return (await answer.json()) as T;
  }
  return {
    name,
    url: `http://127.0.0.1:${running.port}`,
    tell,
    fault: (fault) => tell('/fault', fault),
    state: async () => (await fetch(`${control}/state`)).json() as Promise<SourceState>,
    async end(signal) {
      await running.end(signal);
    },
  };
}

/** What the centre knows of a source whose keys lie in the same folder. */
export function trustOf(keys: string, source: SourceSystem): SourceTrust {
  const { keyId, publicKey } = ensureSigningKey(keys, source);
  return { source, consumer: centreName, keys: new Map([[keyId, publicKey]]) };
}

/** The centre's side of a line to a source. */
export function connect(keys: string, source: SourceSystem, url: string, clock: Clock = systemClock): EventSource {
  const client = openPartnerClient({
    partner: source,
    baseUrl: url,
    ownKey: ensureSigningKey(keys, 'centre-exchange'),
    partnerKey: ensureSigningKey(keys, source).publicKey,
    clock,
    random: randomBytes,
    log: () => undefined,
  });
  return openEventSource({ trust: trustOf(keys, source), client, clock });
}

/** A clock whose monotonic time can be put forward, so that nobody waits for a circuit to close. */
export function hastyClock(): Clock & { forward(ms: number): void } {
  let ahead = 0;
  return {
    ...systemClock,
    monotonic: () => systemClock.monotonic() + ahead,
    forward(ms) {
      ahead += ms;
    },
  };
}

/** Pulls until the source has no more; throws when it does not give all. */
export async function pullAll(source: EventSource, cursor = 0): Promise<{ events: DomainEvent[]; next: number }> {
  const events: DomainEvent[] = [];
  for (let next = cursor; ;) {
    const pulled = await source.pull(next);
    if (!pulled.ok || pulled.value.alarm || pulled.value.gap.length > 0) throw new Error(JSON.stringify(pulled));
    events.push(...pulled.value.events.map(({ event }) => event));
    next = pulled.value.next;
    if (next >= pulled.value.last) return { events, next };
  }
}
