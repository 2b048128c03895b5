/** The same bytes with one bit changed, for every byte; the bit walks, so that all eight are tried along the text. */
export function* flipsOf(
  bytes: Uint8Array,
  every = 1,
): Generator<{ readonly at: number; readonly bit: number; readonly bytes: Buffer }> {
  for (let at = 0; at < bytes.length; at += every) {
    for (let bit = 0; bit < 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      yield { at, bit, bytes: changed };
    }
  }
}
