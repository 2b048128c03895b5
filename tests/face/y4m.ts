import { readFileSync } from 'node:fs';
import type { RgbImage } from '#electron/face/image.ts';

/** A 4:2:0 film whose pictures are read back as a camera would deliver them, each time a fresh copy. */
export interface Film {
  readonly length: number;
  picture(index: number): RgbImage & { readonly rgb: Uint8Array<ArrayBuffer> };
}

const frameMark = 'FRAME\n'.length;

export function openFilm(file: string): Film {
  const bytes = readFileSync(file);
  const start = bytes.indexOf(10) + 1;
  const header = bytes.subarray(0, start).toString();
  const width = Number(/ W(\d+)/.exec(header)?.[1]);
  const height = Number(/ H(\d+)/.exec(header)?.[1]);
  const size = frameMark + (width * height * 3) / 2;
  const length = (bytes.length - start) / size;
  return {
    length,
    picture(index) {
      const at = start + (index % length) * size;
      return rgbOf(bytes.subarray(at + frameMark, at + size), width, height);
    },
  };
}

function rgbOf(planes: Uint8Array, width: number, height: number): ReturnType<Film['picture']> {
  const rgb = new Uint8ClampedArray(width * height * 3);
  const chroma = width * height;
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const at = chroma + (y >> 1) * (width / 2) + (x >> 1);
      const luma = 1.164 * ((planes[y * width + x] ?? 0) - 16);
      const cb = (planes[at] ?? 0) - 128;
      const cr = (planes[at + chroma / 4] ?? 0) - 128;
      rgb[to] = luma + 1.596 * cr;
      rgb[to + 1] = luma - 0.392 * cb - 0.813 * cr;
      rgb[to + 2] = luma + 2.017 * cb;
    }
  }
  return { width, height, rgb: new Uint8Array(rgb.buffer) };
}
