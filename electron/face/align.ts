import type { Point } from '#contracts/domain/face-geometry.ts';
import { type RgbImage, type Affine, warp } from './image.ts';

/** Side of the square that the embedding network takes, pixels. */
export const alignedSize = 112;

/** Where eyes, nose tip and mouth corners lie in an aligned face: the five reference points of the ArcFace paper
 * (arXiv 1801.07698) for 112 × 112. */
const template: readonly Point[] = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
];

const mean = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, point) => sum + point.x, 0) / points.length,
  y: points.reduce((sum, point) => sum + point.y, 0) / points.length,
});

/** Eyes' centres, nose tip and mouth corners out of the 68 points, in the template's order. */
export function fivePoints(landmarks: readonly Point[]): readonly Point[] {
  const centre = (from: number, to: number): Point => mean(landmarks.slice(from, to));
  return [centre(36, 42), centre(42, 48), centre(30, 31), centre(48, 49), centre(54, 55)];
}

/**
 * The similarity that brings `from` nearest to `to` in the sense of least squares; closed form for two dimensions
 * (Umeyama 1991 without reflection). Both lists have the same length, at least two distinct points.
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Affine {
  const fromMean = mean(from);
  const toMean = mean(to);
  let dot = 0;
  let cross = 0;
  let spread = 0;
  from.forEach((point, i) => {
    const target = to[i] ?? point;
    const [px, py, qx, qy] = [point.x - fromMean.x, point.y - fromMean.y, target.x - toMean.x, target.y - toMean.y];
    dot += px * qx + py * qy;
    cross += px * qy - py * qx;
    spread += px * px + py * py;
  });
  const a = dot / spread;
  const b = cross / spread;
  return {
    xx: a,
    xy: -b,
    yx: b,
    yy: a,
    tx: toMean.x - a * fromMean.x + b * fromMean.y,
    ty: toMean.y - b * fromMean.x - a * fromMean.y,
  };
}

/** The face upright and in its place, 112 × 112, as the embedding network was trained. */
export function alignFace(image: RgbImage, landmarks: readonly Point[]): RgbImage {
  return warp(image, fitSimilarity(template, fivePoints(landmarks)), alignedSize, alignedSize, 0);
}
