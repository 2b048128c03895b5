/** Strokes as points of 0..10000 of the pad's width and height, so that they mean the same on every panel and on paper. */
export type Stroke = readonly (readonly [number, number])[];

/** More than any signature needs; what the contract takes. */
export const limits = { strokes: 200, points: 4_000 } as const;

const full = 10_000;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A stroke as the pen gave it, in CSS px of the pad; the pen may slip over the edge, the stroke may not. */
export function normalise(points: readonly { readonly x: number; readonly y: number }[], size: Size): Stroke {
  return points.slice(0, limits.points).map(({ x, y }) => [share(x, size.width), share(y, size.height)] as const);
}

function share(at: number, size: number): number {
  return size <= 0 ? 0 : Math.min(full, Math.max(0, Math.round((at / size) * full)));
}

/** Back to CSS px of a pad of this size. */
export function denormalise(stroke: Stroke, size: Size): readonly { readonly x: number; readonly y: number }[] {
  return stroke.map(([x, y]) => ({ x: (x / full) * size.width, y: (y / full) * size.height }));
}
