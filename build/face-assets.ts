import { fileURLToPath } from 'node:url';

/** A file that the page's guidance worker loads at run time; `to` is relative to the page's folder. */
export type FaceAsset = { readonly from: string; readonly to: string };

const sources: Readonly<Record<string, readonly string[]>> = {
  '@tensorflow/tfjs-backend-wasm/dist/': ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'],
  'face-api.js/model/': [
    'tiny_face_detector_model-weights_manifest.json',
    'tiny_face_detector_model.bin',
    'face_landmark_68_model-weights_manifest.json',
    'face_landmark_68_model.bin',
  ],
};

/** What the page's build copies out of installed packages into its folder `face/`: 1.3 MB, served by our own scheme. */
export function faceAssetFiles(): readonly FaceAsset[] {
  return Object.entries(sources).flatMap(([folder, names]) =>
    names.map((name) => ({
      from: fileURLToPath(new URL(`../node_modules/${folder}${name}`, import.meta.url)),
      to: `face/${name}`,
    })),
  );
}
