import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Larger files are fonts, models and sounds: told apart by size and time, so that asking costs no reading of 100 MB. */
const readUpToBytes = 1_000_000;

/**
 * One hash over what a build reads.
 * @param inputs files and folders below the repository, with `/`; what does not exist counts as empty
 */
export async function hashOf(inputs: readonly string[]): Promise<string> {
  const files = (await Promise.all(inputs.map((input) => filesUnder(path.join(root, input))))).flat().sort();
  const hash = createHash('sha256');
  for (const [i, fingerprint] of (await Promise.all(files.map(fingerprintOf))).entries())
    hash.update(`${files[i]} ${fingerprint}\n`);
  return hash.digest('hex');
}

/** True when `stampFile` says that its output was made from inputs of this hash. */
export async function isStamped(stampFile: string, hash: string): Promise<boolean> {
  return (await fs.readFile(stampFile, 'utf8').catch(() => '')) === hash;
}

async function filesUnder(place: string): Promise<string[]> {
  const stat = await fs.stat(place).catch(() => undefined);
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [place];
  const entries = await fs.readdir(place, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

async function fingerprintOf(file: string): Promise<string> {
  const stat = await fs.stat(file);
  if (stat.size > readUpToBytes) return `${stat.size} ${stat.mtimeMs}`;
  return createHash('sha256')
    .update(await fs.readFile(file))
    .digest('hex');
}
