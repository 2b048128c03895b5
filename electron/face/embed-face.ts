import { aggregated, type Embedding, normalised } from './embedding.ts';
import { mirrored, type RgbImage, withoutColour } from './image.ts';
import type { Networks } from './networks.ts';

/**
 * An aligned face as a direction. Colour is taken away first: a card photo, a lamp and a cheap camera disagree most about colour,
 * and same and different persons lie further apart without it (d′ on card pairs 5.36 → 5.72, FRR at FAR 0.1 % 1.3 → 0.4 %). The
 * mean with the mirrored face takes out one-sided light.
 */
export async function embedFace(networks: Networks, aligned: RgbImage): Promise<Embedding> {
  const face = withoutColour(aligned);
  const turned = mirrored(face);
  const views = [normalised(await networks.embed(face)), normalised(await networks.embed(turned))];
  const embedding = aggregated(views);
  for (const used of [face.rgb, turned.rgb, ...views]) used.fill(0);
  return embedding;
}
