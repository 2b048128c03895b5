import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What an X display shows at one moment, windows that do not answer included. */
export interface DisplayPicture {
  readonly width: number;
  readonly height: number;
  /** Hexadecimal RGB, `fbf8f2`. */
  colourAt(x: number, y: number): string;
}

/** Positions of the 32-bit numbers that we need in the header of an X window dump (XWDFile.h, version 7). */
const header = { size: 0, width: 16, height: 20, byteOrder: 28, bitsPerPixel: 44, bytesPerLine: 48, colours: 76 } as const;
const colourEntryBytes = 12;

/** @throws when the dump is not 32 bits a pixel, least significant byte first: what Xvfb gives at depth 24. */
export async function grabDisplay(display: string): Promise<DisplayPicture> {
  const { stdout } = await run('xwd', ['-root', '-silent', '-display', display], { encoding: 'buffer', maxBuffer: 64_000_000 });
  const at = (offset: number): number => stdout.readUInt32BE(offset);
  if (at(header.bitsPerPixel) !== 32 || at(header.byteOrder) !== 0) throw new Error('the display is not 32 bits a pixel');
  const pixels = stdout.subarray(at(header.size) + at(header.colours) * colourEntryBytes);
  const bytesPerLine = at(header.bytesPerLine);
  return {
    width: at(header.width),
    height: at(header.height),
    colourAt(x, y) {
      const [blue = 0, green = 0, red = 0] = pixels.subarray(y * bytesPerLine + x * 4);
      return [red, green, blue].map((value) => value.toString(16).padStart(2, '0')).join('');
    },
  };
}
