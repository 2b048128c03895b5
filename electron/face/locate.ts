import type { Box, Point } from '#contracts/domain/face-geometry.ts';
import { alignedSize, fitSimilarity } from './align.ts';
import { type Affine, applyAffine, cropMap, type RgbImage, warp } from './image.ts';
import type { Networks } from './networks.ts';

/** One look at the picture: drawn with `zoom` × its fit into a square of `side` pixels, on grey. */
export type Look = { readonly side: number; readonly zoom: number; readonly scoreAtLeast: number };

/** The first look finds nearly all; the others are for faces that are small, tightly cropped or badly lit, and cost time only then. */
export const liveLooks: readonly Look[] = [
  { side: 320, zoom: 1, scoreAtLeast: 0.5 },
  { side: 320, zoom: 0.6, scoreAtLeast: 0.4 },
  { side: 512, zoom: 1, scoreAtLeast: 0.3 },
  { side: 320, zoom: 1, scoreAtLeast: 0.2 },
];

const grey = 128;

/** Boxes of the faces that the first successful look finds, best first; empty when no look finds any. */
export async function findFaces(
  networks: Networks,
  image: RgbImage,
  looks: readonly Look[],
): Promise<readonly { box: Box; score: number }[]> {
  for (const look of looks) {
    const toSource = lookMap(image, look);
    const square = warp(image, toSource, look.side, look.side, grey);
    const found = await networks.detect(square, look.scoreAtLeast);
    square.rgb.fill(0);
    if (found.length > 0) return found.map(({ box, score }) => ({ box: boxThrough(toSource, box), score }));
  }
  return [];
}

function lookMap(image: RgbImage, look: Look): Affine {
  const side = Math.max(image.width, image.height) / look.zoom;
  return cropMap({ x: (image.width - side) / 2, y: (image.height - side) / 2, width: side, height: side }, look.side, look.side);
}

function boxThrough(map: Affine, box: Box): Box {
  const corner = applyAffine(map, box);
  return { x: corner.x, y: corner.y, width: box.width * map.xx, height: box.height * map.yy };
}

/**
 * The 68 points of the face in `box`. The second pass looks at the face again, upright and in its usual frame, because the net was
 * trained on upright faces and a detector's box varies.
 */
export async function findLandmarks(networks: Networks, image: RgbImage, box: Box): Promise<readonly Point[]> {
  const first = await landmarksThrough(networks, image, cropMap(squareAround(box), alignedSize, alignedSize));
  return landmarksThrough(networks, image, uprightMap(first));
}

async function landmarksThrough(networks: Networks, image: RgbImage, toSource: Affine): Promise<readonly Point[]> {
  const crop = warp(image, toSource, alignedSize, alignedSize, 0);
  const points = await networks.landmarks(crop);
  crop.rgb.fill(0);
  return points.map((point) => applyAffine(toSource, point));
}

function squareAround(box: Box): Box {
  const side = Math.max(box.width, box.height);
  return { x: box.x + (box.width - side) / 2, y: box.y + (box.height - side) / 2, width: side, height: side };
}

/** Where the eyes' outer corners and the chin lie in the picture that the landmark net likes best. */
const uprightFrame: readonly Point[] = [
  { x: 29, y: 28 },
  { x: 81, y: 28 },
  { x: 56, y: 100 },
];

function uprightMap(landmarks: readonly Point[]): Affine {
  const anchors = [36, 45, 8].map((index) => landmarks[index] ?? { x: 0, y: 0 });
  return fitSimilarity(uprightFrame, anchors);
}
