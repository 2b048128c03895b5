import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { RgbImage } from '#electron/face/image.ts';

/** Any picture file that the canvas library reads, as RGB. */
export async function readPicture(file: string | Uint8Array): Promise<RgbImage> {
  const { data, width, height } = await loadImage(file).then((image) => {
    const context = createCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  });
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) rgb.set(data.subarray(pixel * 4, pixel * 4 + 3), pixel * 3);
  return { width, height, rgb };
}

/** As a PNG file's bytes. */
export function pngOf(image: RgbImage): Buffer {
  return canvasOf(image).toBuffer('image/png');
}

/** Through a JPEG of this quality (0..100) and back: what a small memory does to a picture. */
export function throughJpeg(image: RgbImage, quality: number): Promise<RgbImage> {
  return readPicture(canvasOf(image).toBuffer('image/jpeg', quality));
}

function canvasOf({ width, height, rgb }: RgbImage) {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    pixels.data.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    pixels.data[pixel * 4 + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** New pixels, one by one; channels are rounded and kept in 0..255. */
export function drawn(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => readonly [number, number, number],
): RgbImage {
  const rgb = new Uint8ClampedArray(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgb.set(colourAt(x, y), (y * width + x) * 3);
  return { width, height, rgb: new Uint8Array(rgb.buffer) };
}

/** Colour between pixels, bilinear; the edge goes on beyond the edge. */
export function colourBetween({ width, height, rgb }: RgbImage, x: number, y: number): [number, number, number] {
  const cx = Math.min(Math.max(x, 0), width - 1.001);
  const cy = Math.min(Math.max(y, 0), height - 1.001);
  const at = (Math.floor(cy) * width + Math.floor(cx)) * 3;
  const [fx, fy, below] = [cx % 1, cy % 1, width * 3];
  const channel = (c: number): number => {
    const top = (rgb[at + c] ?? 0) * (1 - fx) + (rgb[at + 3 + c] ?? 0) * fx;
    const bottom = (rgb[at + below + c] ?? 0) * (1 - fx) + (rgb[at + below + 3 + c] ?? 0) * fx;
    return top * (1 - fy) + bottom * fy;
  };
  return [channel(0), channel(1), channel(2)];
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothStep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
