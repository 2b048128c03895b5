import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { RgbImage } from '#electron/face/image.ts';

/** YUV4MPEG2, 4:2:0, limited range BT.601: what Chromium's fake camera plays in a loop. All pictures have one even size. */
export async function writeY4m(file: string, framesPerSecond: number, frames: Iterable<RgbImage>): Promise<void> {
  await pipeline(chunks(framesPerSecond, frames), createWriteStream(file));
}

function* chunks(framesPerSecond: number, frames: Iterable<RgbImage>): Generator<Uint8Array> {
  let first = true;
  for (const frame of frames) {
    if (first) yield Buffer.from(`YUV4MPEG2 W${frame.width} H${frame.height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`);
    first = false;
    yield Buffer.from('FRAME\n');
    yield planesOf(frame);
  }
}

function planesOf({ width, height, rgb }: RgbImage): Uint8Array {
  const pixels = width * height;
  const planes = new Uint8Array(pixels * 1.5);
  const halfWidth = width / 2;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let [red, green, blue] = [0, 0, 0];
      for (const at of [y * width + x, y * width + x + 1, (y + 1) * width + x, (y + 1) * width + x + 1]) {
        const [r, g, b] = [rgb[at * 3] ?? 0, rgb[at * 3 + 1] ?? 0, rgb[at * 3 + 2] ?? 0];
        planes[at] = 16.5 + 0.2568 * r + 0.5041 * g + 0.0979 * b;
        red += r / 4;
        green += g / 4;
        blue += b / 4;
      }
      const chroma = pixels + (y / 2) * halfWidth + x / 2;
      planes[chroma] = 128.5 - 0.1482 * red - 0.291 * green + 0.4392 * blue;
      planes[chroma + pixels / 4] = 128.5 + 0.4392 * red - 0.3678 * green - 0.0714 * blue;
    }
  }
  return planes;
}
