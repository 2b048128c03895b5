import type { CardPhoto } from '#contracts/devices/id-reader.ts';
import type { Box } from '#contracts/domain/face-geometry.ts';
import { alignFace } from './align.ts';
import type { Embedding } from './embedding.ts';
import { embedFace } from './embed-face.ts';
import type { RgbImage } from './image.ts';
import { findFaces, findLandmarks, type Look } from './locate.ts';
import type { Networks } from './networks.ts';

/**
 * A card photo is small and its face fills it, while the detector knows faces with room around them: on a grey canvas it finds
 * practically all (drawn bare: about half).
 */
const cardLooks: readonly Look[] = [
  { side: 320, zoom: 0.6, scoreAtLeast: 0.4 },
  { side: 480, zoom: 0.525, scoreAtLeast: 0.2 },
  { side: 224, zoom: 0.6, scoreAtLeast: 0.2 },
];

/** Where GA/T photo rules put the face of a card photo, as shares of its width and height. */
const prior = { x: 0.2, y: 0.25, width: 0.6, height: 0.53 } as const;

export type CardFace = { readonly embedding: Embedding; readonly found: boolean };

/** The face on the card as an embedding; `found` is false where the card's own geometry had to stand in for the detector. */
export async function embedCard(networks: Networks, photo: CardPhoto | RgbImage): Promise<CardFace> {
  const found = (await findFaces(networks, photo, cardLooks))[0];
  const box = found?.box ?? priorBox(photo);
  const aligned = alignFace(photo, await findLandmarks(networks, photo, box));
  const embedding = await embedFace(networks, aligned);
  aligned.rgb.fill(0);
  return { embedding, found: found !== undefined };
}

function priorBox({ width, height }: RgbImage): Box {
  return { x: prior.x * width, y: prior.y * height, width: prior.width * width, height: prior.height * height };
}
