import { type Box, type FramingHint, framingHint, type PoseSignals, poseSignals } from '#contracts/domain/face-geometry.ts';
import { alignFace } from './align.ts';
import { embedFace } from './embed-face.ts';
import type { Embedding } from './embedding.ts';
import { cropMap, meanLuma, type RgbImage, warp } from './image.ts';
import { findFaces, findLandmarks, liveLooks } from './locate.ts';
import type { Networks } from './networks.ts';
import { combinedShare, padRegions, padSize, realShare } from './pad.ts';

/** What one camera picture shows; everything that the decision knows of it. */
export type Observation =
  | { readonly kind: 'unusable'; readonly hint: 'noFace' | 'severalFaces' | FramingHint }
  | { readonly kind: 'face'; readonly signals: PoseSignals; readonly embedding: Embedding; readonly real: number };

/** A second face counts when it is at least this share of the first one's area: a queue stands behind, a helper beside. */
const secondFaceShare = 0.4;

/** Looks at one camera picture; the picture itself is left to the caller to wipe. */
export async function observe(networks: Networks, frame: RgbImage): Promise<Observation> {
  const faces = await findFaces(networks, frame, liveLooks);
  const boxes = faces.map((face) => face.box);
  const main = mainFace(boxes, frame);
  if (main === undefined) return { kind: 'unusable', hint: 'noFace' };
  if (boxes.some((box) => box !== main && area(box) >= secondFaceShare * area(main)))
    return { kind: 'unusable', hint: 'severalFaces' };
  const framing = framingHint(main, frame, meanLuma(frame, main));
  if (framing !== undefined) return { kind: 'unusable', hint: framing };
  return observeFace(networks, frame, main);
}

/** The largest face, nearer the middle where two are alike in size. */
export function mainFace(boxes: readonly Box[], { width, height }: RgbImage): Box | undefined {
  const weight = (box: Box): number => {
    const off = Math.hypot(box.x + box.width / 2 - width / 2, box.y + box.height / 2 - height / 2) / Math.hypot(width, height);
    return area(box) * (1 - off);
  };
  return boxes.toSorted((a, b) => weight(b) - weight(a))[0];
}

/** Measures a face whose place is known: pose, identity, whether it lives. */
export async function observeFace(
  networks: Networks,
  frame: RgbImage,
  box: Box,
): Promise<Observation & { readonly kind: 'face' }> {
  const landmarks = await findLandmarks(networks, frame, box);
  const aligned = alignFace(frame, landmarks);
  const embedding = await embedFace(networks, aligned);
  aligned.rgb.fill(0);
  return {
    kind: 'face',
    signals: poseSignals(landmarks),
    embedding,
    real: await livingShare(networks, frame, padRegions(box, landmarks, frame)),
  };
}

/** How sure the silent check is that the face lives, 0..1. */
async function livingShare(networks: Networks, frame: RgbImage, regions: readonly Box[]): Promise<number> {
  const shares: number[] = [];
  for (const region of regions) {
    const surroundings = warp(frame, cropMap(region, padSize, padSize), padSize, padSize, 0);
    shares.push(realShare(await networks.liveness(surroundings)));
    surroundings.rgb.fill(0);
  }
  return combinedShare(shares);
}

function area(box: Box): number {
  return box.width * box.height;
}
