/**
 * The peer: the usual way of face-api.js (SSD Mobilenet, 68 points, dlib descriptor), on the pure JavaScript backend, which is all
 * that face-api.js 0.22.2 has without a GPU. That version is not installed (its package brings no weights and tfjs 1.7); this is the
 * same code and the same weights from its maintained fork on tfjs 4.22, whose cpu backend is the newer one.
 * Answers each RGB picture with the milliseconds that it took.
 */
import { createRequire } from 'node:module';
import type { RgbImage } from '#electron/face/image.ts';

type Tensor = { dispose(): void };
interface PeerApi {
  readonly tf: {
    setBackend(name: string): Promise<boolean>;
    ready(): Promise<void>;
    tensor3d(values: Uint8Array, shape: readonly number[], type: string): Tensor;
  };
  readonly nets: Readonly<
    Record<'ssdMobilenetv1' | 'faceLandmark68Net' | 'faceRecognitionNet', { loadFromDisk(folder: string): Promise<void> }>
  >;
  readonly SsdMobilenetv1Options: new (options: { readonly minConfidence: number }) => object;
  detectSingleFace(
    input: Tensor,
    options: object,
  ): {
    withFaceLandmarks(): { withFaceDescriptor(): Promise<{ readonly descriptor: Float32Array } | undefined> };
  };
}

const require = createRequire(import.meta.url);
require('@tensorflow/tfjs');
const faceApi = require('face-api.js/dist/face-api.node-wasm.js') as PeerApi;
await faceApi.tf.setBackend('cpu');
await faceApi.tf.ready();
const weights = new URL('../../node_modules/face-api.js/model', import.meta.url).pathname;
await faceApi.nets.ssdMobilenetv1.loadFromDisk(weights);
await faceApi.nets.faceLandmark68Net.loadFromDisk(weights);
await faceApi.nets.faceRecognitionNet.loadFromDisk(weights);

process.on('message', (picture: RgbImage) => {
  void (async () => {
    const begun = performance.now();
    const tensor = faceApi.tf.tensor3d(picture.rgb, [picture.height, picture.width, 3], 'int32');
    const options = new faceApi.SsdMobilenetv1Options({ minConfidence: 0.5 });
    const found = await faceApi.detectSingleFace(tensor, options).withFaceLandmarks().withFaceDescriptor();
    tensor.dispose();
    process.send?.({ ms: performance.now() - begun, found: found !== undefined });
  })();
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
