import type { Box, Size } from '#contracts/domain/face-geometry.ts';

/** Presentation-attack detection (ISO/IEC 30107): what is cut out for the network, and what its answer means. */

/** Side of the square that the liveness network takes, pixels. */
export const padSize = 128;

/**
 * How much around the face box the network is shown, in widths of the box. It was trained on 2.7; detectors' boxes differ, and three
 * looks err less than any one of them (degraded demonstration faces, at 0.99: BPCER 21 % → 13 %, APCER print 1 % → 0 %).
 */
export const padSurroundings = [2.7, 2.43, 2.16] as const;

/**
 * The face with its surroundings, because paper edges, bezels and hands give an attack away: `times` the face box about its centre,
 * less where the picture is smaller, shifted back inside where it would stick out.
 */
export function padRegion(face: Box, frame: Size, times: number): Box {
  const scale = Math.min((frame.height - 1) / face.height, (frame.width - 1) / face.width, times);
  const width = face.width * scale;
  const height = face.height * scale;
  const inside = (start: number, length: number, limit: number): number => Math.max(0, Math.min(start, limit - 1 - length));
  return {
    x: inside(face.x + face.width / 2 - width / 2, width, frame.width),
    y: inside(face.y + face.height / 2 - height / 2, height, frame.height),
    width,
    height,
  };
}

/** Softmax share of class 0, a living face; 0..1. */
export function realShare(logits: Float32Array): number {
  const top = Math.max(...logits);
  const exps = Array.from(logits, (logit) => Math.exp(logit - top));
  return (exps[0] ?? 0) / exps.reduce((sum, value) => sum + value, 0);
}

/** One share out of several looks at the same face: the mean of their log odds, so that one doubt counts. */
export function combinedShare(shares: readonly number[]): number {
  const odds = shares.map((share) => Math.log((share + tiny) / (1 - share + tiny)));
  return 1 / (1 + Math.exp(-odds.reduce((sum, value) => sum + value, 0) / odds.length));
}
const tiny = 1e-7;

/** One bad picture of several must neither refuse a person nor let a print through. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}
