import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Box, Point } from '#contracts/domain/face-geometry.ts';
import { alignedSize } from './align.ts';
import type { RgbImage } from './image.ts';
import type { ModelBytes } from './model-files.ts';
import { padSize } from './pad.ts';

/** The four networks, each as a function from a prepared picture to numbers. Nothing here knows of thresholds. */
export interface Networks {
  /** Faces in a square picture (side a multiple of 32), boxes in its pixels, best first. */
  detect(square: RgbImage, scoreAtLeast: number): Promise<readonly Detection[]>;
  /** 68 points in the pixels of a 112 × 112 picture of one face. */
  landmarks(face: RgbImage): Promise<readonly Point[]>;
  /** What an aligned face looks like, 512 numbers of any length. */
  embed(aligned: RgbImage): Promise<Float32Array>;
  /** Three logits for the face with its surroundings, 128 × 128; class 0 = living. */
  liveness(surroundings: RgbImage): Promise<Float32Array>;
  /** Tensors that the backend holds; grows only when something leaks. */
  tensorCount(): number;
}

export type Detection = { readonly box: Box; readonly score: number };

/** The few calls of face-api.js and its tensor library that are made here; its own types need a browser's. */
interface FaceApi {
  readonly tf: {
    tensor3d(values: Float32Array, shape: readonly [number, number, number]): DisposableTensor;
    memory(): { readonly numTensors: number };
    readonly io: { decodeWeights(weights: ArrayBuffer, specs: readonly unknown[]): object };
  };
  readonly TinyFaceDetector: new () => FaceApiNet & {
    detect(input: DisposableTensor, options: object): Promise<readonly { readonly score: number; readonly box: Box }[]>;
  };
  readonly FaceLandmark68Net: new () => FaceApiNet & {
    detectLandmarks(input: DisposableTensor): Promise<{ readonly positions: readonly Point[] }>;
  };
}
type DisposableTensor = { dispose(): void };
type FaceApiNet = { loadFromWeightMap(weights: object): void };
interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  enableProdMode(): void;
}

const require = createRequire(import.meta.url);

/** Starts the WebAssembly backend and loads all networks from bytes that were verified before. Throws when the runtime cannot. */
export async function loadNetworks(models: ModelBytes): Promise<Networks> {
  const faceApi = await startFaceApi();
  const detector = new faceApi.TinyFaceDetector();
  detector.loadFromWeightMap(decodedWeights(faceApi, models, 'tiny_face_detector_model'));
  const landmarkNet = new faceApi.FaceLandmark68Net();
  landmarkNet.loadFromWeightMap(decodedWeights(faceApi, models, 'face_landmark_68_model'));
  const feature = await onnxSession(models['fr_feature.onnx']);
  const liveness = await onnxSession(models['fr_liveness.onnx']);
  const withTensor = async <T>(image: RgbImage, use: (tensor: DisposableTensor) => Promise<T>): Promise<T> => {
    const values = Float32Array.from(image.rgb);
    const tensor = faceApi.tf.tensor3d(values, [image.height, image.width, 3]);
    try {
      return await use(tensor);
    } finally {
      tensor.dispose();
      values.fill(0);
    }
  };
  return {
    detect: (square, scoreAtLeast) =>
      withTensor(square, async (tensor) => {
        const found = await detector.detect(tensor, { inputSize: square.width, scoreThreshold: scoreAtLeast });
        return found
          .map(({ box: { x, y, width, height }, score }) => ({ box: { x, y, width, height }, score }))
          .sort((a, b) => b.score - a.score);
      }),
    landmarks: (face) =>
      withTensor(face, async (tensor) => (await landmarkNet.detectLandmarks(tensor)).positions.map(({ x, y }) => ({ x, y }))),
    embed: (aligned) => runOnnx(feature, embeddingInput(aligned), alignedSize),
    liveness: (surroundings) => runOnnx(liveness, livenessInput(surroundings), padSize),
    tensorCount: () => faceApi.tf.memory().numTensors,
  };
}

async function startFaceApi(): Promise<FaceApi> {
  const tensorFlow = require('@tensorflow/tfjs') as TensorFlow;
  const wasm = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void };
  wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  tensorFlow.enableProdMode();
  if (!(await tensorFlow.setBackend('wasm'))) throw new Error('the WebAssembly backend does not start');
  await tensorFlow.ready();
  // The package's main entry wants native TensorFlow; this build is the same code on the WebAssembly backend.
  return require('face-api.js/dist/face-api.node-wasm.js') as FaceApi;
}

function decodedWeights(
  faceApi: FaceApi,
  models: ModelBytes,
  name: 'tiny_face_detector_model' | 'face_landmark_68_model',
): object {
  const manifest = JSON.parse(new TextDecoder().decode(models[`${name}-weights_manifest.json`])) as readonly {
    readonly weights: readonly unknown[];
  }[];
  const bytes = Uint8Array.from(models[`${name}.bin`]);
  return faceApi.tf.io.decodeWeights(
    bytes.buffer,
    manifest.flatMap((group) => group.weights),
  );
}

/** One thread: two sessions and the WebAssembly backend share a terminal's two cores with the screen. */
function onnxSession(model: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, graphOptimizationLevel: 'all' });
}

async function runOnnx(session: InferenceSession, input: Float32Array, side: number): Promise<Float32Array> {
  const [inputName, outputName] = [session.inputNames[0] ?? '', session.outputNames[0] ?? ''];
  try {
    const output = (await session.run({ [inputName]: new Tensor('float32', input, [1, 3, side, side]) }))[outputName];
    return Float32Array.from(output?.data as Float32Array);
  } finally {
    input.fill(0);
  }
}

/** Planes R, G, B with (x − 127) / 128. */
function embeddingInput({ rgb }: RgbImage): Float32Array {
  const plane = rgb.length / 3;
  const input = new Float32Array(rgb.length);
  for (let i = 0; i < plane; i++) for (let c = 0; c < 3; c++) input[c * plane + i] = ((rgb[i * 3 + c] ?? 0) - 127) / 128;
  return input;
}

/** Planes B, G, R with 0..255: the order decides whether this network tells paper from skin (APCER 9.1 % as RGB, 0.0 % so). */
function livenessInput({ rgb }: RgbImage): Float32Array {
  const plane = rgb.length / 3;
  const input = new Float32Array(rgb.length);
  for (let i = 0; i < plane; i++) for (let c = 0; c < 3; c++) input[c * plane + i] = rgb[i * 3 + 2 - c] ?? 0;
  return input;
}
