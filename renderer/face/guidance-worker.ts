import * as faceapi from 'face-api.js/dist/face-api.esm.js';
import type { Box, Point, Size } from '#contracts/domain/face-geometry.ts';
import type { Sight } from './guidance-core.ts';
import { meanLuma, rgbOf } from './pixels.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/**
 * Finds the face in each camera picture, away from the thread that draws. It only guides: what it says decides nothing.
 */
/** Faces are looked for in a picture of this width: four times less to read and move than the camera's. */
const lookWidth = 320;
const detectorOptions = { inputSize: 224, scoreThreshold: 0.4 };

const post = (message: FromWorker, transfer: Transferable[] = []): void => self.postMessage(message, { transfer });

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  const work = data.t === 'load' ? load(data.assets) : look(data.bitmap, data.take);
  work.catch((fault: unknown) => post({ t: 'failed', where: fault instanceof Error ? `${data.t}: ${fault.name}` : data.t }));
});

async function load(assets: string): Promise<void> {
  // face-api.js looks for a page's canvas and image, which a worker has not; the off-screen canvas stands in for both.
  faceapi.env.setEnv({
    Canvas: OffscreenCanvas,
    CanvasRenderingContext2D: OffscreenCanvasRenderingContext2D,
    Image: ImageBitmap,
    ImageData,
    Video: ImageBitmap,
    createCanvasElement: () => new OffscreenCanvas(1, 1),
    createImageElement: () => new OffscreenCanvas(1, 1),
    createVideoElement: () => new OffscreenCanvas(1, 1),
    fetch: (url: string, init?: RequestInit) => fetch(url, init),
    readFile: () => Promise.reject(new Error('a worker has no files')),
  });
  // The threaded build starts workers from blob: URLs, which the page's policy forbids; one thread is quick enough to guide.
  faceapi.tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  faceapi.tf.setWasmPaths(assets);
  await faceapi.tf.setBackend('wasm');
  await faceapi.tf.ready();
  // Its loader takes schemes other than http(s) for part of the path, so it gets the path alone.
  const weights = new URL(assets).pathname;
  await faceapi.nets.tinyFaceDetector.loadFromUri(weights);
  await faceapi.nets.faceLandmark68Net.loadFromUri(weights);
  post({ t: 'loaded' });
}

async function look(bitmap: ImageBitmap, take: boolean): Promise<void> {
  const { width, height } = bitmap;
  const scale = Math.min(1, lookWidth / width);
  const small = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const rgb = pixelsOf(bitmap, small);
  const picture = take ? pixelsOf(bitmap, { width, height }) : undefined;
  bitmap.close();
  const tensor = faceapi.tf.tensor3d(rgb, [small.height, small.width, 3], 'int32');
  try {
    const found = await faceapi.detectAllFaces(tensor, new faceapi.TinyFaceDetectorOptions(detectorOptions)).withFaceLandmarks();
    const faces = found.map((face) => sightOf(face, rgb, small, scale));
    post(
      { t: 'seen', sight: { frame: { width, height }, faces }, ...(picture && { rgb: picture }) },
      picture ? [picture.buffer] : [],
    );
  } finally {
    tensor.dispose();
    rgb.fill(0);
  }
}

function pixelsOf(bitmap: ImageBitmap, { width, height }: Size): Uint8Array<ArrayBuffer> {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.drawImage(bitmap, 0, 0, width, height);
  return rgbOf(context.getImageData(0, 0, width, height).data);
}

type Found = { readonly detection: { readonly box: Box }; readonly landmarks: { readonly positions: readonly Point[] } };

/** In the pixels of the camera's picture, from what was found in the small one. */
function sightOf({ detection, landmarks }: Found, rgb: Uint8Array, small: Size, scale: number): Sight['faces'][number] {
  const { x, y, width, height } = detection.box;
  return {
    box: { x: x / scale, y: y / scale, width: width / scale, height: height / scale },
    landmarks: landmarks.positions.map((point) => ({ x: point.x / scale, y: point.y / scale })),
    luma: meanLuma(rgb, small, detection.box),
  };
}
