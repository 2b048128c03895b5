import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder of one run, outside the repository and reachable for PostgreSQL's own user; removed at the end. */
export function makeWorkFolder(name: string): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), `estation-${name}-`));
  // At Ctrl-C in a terminal window every process is told at once: one that is still going down may write once more.
  const options = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 };
  return { path: folder, remove: () => rmSync(folder, options) };
}
