import type { Box, Size } from '#contracts/domain/face-geometry.ts';

/** Canvas pixels (RGBA) without their alpha. */
export function rgbOf(rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from] ?? 0;
    rgb[to + 1] = rgba[from + 1] ?? 0;
    rgb[to + 2] = rgba[from + 2] ?? 0;
  }
  return rgb;
}

/** Mean brightness (ITU-R BT.601 luma) of a part of an RGB picture, 0..255; every fourth pixel is enough. */
export function meanLuma(rgb: Uint8Array, { width, height }: Size, part: Box): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.max(0, Math.floor(part.y)); y < Math.min(height, part.y + part.height); y += 4) {
    for (let x = Math.max(0, Math.floor(part.x)); x < Math.min(width, part.x + part.width); x += 4) {
      const at = (y * width + x) * 3;
      sum += 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
      count += 1;
    }
  }
  return count === 0 ? 0 : sum / count;
}
