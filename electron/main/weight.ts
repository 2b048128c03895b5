/** More nesting than any input of ours has; what is deeper was not made by our page. */
const deepest = 12;

/**
 * True when `value` weighs at most `maxBytes`: texts by two bytes a unit, numbers by eight, byte arrays by their length.
 * Stops as soon as the answer is known, so that a huge input costs no more than a small one.
 */
export function weighs(value: unknown, maxBytes: number): boolean {
  return remaining(value, maxBytes, 0) >= 0;
}

/** Bytes left of `budget` after `value`; negative when it did not fit. */
function remaining(value: unknown, budget: number, depth: number): number {
  if (depth > deepest) return -1;
  if (typeof value === 'string') return budget - value.length * 2;
  if (typeof value !== 'object' || value === null) return budget - 8;
  if (ArrayBuffer.isView(value)) return budget - value.byteLength;
  if (value instanceof ArrayBuffer) return budget - value.byteLength;
  return remainingOfMembers(value, budget, depth);
}

function remainingOfMembers(value: object, budget: number, depth: number): number {
  let left = budget;
  for (const [key, item] of Object.entries(value)) {
    left = remaining(item, left - key.length * 2, depth + 1);
    if (left < 0) return left;
  }
  return left;
}
