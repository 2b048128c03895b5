import type { DomainEvent, EventEnvelope } from '#contracts/approval/event.ts';
import type { AsideReason, SourceAlarm, SourceTrust } from './event-envelope.ts';
import { eventHash, readEnvelope, readEvent } from './event-envelope.ts';

/** An event with the envelope that proves where it came from. */
export interface SourceEvent {
  readonly envelope: EventEnvelope;
  readonly event: DomainEvent;
}

/** A genuine envelope whose event cannot be used; its text is in `envelope.event`, to be kept for staff. */
export interface AsideEvent {
  readonly envelope: EventEnvelope;
  readonly reason: AsideReason;
}

/** Sequence numbers from `from` to `to`, both missing. */
export interface SeqRange {
  readonly from: number;
  readonly to: number;
}

/** What follows a cursor without a break, and what keeps the rest from following. */
export interface Followed {
  readonly envelopes: readonly EventEnvelope[];
  /** The new cursor: number of the last one that followed. */
  readonly next: number;
  readonly missing: readonly SeqRange[];
  readonly conflict: SourceAlarm | undefined;
}

/** The genuine ones of a page or a push, and the first reason for alarm. */
export function genuineOf(
  values: readonly unknown[],
  trust: SourceTrust,
): { readonly genuine: readonly EventEnvelope[]; readonly alarm: SourceAlarm | undefined } {
  const read = values.map((value) => readEnvelope(value, trust));
  return {
    genuine: read.flatMap((one) => (one.ok ? [one.value] : [])),
    alarm: read.map((one) => (one.ok ? undefined : one.error)).find((error) => error !== undefined),
  };
}

/**
 * Puts genuine envelopes behind a cursor, in whatever order and however often they came. Known ones are dropped; from the first hole
 * on nothing follows. Pure.
 */
export function follow(cursor: number, genuine: readonly EventEnvelope[]): Followed {
  const bySeq = new Map<number, EventEnvelope>();
  let contradicted = Number.POSITIVE_INFINITY; // neither of two that contradict each other is taken
  for (const envelope of genuine) {
    const known = bySeq.get(envelope.seq);
    if (known && eventHash(known) !== eventHash(envelope)) contradicted = Math.min(contradicted, envelope.seq);
    if (!known && envelope.seq > cursor) bySeq.set(envelope.seq, envelope);
  }
  const sorted = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  const envelopes = sorted.filter(({ seq }, i) => seq === cursor + 1 + i && seq < contradicted);
  const conflict: SourceAlarm | undefined = Number.isFinite(contradicted) ? { reason: 'conflict', seq: contradicted } : undefined;
  return { envelopes, next: cursor + envelopes.length, missing: holesIn(cursor, sorted), conflict };
}

/** Opens the envelopes; one that cannot be used does not keep the others. */
export function opened(envelopes: readonly EventEnvelope[]): {
  readonly events: readonly SourceEvent[];
  readonly aside: readonly AsideEvent[];
} {
  const events: SourceEvent[] = [];
  const aside: AsideEvent[] = [];
  for (const envelope of envelopes) {
    const event = readEvent(envelope);
    if (event.ok) events.push({ envelope, event: event.value });
    else aside.push({ envelope, reason: event.error });
  }
  return { events, aside };
}

function holesIn(cursor: number, sorted: readonly EventEnvelope[]): SeqRange[] {
  const holes: SeqRange[] = [];
  let last = cursor;
  for (const { seq } of sorted) {
    if (seq > last + 1) holes.push({ from: last + 1, to: seq - 1 });
    last = seq;
  }
  return holes;
}
