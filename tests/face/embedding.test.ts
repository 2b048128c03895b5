import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregated, cosine, normalised } from '#electron/face/embedding.ts';

const vector = fc
  .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 8, maxLength: 8 })
  .filter((values) => values.some((value) => Math.abs(value) > 0.01))
  .map((values) => Float32Array.from(values));

describe('embeddings', () => {
  it('match themselves fully, whatever their length was', () => {
    fc.assert(
      fc.property(vector, (v) => {
        expect(cosine(normalised(v), normalised(v.map((x) => x * 3)))).toBeCloseTo(1, 4);
      }),
    );
  });

  it('never leave −1..1, and order does not matter', () => {
    fc.assert(
      fc.property(vector, vector, (a, b) => {
        const match = cosine(normalised(a), normalised(b));
        expect(Math.abs(match)).toBeLessThanOrEqual(1.00001);
        expect(cosine(normalised(b), normalised(a))).toBeCloseTo(match, 5);
      }),
    );
  });

  it('aggregate to the direction between them', () => {
    const [x, y] = [Float32Array.from([1, 0]), Float32Array.from([0, 1])];
    expect(cosine(aggregated([x, y]), x)).toBeCloseTo(Math.SQRT1_2, 5);
  });

  it('of zeros match nobody', () => {
    expect(cosine(normalised(new Float32Array(4)), normalised(Float32Array.from([1, 2, 3, 4])))).toBe(0);
  });
});
