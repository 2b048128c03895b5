import type { Clock } from '#contracts/basics/clock.ts';
import type { Link } from '../transport/link.ts';
import type { Answer, Inquiry } from './inquiry.ts';
import type { Segment } from './protocol.ts';
import { findFault, type StatusFlags } from './status.ts';

/** In ms unless said otherwise. */
export interface JobDelays {
  /** The operating system takes one portion within this; longer means that the printer's buffer is full and stays full. */
  readonly writeMs: number;
  /** What one byte may take on the slowest line. */
  readonly perByteMs: number;
  /** Between two questions while the printer works off what it holds. */
  readonly watchMs: number;
  /** Dots of paper per second, for how long the mechanics need after the last byte. */
  readonly dotsPerSecond: number;
  readonly cutMs: number;
}

export type Fault = NonNullable<ReturnType<typeof findFault>>;

/** How one print ended. `unreached`: it did not begin, the printer did not answer. `raw`: for staff and log. */
export type Ending = { readonly sentBytes: number; readonly raw: string; readonly flags?: StatusFlags } & (
  { readonly outcome: 'printed' | 'unreached' | 'unknown' } | { readonly outcome: 'failed'; readonly fault: Fault }
);

export interface JobParts {
  readonly link: Link;
  readonly inquiry: Inquiry;
  readonly clock: Clock;
  readonly delays: JobDelays;
}

/** Bytes between two questions: a fault is seen before much more is sent into it. */
const portionBytes = 1_024;
const nothing = new Uint8Array();

/**
 * Sends one receipt and watches it come out. DLE EOT is answered at once, also while the printer still has most of the
 * receipt in its memory; so good answers count only when the mechanics had the time that the receipt's length needs.
 */
export async function printJob(segments: readonly Segment[], parts: JobParts): Promise<Ending> {
  const { link, inquiry, clock, delays } = parts;
  const before = await inquiry.askAll(link);
  const ready = judge(before, 0);
  if (ready.outcome === 'unknown') return { outcome: 'unreached', sentBytes: 0, raw: `before the first byte: ${before.raw}` };
  if (ready.outcome !== 'printed') return ready;

  const beganMs = clock.monotonic();
  let sentBytes = 0;
  for (const portion of portions(segments)) {
    // A write that fails may still have reached the paper in part.
    const written = await link.write(portion, delays.writeMs + portion.length * delays.perByteMs);
    sentBytes += portion.length;
    if (!written.ok) return { outcome: 'unknown', sentBytes, raw: `write: ${written.error.raw}` };
    inquiry.wrote(portion.length);
    const bad = await look(parts, sentBytes);
    if (bad) return bad;
  }
  return watchToEnd(parts, sentBytes, beganMs + workMs(segments, delays));
}

async function watchToEnd(parts: JobParts, sentBytes: number, readyAtMs: number): Promise<Ending> {
  const { link, inquiry, clock, delays } = parts;
  for (let leftMs = readyAtMs - clock.monotonic(); leftMs > 0; leftMs = readyAtMs - clock.monotonic()) {
    const watched = await link.within<never>(nothing, () => undefined, Math.min(delays.watchMs, leftMs));
    if (!watched.ok && watched.error.kind === 'gone')
      return { outcome: 'unknown', sentBytes, raw: `watch: ${watched.error.raw}` };
    const bad = await look(parts, sentBytes);
    if (bad) return bad;
  }
  return judge(await inquiry.askAll(link), sentBytes);
}

/** One quick question in mid-print; the whole round only when the printer says that something is wrong. */
async function look({ link, inquiry }: JobParts, sentBytes: number): Promise<Ending | undefined> {
  const state = await inquiry.askOnline(link);
  if (!state.ok) return { outcome: 'unknown', sentBytes, raw: `after the first byte: ${state.error.raw}` };
  if (state.value === 'online') return undefined;
  const ending = judge(await inquiry.askAll(link), sentBytes);
  // It was off line for a moment and is well again: the receipt goes on.
  return ending.outcome === 'printed' ? undefined : ending;
}

/** A fault is believed from any of the four answers; that all is well, from all of them only. */
function judge(answer: Answer, sentBytes: number): Ending {
  const fault = answer.kind === 'silent' ? undefined : findFault(answer.flags);
  if (answer.kind !== 'silent' && fault) return { outcome: 'failed', fault, flags: answer.flags, sentBytes, raw: answer.raw };
  if (answer.kind === 'whole') return { outcome: 'printed', flags: answer.flags, sentBytes, raw: answer.raw };
  return { outcome: 'unknown', sentBytes, raw: `after the first byte: ${answer.raw}` };
}

function workMs(segments: readonly Segment[], delays: JobDelays): number {
  const dots = segments.reduce((total, segment) => total + segment.dots, 0);
  const cuts = segments.filter((segment) => segment.cuts).length;
  return (dots / delays.dotsPerSecond) * 1_000 + cuts * delays.cutMs;
}

/** Whole segments put together to about `portionBytes`: a question never falls into the middle of a command. */
function* portions(segments: readonly Segment[]): Generator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for (const { bytes } of segments) {
    held.push(bytes);
    size += bytes.length;
    if (size < portionBytes) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}
