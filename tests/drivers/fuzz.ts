/**
 * A small fast generator (xorshift32) with its seed in the open, so that a fuzz run can be repeated: `FUZZ_SEED=… FUZZ_FRAMES=…`.
 */
export interface Fuzz {
  readonly seed: number;
  /** 0 … 2^32 - 1. */
  next(): number;
  below(limit: number): number;
  bytes(length: number): Uint8Array;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** A copy with a few bytes changed, cut, doubled or put in; any length from 0 to twice the original's. */
  mutate(frame: Uint8Array): Uint8Array;
}

export function fuzzSeed(): number {
  return Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 0xffff_ffff)) >>> 0 || 1;
}

export function fuzzFrames(byDefault: number): number {
  return Number(process.env['FUZZ_FRAMES'] ?? byDefault);
}

export function createFuzz(seed: number): Fuzz {
  let state = seed >>> 0 || 1;

  function next(): number {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  }
  const below = (limit: number): number => next() % limit;

  function bytes(length: number): Uint8Array {
    const made = new Uint8Array(length);
    for (let i = 0; i < length; i++) made[i] = next() >>> 24;
    return made;
  }

  type Change = (frame: Uint8Array) => Uint8Array;
  const changes: readonly [Change, ...Change[]] = [
    (frame) => {
      const at = below(Math.max(1, frame.length));
      return frame.with(Math.min(at, frame.length - 1), next() >>> 24);
    },
    (frame) => frame.slice(0, below(frame.length)),
    (frame) => frame.slice(below(frame.length)),
    (frame) => concat(frame, frame),
    (frame) => {
      const at = below(frame.length);
      return concat(frame.slice(0, at), bytes(below(8)), frame.slice(at));
    },
    (frame) => {
      const at = below(frame.length);
      return concat(frame.slice(0, at), frame.slice(at + 1 + below(4)));
    },
  ];

  return {
    seed,
    next,
    below,
    bytes,
    pick(from) {
      return from[below(from.length)] ?? from[0];
    },
    mutate(frame) {
      if (frame.length === 0) return frame;
      return (changes[below(changes.length)] ?? changes[0])(frame);
    },
  };
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
