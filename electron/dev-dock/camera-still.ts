import { open } from 'node:fs/promises';
import { createCanvas } from '@napi-rs/canvas';

const maxHeaderBytes = 256;

/**
 * The first picture of a YUV4MPEG2 file (4:2:0, limited range BT.601, as build/demo-faces writes them), as JPEG.
 * @throws when it is something else
 */
export async function stillOf(file: string): Promise<Buffer> {
  const { width, height, planes } = await firstFrame(file);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  const pixels = width * height;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const chroma = pixels + (y >> 1) * (width >> 1) + (x >> 1);
      const luma = 1.164 * ((planes[at] ?? 16) - 16);
      const blue = (planes[chroma] ?? 128) - 128;
      const red = (planes[chroma + pixels / 4] ?? 128) - 128;
      image.data.set([luma + 1.596 * red, luma - 0.392 * blue - 0.813 * red, luma + 2.017 * blue, 255], at * 4);
    }
  }
  context.putImageData(image, 0, 0);
  return canvas.encode('jpeg', 80);
}

async function firstFrame(file: string): Promise<{ width: number; height: number; planes: Uint8Array }> {
  const handle = await open(file);
  try {
    const { buffer: head } = await handle.read(Buffer.alloc(maxHeaderBytes), 0, maxHeaderBytes, 0);
    const [, words = '', frame = ''] = /^(YUV4MPEG2[^\n]*\n)(FRAME[^\n]*\n)/.exec(head.toString('latin1')) ?? [];
    const width = Number(/ W(\d+)/.exec(words)?.[1]);
    const height = Number(/ H(\d+)/.exec(words)?.[1]);
    if (!width || !height) throw new Error(`${file} is no y4m`);
    const planes = new Uint8Array(width * height * 1.5);
    await handle.read(planes, 0, planes.length, words.length + frame.length);
    return { width, height, planes };
  } finally {
    await handle.close();
  }
}
