import { readFile } from 'node:fs/promises';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { RgbImage } from '#electron/face/image.ts';

/** More than any camera of a terminal gives; a larger picture is scaled down to it, as a camera would have taken it. */
const longestSide = 1_280;

/**
 * A JPEG, PNG, WebP, GIF or BMP file as RGB, upright as its EXIF says. Undefined where the file is none of these. Read as bytes, so
 * that no name in a list is ever taken for an address.
 */
export async function readPictureFile(file: string): Promise<RgbImage | undefined> {
  const image = await loadImage(await readFile(file)).catch(() => undefined);
  if (!image || image.width < 1 || image.height < 1) return undefined;
  const scale = Math.min(1, longestSide / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const context = createCanvas(width, height).getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4) {
    rgb[to++] = data[from] ?? 0;
    rgb[to++] = data[from + 1] ?? 0;
    rgb[to++] = data[from + 2] ?? 0;
  }
  return { width, height, rgb };
}
