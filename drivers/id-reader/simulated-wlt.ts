import { wltBytes } from './wlt-decoder.ts';

/**
 * What stands in for a card's compressed photo: the mark, then the key of a face, then zeros. Real WLT data can neither be made
 * nor decoded with open software, so simulated cards carry a picture's name instead of a picture.
 */
const mark = 'SIMWLT1 ';

export function simulatedWlt(faceKey: string): Uint8Array {
  const block = new Uint8Array(wltBytes);
  block.set(new TextEncoder().encode(mark + faceKey));
  return block;
}

/** The face key of a simulated photo; undefined for any other bytes. */
export function findSimulatedFace(wlt: Uint8Array): string | undefined {
  if (wlt.length !== wltBytes) return undefined;
  const text = new TextDecoder('latin1').decode(wlt);
  return new RegExp(`^${mark}([a-z0-9-]{1,64})\\0+$`).exec(text)?.[1];
}
