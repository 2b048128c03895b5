import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combinedShare, median, padRegion, realShare } from '#electron/face/pad.ts';

describe('the region shown to the liveness network', () => {
  it('never leaves the picture and keeps the proportions of the face', () => {
    const frame = { width: 640, height: 480 };
    const side = fc.integer({ min: 10, max: 470 });
    fc.assert(
      fc.property(fc.integer({ min: -100, max: 640 }), fc.integer({ min: -100, max: 480 }), side, side, (x, y, width, height) => {
        const region = padRegion({ x, y, width, height }, frame, 2.7);
        expect(region.x).toBeGreaterThanOrEqual(0);
        expect(region.y).toBeGreaterThanOrEqual(0);
        expect(region.x + region.width).toBeLessThanOrEqual(frame.width);
        expect(region.y + region.height).toBeLessThanOrEqual(frame.height);
        expect(region.width / region.height).toBeCloseTo(width / height, 6);
      }),
    );
  });

  it('is centred on the face where there is room', () => {
    expect(padRegion({ x: 300, y: 200, width: 40, height: 60 }, { width: 640, height: 480 }, 2)).toEqual({
      x: 280,
      y: 170,
      width: 80,
      height: 120,
    });
  });
});

describe('liveness numbers', () => {
  it('turn logits into the share of the first class', () => {
    expect(realShare(Float32Array.from([0, 0, 0]))).toBeCloseTo(1 / 3, 5);
    expect(realShare(Float32Array.from([900, 0, 0]))).toBe(1);
  });

  it('let one doubtful look outweigh two sure ones only as far as odds do', () => {
    expect(combinedShare([0.9, 0.9, 0.9])).toBeCloseTo(0.9, 5);
    expect(combinedShare([1, 1, 0])).toBeGreaterThan(0.9);
    expect(combinedShare([0.999, 0.999, 0.01])).toBeLessThan(0.99);
    expect(combinedShare([1, 1])).toBeLessThanOrEqual(1);
  });

  it.each([
    [[0.2], 0.2],
    [[0.9, 0.1, 0.5], 0.5],
    [[1, 0], 0.5],
  ])('median of %j is %d', (values, expected) => expect(median(values)).toBe(expected));
});
