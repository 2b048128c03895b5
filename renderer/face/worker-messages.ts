import type { Sight } from './guidance-core.ts';

/** Side by side the page and its guidance worker; one look at a time. */
export type ToWorker =
  /** `assets` = URL of the folder with weights and WebAssembly files, ending in `/`. */
  { readonly t: 'load'; readonly assets: string } | { readonly t: 'look'; readonly bitmap: ImageBitmap };

export type FromWorker =
  | { readonly t: 'loaded' }
  /** The worker cannot work here; `where` is for the fault report. */
  | { readonly t: 'failed'; readonly where: string }
  /** `rgb` is the same picture, `sight.frame` in size, 8-bit RGB; the page wipes it. */
  | { readonly t: 'seen'; readonly sight: Sight; readonly rgb: Uint8Array<ArrayBuffer> };
