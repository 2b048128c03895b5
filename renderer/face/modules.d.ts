/** A worker that Vite builds as a file of its own; the module is its address. */
declare module '*.ts?worker&url' {
  const address: string;
  export default address;
}

/** The build of face-api.js that brings its own tensor library: only what the guidance calls. */
declare module 'face-api.js/dist/face-api.esm.js' {
  type Point = { readonly x: number; readonly y: number };
  type Box = Point & { readonly width: number; readonly height: number };
  interface Tensor {
    dispose(): void;
  }
  interface Net {
    loadFromUri(folder: string): Promise<void>;
  }
  export const tf: {
    env(): { set(flag: string, value: boolean): void };
    setWasmPaths(folder: string): void;
    setBackend(name: 'wasm'): Promise<boolean>;
    ready(): Promise<void>;
    tensor3d(values: Uint8Array, shape: readonly [number, number, number], type: 'int32'): Tensor;
  };
  export const env: { setEnv(environment: Readonly<Record<string, unknown>>): void };
  export const nets: { readonly tinyFaceDetector: Net; readonly faceLandmark68Net: Net };
  export class TinyFaceDetectorOptions {
    constructor(options: { readonly inputSize: number; readonly scoreThreshold: number });
  }
  export function detectAllFaces(
    input: Tensor,
    options: TinyFaceDetectorOptions,
  ): {
    withFaceLandmarks(): Promise<
      readonly { readonly detection: { readonly box: Box }; readonly landmarks: { readonly positions: readonly Point[] } }[]
    >;
  };
}

/** Trusted Types (W3C), not yet in the compiler's DOM library. */
interface Window {
  readonly trustedTypes?: {
    createPolicy(
      name: string,
      rules: { createScriptURL(address: string): string },
    ): { createScriptURL(address: string): string | URL };
  };
}
