import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignFace, alignedSize, fitSimilarity, fivePoints } from '#electron/face/align.ts';
import { applyAffine, cropMap, mirrored, type RgbImage, warp, withoutColour } from '#electron/face/image.ts';

const point = fc.record({
  x: fc.double({ min: -200, max: 200, noNaN: true }),
  y: fc.double({ min: -200, max: 200, noNaN: true }),
});

function noisePicture(width: number, height: number): RgbImage {
  return { width, height, rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 2654435761) % 251) };
}

describe('fitting a similarity', () => {
  it('finds again any turn, scale and shift that was applied', () => {
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 3, maxLength: 6 }).filter((points) => new Set(points.map((p) => Math.round(p.x))).size > 2),
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        point,
        (points, angle, scale, shift) => {
          const [a, b] = [scale * Math.cos(angle), scale * Math.sin(angle)];
          const applied = { xx: a, xy: -b, yx: b, yy: a, tx: shift.x, ty: shift.y };
          const found = fitSimilarity(
            points,
            points.map((p) => applyAffine(applied, p)),
          );
          expect(found.xx).toBeCloseTo(applied.xx, 6);
          expect(found.yx).toBeCloseTo(applied.yx, 6);
          expect(found.tx).toBeCloseTo(applied.tx, 4);
          expect(found.ty).toBeCloseTo(applied.ty, 4);
        },
      ),
    );
  });
});

describe('an aligned face', () => {
  it('has its eyes on one level at the template’s place, however the face was turned in the picture', () => {
    const landmarks = Array.from({ length: 68 }, () => ({ x: 0, y: 0 }));
    const place = (from: number, to: number, x: number, y: number): void => {
      for (let i = from; i < to; i++) landmarks[i] = { x: 300 - (y - 60) * 2, y: 200 + (x - 56) * 2 }; // lies on its side, twice the size
    };
    place(36, 42, 38, 52);
    place(42, 48, 74, 52);
    place(30, 31, 56, 72);
    place(48, 49, 42, 92);
    place(54, 55, 71, 92);
    const source = { width: 640, height: 480, rgb: new Uint8Array(640 * 480 * 3) };
    const eye = fivePoints(landmarks)[0];
    source.rgb.fill(
      255,
      (Math.round(eye?.y ?? 0) * 640 + Math.round(eye?.x ?? 0)) * 3,
      (Math.round(eye?.y ?? 0) * 640 + Math.round(eye?.x ?? 0)) * 3 + 3,
    );
    const aligned = alignFace(source, landmarks);
    const brightest = aligned.rgb.indexOf(Math.max(...aligned.rgb)) / 3;
    expect(aligned.width).toBe(alignedSize);
    expect(Math.abs((brightest % alignedSize) - 38)).toBeLessThanOrEqual(1);
    expect(Math.abs(Math.floor(brightest / alignedSize) - 52)).toBeLessThanOrEqual(1);
  });
});

describe('warping', () => {
  it('keeps a picture as it is when the map does nothing', () => {
    const picture = noisePicture(17, 9);
    expect(warp(picture, cropMap({ x: 0, y: 0, width: 17, height: 9 }, 17, 9), 17, 9, 0).rgb).toEqual(picture.rgb);
  });

  it('halves a picture to the means of its pixels', () => {
    const picture = { width: 2, height: 2, rgb: Uint8Array.from([0, 0, 0, 100, 0, 0, 0, 200, 0, 100, 200, 0]) };
    expect([...warp(picture, cropMap({ x: 0, y: 0, width: 2, height: 2 }, 1, 1), 1, 1, 0).rgb]).toEqual([50, 100, 0]);
  });

  it('fills what lies outside', () => {
    const picture = noisePicture(4, 4);
    expect(new Set(warp(picture, cropMap({ x: 50, y: 50, width: 4, height: 4 }, 4, 4), 4, 4, 128).rgb)).toEqual(new Set([128]));
  });

  it('mirrors back and forth to the same picture', () => {
    const picture = noisePicture(7, 5);
    expect(mirrored(mirrored(picture)).rgb).toEqual(picture.rgb);
    expect(mirrored(picture).rgb).not.toEqual(picture.rgb);
  });

  it('takes all colour away and keeps the brightness', () => {
    const grey = withoutColour({ width: 1, height: 1, rgb: Uint8Array.from([255, 0, 0]) });
    expect([...grey.rgb]).toEqual([76, 76, 76]);
  });
});
