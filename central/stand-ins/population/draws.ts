/** Chance that is no chance: a number in [0, 1) for every question about a thing, the same for the same seed on every machine. */
export type Draw = (what: string) => number;

/** FNV-1a, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3: every bit of the input moves half of the output's. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The draws about thing `index` of a kind. No state: any thing can be asked about first. */
export function drawsOf(seed: number, kind: string, index: number): Draw {
  const base = mix(mix(mix(seed) ^ hashText(kind)) ^ Math.imul(index, 0x9e3779b1));
  return (what) => mix(base ^ hashText(what)) / 2 ** 32;
}

/** @throws on an empty list. */
export function pick<T>(list: readonly T[], draw: number): T {
  const found = list[Math.floor(draw * list.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

/**
 * Sends 0 … size-1 to 0 … size-1, each to its own, so that numbers never meet. `step` must have no divisor in common with `size`;
 * `index * step` must stay below 2^53.
 */
export function permute(index: number, size: number, step: number, offset: number): number {
  return ((index % size) * step + offset) % size;
}

/** A list in another order, decided by the draws. */
export function shuffle<T>(list: readonly T[], draw: Draw): T[] {
  return list
    .map((value, i) => ({ value, key: draw(String(i)) }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
