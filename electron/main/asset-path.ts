import path from 'node:path';

/** The one origin of the product's pages. */
export const kioskScheme = 'kiosk';
export const kioskOrigin = `${kioskScheme}://app`;
export const kioskPage = `${kioskOrigin}/index.html`;

/** File kinds that pages may load, with the type that they are served as; anything else is not there. */
const typeOf: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
  '.ttc': 'font/collection',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.mp4': 'video/mp4',
  '.bin': 'application/octet-stream',
};

export interface Asset {
  readonly file: string;
  readonly type: string;
}

/**
 * The file under `root` that a page's URL names; undefined for another origin, a kind that is not served, or a path that would
 * leave `root` (`..%2f`, backslashes, NUL: what the URL parser lets through).
 */
export function assetOf(root: string, address: string): Asset | undefined {
  const url = attempt(() => new URL(address));
  if (url?.protocol !== `${kioskScheme}:` || url.host !== 'app') return undefined;
  const name = attempt(() => decodeURIComponent(url.pathname));
  if (name === undefined || /[\\\0]/.test(name) || name.split('/').includes('..')) return undefined;
  const type = typeOf[path.extname(name).toLowerCase()];
  return type === undefined ? undefined : { file: path.join(root, name), type };
}

function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
