/**
 * A `WltDecoder` command for simulated cards: reads one photo of `simulated-wlt.ts` on stdin and writes the pixels of
 * `$ESTATION_DEMO_FACES/<face>/card.rgb` to stdout. Exit 1 where there is no such face, 2 where stdin is not a simulated photo.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSimulatedFace } from './simulated-wlt.ts';
import { photoBytes } from './wlt-decoder.ts';

function decode(): number {
  const face = findSimulatedFace(readFileSync(0));
  if (face === undefined) return 2;
  try {
    const rgb = readFileSync(join(process.env['ESTATION_DEMO_FACES'] ?? '', face, 'card.rgb'));
    if (rgb.length !== photoBytes) return 1;
    process.stdout.write(rgb);
    return 0;
  } catch {
    return 1;
  }
}

process.exitCode = decode();
