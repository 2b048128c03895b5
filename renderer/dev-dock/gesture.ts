import type { Action } from '#contracts/dev-dock/actions.ts';

/** A place on the screen, as parts of its width and height. */
export type Point = readonly [x: number, y: number];

/** A finger that moves less than this has touched one place. Parts of the screen's width. */
const stillWithin = 0.012;
const maxPoints = 400;

/** What a finger did from its first place to its last: touched one place, or drew a stroke. */
export function gestureOf(points: readonly Point[]): Action | undefined {
  const [first] = points;
  if (!first) return undefined;
  const [x, y] = first;
  const isStill = points.every(([toX, toY]) => Math.hypot(toX - x, toY - y) < stillWithin);
  if (isStill) return { do: 'touch', x, y };
  return { do: 'stroke', points: thinned(points).map(([atX, atY]) => [atX, atY]) };
}

/** Every n-th place, and always the last. */
function thinned(points: readonly Point[]): readonly Point[] {
  const every = Math.ceil(points.length / maxPoints);
  return points.filter((_, index) => index % every === 0 || index === points.length - 1);
}

/** Where in a box something is, held inside it. */
export function placeIn(box: DOMRect, clientX: number, clientY: number): Point {
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  return [within((clientX - box.left) / box.width), within((clientY - box.top) / box.height)];
}
