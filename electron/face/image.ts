import type { Box, Point } from '#contracts/domain/face-geometry.ts';

/** A picture in RAM: RGB, 8 bits, row by row from the top left. */
export type RgbImage = { readonly width: number; readonly height: number; readonly rgb: Uint8Array };

/** Maps a point of the output to a point of the source: x' = xx·x + xy·y + tx, y' = yx·x + yy·y + ty. */
export type Affine = {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  readonly tx: number;
  readonly ty: number;
};

export function applyAffine(map: Affine, { x, y }: Point): Point {
  return { x: map.xx * x + map.xy * y + map.tx, y: map.yx * x + map.yy * y + map.ty };
}

/**
 * Samples `source` through `toSource` into a new width × height picture, bilinear; pixel centres lie on whole numbers. Where the map
 * shrinks by more than two, each output pixel is the mean of several samples, so that fine texture does not turn into noise. Beyond
 * the edge of the source lies `outside` (0..255).
 */
export function warp(source: RgbImage, toSource: Affine, width: number, height: number, outside: number): RgbImage {
  const rgb = new Uint8Array(width * height * 3);
  const shrink = Math.max(Math.hypot(toSource.xx, toSource.yx), Math.hypot(toSource.xy, toSource.yy));
  const samples = Math.max(1, Math.min(4, Math.round(shrink / 2)));
  const sum = new Float64Array(3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      sum.fill(0);
      for (let j = 0; j < samples; j++) {
        const v = y + (j + 0.5) / samples - 0.5;
        for (let i = 0; i < samples; i++) {
          const u = x + (i + 0.5) / samples - 0.5;
          addSample(
            source,
            toSource.xx * u + toSource.xy * v + toSource.tx,
            toSource.yx * u + toSource.yy * v + toSource.ty,
            outside,
            sum,
          );
        }
      }
      const at = (y * width + x) * 3;
      const share = samples * samples;
      for (let c = 0; c < 3; c++) rgb[at + c] = (sum[c] ?? 0) / share + 0.5;
    }
  }
  return { width, height, rgb };
}

function addSample(source: RgbImage, x: number, y: number, outside: number, sum: Float64Array): void {
  const { width, height, rgb } = source;
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const fy = y - y0;
  const at = (y0 * width + x0) * 3;
  const row = width * 3;
  const left = x0 >= 0 && x0 < width;
  const right = x0 >= -1 && x0 + 1 < width;
  const top = y0 >= 0 && y0 < height;
  const bottom = y0 >= -1 && y0 + 1 < height;
  for (let c = 0; c < 3; c++) {
    const a = left && top ? (rgb[at + c] ?? 0) : outside;
    const b = right && top ? (rgb[at + 3 + c] ?? 0) : outside;
    const d = left && bottom ? (rgb[at + row + c] ?? 0) : outside;
    const e = right && bottom ? (rgb[at + row + 3 + c] ?? 0) : outside;
    sum[c] = (sum[c] ?? 0) + (a * (1 - fx) + b * fx) * (1 - fy) + (d * (1 - fx) + e * fx) * fy;
  }
}

/** The map that fills a width × height picture with `region` of the source, upright, stretched where the proportions differ. */
export function cropMap(region: Box, width: number, height: number): Affine {
  const xx = region.width / width;
  const yy = region.height / height;
  return { xx, xy: 0, yx: 0, yy, tx: region.x + (xx - 1) / 2, ty: region.y + (yy - 1) / 2 };
}

/** Left and right exchanged. */
export function mirrored(image: RgbImage): RgbImage {
  const rgb = new Uint8Array(image.rgb.length);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      const from = (y * image.width + x) * 3;
      const to = (y * image.width + image.width - 1 - x) * 3;
      rgb[to] = image.rgb[from] ?? 0;
      rgb[to + 1] = image.rgb[from + 1] ?? 0;
      rgb[to + 2] = image.rgb[from + 2] ?? 0;
    }
  }
  return { width: image.width, height: image.height, rgb };
}

/** Every pixel as its own brightness (ITU-R BT.601 luma). */
export function withoutColour(image: RgbImage): RgbImage {
  const rgb = new Uint8Array(image.rgb.length);
  for (let i = 0; i < rgb.length; i += 3) rgb.fill(lumaAt(image.rgb, i) + 0.5, i, i + 3);
  return { width: image.width, height: image.height, rgb };
}

function lumaAt(rgb: Uint8Array, at: number): number {
  return 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
}

/** Mean brightness of a part of the picture, 0..255; every fourth pixel is enough. */
export function meanLuma(image: RgbImage, part: Box): number {
  const left = Math.max(0, Math.floor(part.x));
  const top = Math.max(0, Math.floor(part.y));
  const right = Math.min(image.width, Math.ceil(part.x + part.width));
  const bottom = Math.min(image.height, Math.ceil(part.y + part.height));
  let sum = 0;
  let count = 0;
  for (let y = top; y < bottom; y += 4) {
    for (let x = left; x < right; x += 4) {
      sum += lumaAt(image.rgb, (y * image.width + x) * 3);
      count += 1;
    }
  }
  return count === 0 ? 0 : sum / count;
}
