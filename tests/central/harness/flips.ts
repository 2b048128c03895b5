/** Minutes more for all eight bits of each byte. */
const isLong = process.env['ESTATION_LONG'] !== undefined;

/** The same bytes with one bit changed, for every byte; the bit walks, so that all eight are tried along the text. */
export function* flipsOf(bytes: Uint8Array): Generator<{ readonly at: number; readonly bit: number; readonly bytes: Buffer }> {
  for (let at = 0; at < bytes.length; at += 1) {
    for (const bit of isLong ? [0, 1, 2, 3, 4, 5, 6, 7] : [at % 8]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      yield { at, bit, bytes: changed };
    }
  }
}
