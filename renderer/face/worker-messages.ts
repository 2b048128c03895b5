import type { Sight } from './guidance-core.ts';

/** Between the page and its guidance worker; one look at a time. `take`: the pixels are wanted too, in case the picture is worth sending. */
export type ToWorker =
  /** `assets` = URL of the folder with weights and WebAssembly files, ending in `/`. */
  { readonly t: 'load'; readonly assets: string } | { readonly t: 'look'; readonly bitmap: ImageBitmap; readonly take: boolean };

export type FromWorker =
  | { readonly t: 'loaded' }
  /** The worker cannot work here; `where` is for the fault report. */
  | { readonly t: 'failed'; readonly where: string }
  /** `rgb`, where it was asked for, is the same picture, `sight.frame` in size, 8-bit RGB; the page wipes it. */
  | { readonly t: 'seen'; readonly sight: Sight; readonly rgb?: Uint8Array<ArrayBuffer> };
