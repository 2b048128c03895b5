import { create } from 'qrcode';
import { invariant } from '#contracts/basics/asserts.ts';

/** 80 mm paper at 203 dpi: the dots that a print head reaches. */
export const headDots = 576;

/** One bit a dot, most significant bit first, rows padded to whole bytes; 1 prints. */
export interface Raster {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly bits: Uint8Array;
}

export const bytesPerRow = (widthDots: number): number => Math.ceil(widthDots / 8);

/** A raster made dot by dot. */
export function drawRaster(widthDots: number, heightDots: number, isBlack: (x: number, y: number) => boolean): Raster {
  const stride = bytesPerRow(widthDots);
  const bits = new Uint8Array(stride * heightDots);
  for (let y = 0; y < heightDots; y++) {
    for (let x = 0; x < widthDots; x++) {
      if (isBlack(x, y)) bits[y * stride + (x >> 3)] = (bits[y * stride + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { widthDots, heightDots, bits };
}

const rule = { marginDots: 8, thicknessDots: 3, dashDots: 9, gapDots: 6 } as const;

/** White paper, as narrow a picture as there is: bytes are time on a slow line. */
function blank(heightDots: number): Raster {
  return drawRaster(8, heightDots, () => false);
}

/** A line across the paper with white above and below, drawn as dots: box-drawing characters differ between code pages. */
export function ruleRasters(style: 'solid' | 'dashed'): readonly Raster[] {
  const period = rule.dashDots + rule.gapDots;
  const stroke = drawRaster(headDots, rule.thicknessDots, (x) => style === 'solid' || x % period < rule.dashDots);
  return [blank(rule.marginDots), stroke, blank(rule.marginDots)];
}

/** White modules on each side that a reader needs (ISO/IEC 18004 §6.3.8). */
const quietModules = 4;

/**
 * A QR code (error correction M) in the middle of the paper. The white space on its left is part of the raster: not every
 * printer centres a raster by ESC a. Modules shrink where the code would not fit; `data` takes up to 2,331 bytes.
 */
export function qrRaster(data: string, moduleDots: number): Raster {
  const { size, data: modules } = create(data, { errorCorrectionLevel: 'M' }).modules;
  const dots = Math.min(moduleDots, Math.floor(headDots / (size + 2 * quietModules)));
  invariant(dots >= 1, 'QR modules have a size');
  const side = size * dots;
  const left = Math.floor((headDots - side) / 2);
  const top = quietModules * dots;
  return drawRaster(left + side, side + 2 * top, (x, y) => {
    if (x < left || y < top || y >= top + side) return false;
    return modules[Math.floor((y - top) / dots) * size + Math.floor((x - left) / dots)] === 1;
  });
}
