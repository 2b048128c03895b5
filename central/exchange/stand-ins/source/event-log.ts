import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { EventEnvelope, SourceSystem } from '#contracts/approval/event.ts';
import { domainEvent } from '#contracts/approval/event.ts';
import type { SigningKey } from '../../../store/index.ts';
import { sealEnvelope } from '../../event-envelope.ts';
import { centreName } from '../../partner-client.ts';
import { pageLimits } from '../../source-wire.ts';
import type { EventDraft, Register } from './register.ts';
import { applyEvent } from './register.ts';

/** What a source keeps over a restart, beside what it makes anew from its seed. */
export interface KeptState {
  readonly startedAt: string;
  /** Texts of the events after the snapshots. */
  readonly tail: readonly string[];
  readonly orders: Readonly<Record<string, unknown>>;
}

/** @param file absent = memory only. */
export function openKeptState(
  file: string | undefined,
  nowMs: number,
): { readonly first: KeptState; save(state: KeptState): void } {
  const first: KeptState =
    file !== undefined && existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as KeptState)
      : { startedAt: instantOf(nowMs), tail: [], orders: {} };
  return {
    first,
    save(state) {
      if (file === undefined) return;
      writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

/** 事件日志: numbers without gaps; an envelope is signed when it is sent. */
export interface EventLog {
  readonly last: number;
  append(draft: EventDraft): number;
  /** Any text under the next number, for what a consumer must set aside. */
  appendText(text: (seq: number) => string): number;
  envelope(seq: number, consumer: string): EventEnvelope;
  /** What comes after a number, up to `limit` and the agreed amount of text. */
  page(after: number, limit: number, consumer: string): EventEnvelope[];
  tail(): readonly string[];
}

interface LogParts {
  readonly source: SourceSystem;
  readonly key: SigningKey;
  readonly clock: Clock;
  readonly register: Register;
  readonly snapshots: readonly EventDraft[];
  readonly tail: readonly string[];
  /** Called after every new event. */
  readonly appended: (envelope: EventEnvelope) => void;
}

export function openEventLog(parts: LogParts): EventLog {
  const { source, snapshots, register } = parts;
  const tail: string[] = [];
  const textOf = (draft: EventDraft, seq: number): string => canonicalJson({ ...draft, source, seq });

  function put(text: string): number {
    tail.push(text);
    const event = domainEvent.safeParse(jsonOf(text));
    if (event.success) applyEvent(register, event.data);
    return snapshots.length + tail.length;
  }

  function textAt(seq: number): string {
    const draft = snapshots[seq - 1];
    const text = draft ? textOf(draft, seq) : tail[seq - 1 - snapshots.length];
    if (text === undefined) throw new Error(`no event ${seq}`);
    return text;
  }

  for (const text of parts.tail) put(text);
  const log: EventLog = {
    get last() {
      return snapshots.length + tail.length;
    },
    append: (draft) => log.appendText((seq) => textOf(draft, seq)),
    appendText(text) {
      const seq = put(text(log.last + 1));
      parts.appended(log.envelope(seq, centreName));
      return seq;
    },
    envelope: (seq, consumer) =>
      sealEnvelope({ source, seq, consumer, sentAt: instantOf(parts.clock.now()), event: textAt(seq) }, parts.key),
    page(after, limit, consumer) {
      const found: EventEnvelope[] = [];
      let size = 0;
      for (let seq = after + 1; seq <= log.last && found.length < limit; seq += 1) {
        const envelope = log.envelope(seq, consumer);
        size += Buffer.byteLength(envelope.event);
        if (found.length > 0 && size > pageLimits.textBytes) break;
        found.push(envelope);
      }
      return found;
    },
    tail: () => tail,
  };
  return log;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
