import { execFile } from 'node:child_process';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PrintedMatter } from '#contracts/dev-dock/state.ts';
import type { Rig } from './rig.ts';

const run = promisify(execFile);
const pictureDpi = '110';
const maxPictureBytes = 64 * 1024 * 1024;

/** What came out of both printers so far, newest first. */
export async function printedMatter(rig: Rig): Promise<readonly PrintedMatter[]> {
  const slips = rig.printer.receipts().map(({ file, cut }) => ({ file, kind: cut ? 'receipt' : 'torn' }) as const);
  const sheets = (await documentsOf(rig)).map((name) => ({ file: path.join(rig.documents, name), kind: 'document' }) as const);
  const matter = await Promise.all(
    [...slips, ...sheets].map(async ({ file, kind }) => ({ name: path.basename(file), kind, at: (await stat(file)).mtimeMs })),
  );
  return matter.toSorted((a, b) => b.at - a.at);
}

/** PNG of one printed thing; a PDF is drawn by pdftoppm, once. Undefined where nothing printed has this name. */
export function createPrintedPictures(rig: Rig): (name: string) => Promise<Buffer | undefined> {
  const drawn = new Map<string, Promise<Buffer>>();
  return async (name) => {
    const receipt = rig.printer.receipts().find(({ file }) => path.basename(file) === name);
    if (receipt) return readFile(receipt.file);
    if (!(await documentsOf(rig)).includes(name)) return undefined;
    let picture = drawn.get(name);
    if (!picture) {
      picture = drawPdf(path.join(rig.documents, name));
      drawn.set(name, picture);
      picture.catch(() => drawn.delete(name));
    }
    return picture;
  };
}

async function documentsOf({ documents }: Rig): Promise<readonly string[]> {
  return (await readdir(documents)).filter((name) => name.endsWith('.pdf'));
}

async function drawPdf(file: string): Promise<Buffer> {
  const options = { encoding: 'buffer', maxBuffer: maxPictureBytes } as const;
  const { stdout } = await run('pdftoppm', ['-png', '-r', pictureDpi, '-singlefile', file], options);
  return stdout;
}
