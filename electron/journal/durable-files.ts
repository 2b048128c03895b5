import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes what was created, renamed or removed in `folder` survive a power cut. */
export function syncFolder(folder: string): void {
  syncPath(folder);
}

/** Copies so that `target` is either absent or whole, whatever happens meanwhile. */
export function copyDurably(source: string, target: string): void {
  const draft = `${target}.new`;
  copyFileSync(source, draft);
  syncPath(draft);
  renameSync(draft, target);
  syncFolder(dirname(target));
}

/** Moves those of `files` that exist into `folder` (same file system), keeping their names. */
export function moveDurably(files: readonly string[], folder: string): void {
  for (const file of files) if (existsSync(file)) renameSync(file, `${folder}/${file.slice(dirname(file).length + 1)}`);
  syncFolder(folder);
  for (const from of new Set(files.map((file) => dirname(file)))) syncFolder(from);
}

/** Writes a small text that is on disk when this returns. */
export function writeDurably(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600, flush: true });
  syncFolder(dirname(file));
}

function syncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
