import iconv from 'iconv-lite';
import { invariant } from '#contracts/basics/asserts.ts';
import type { ReceiptLine } from '#contracts/devices/printers.ts';
import { bytesPerRow, headDots, qrRaster, ruleRasters, type Raster } from './raster.ts';

/**
 * ReceiptLine → ESC/POS. Only commands that Epson's reference and its Chinese clones agree on: ESC @, FS &, ESC a, ESC E,
 * GS !, ESC 2, ESC 3, LF, ESC d, GS v 0, GS V. Text is GB18030 in Kanji mode; QR codes and rules go as raster, because GS ( k and the
 * box-drawing characters differ from maker to maker.
 */

const escapeCode = 0x1b;
const groupSeparator = 0x1d;
const fieldSeparator = 0x1c;
const lineFeed = 0x0a;

const initialise = [escapeCode, 0x40];
const kanjiMode = [fieldSeparator, 0x26];
const alignments = { left: 0, center: 1, right: 2 } as const;

/** Heights of a line: the default spacing of 1/6 inch, and what ESC 3 asks for around double-size characters of 48 dots. */
const lineDots = { normal: 34, double: 60 } as const;
const normalSpacing = [escapeCode, 0x32];
/** In units of a dot here, of 1/360 inch at some makers; those then set the line as high as its characters. */
const doubleSpacing = [escapeCode, 0x33, lineDots.double];
/** Some clones read the row count of GS v 0 from one byte. */
const bandRows = 128;
/** The cutter sits above the print head: without this feed it would cut through the last lines. */
const linesBeforeCut = 4;

/** One piece of a receipt that is sent whole: a status question may come after it, never inside it. */
export interface Segment {
  readonly bytes: Uint8Array;
  /** Paper that it moves; an estimate of how long the printer works on it. */
  readonly dots: number;
  readonly cuts: boolean;
}

/**
 * The bytes of a whole receipt. Each begins with ESC @ so that nothing of an earlier one (mode, size, half a line) is left.
 * Throws on a line that cannot be meant: a raster whose bits do not fill its size or that is wider than the paper.
 */
export function encodeReceipt(lines: readonly ReceiptLine[]): readonly Segment[] {
  return [segment([...initialise, ...kanjiMode], 0), ...lines.flatMap(encodeLine)];
}

function encodeLine(line: ReceiptLine): readonly Segment[] {
  switch (line.kind) {
    case 'text':
      return [textSegment(line)];
    case 'spans':
      return [segment([...style({}), ...line.spans.flatMap((span) => [...bold(span.bold), ...textBytes(span.text)]), lineFeed])];
    case 'rule':
      return ruleRasters(line.style).flatMap(rasterSegments);
    case 'qr':
      return rasterSegments(qrRaster(line.data, line.moduleDots));
    case 'raster':
      return rasterSegments(line);
    case 'feed':
      return [feedSegment(line.lines)];
    case 'cut':
      return [feedSegment(linesBeforeCut), { ...segment([groupSeparator, 0x56, 1], 0), cuts: true }];
  }
}

type TextLine = Extract<ReceiptLine, { kind: 'text' }>;
type TextStyle = Pick<TextLine, 'align' | 'bold' | 'scale'>;

function textSegment(line: TextLine): Segment {
  return segment([...style(line), ...textBytes(line.text), lineFeed], line.scale === 2 ? lineDots.double : lineDots.normal);
}

function style(wanted: TextStyle): number[] {
  const [size, spacing] = wanted.scale === 2 ? [0x11, doubleSpacing] : [0x00, normalSpacing];
  const alignment = alignments[wanted.align ?? 'left'];
  return [escapeCode, 0x61, alignment, ...bold(wanted.bold), groupSeparator, 0x21, size, ...spacing];
}

const bold = (on: boolean | undefined): number[] => [escapeCode, 0x45, on ? 1 : 0];

// oxlint-disable-next-line no-control-regex -- exactly the characters that no text may send to a printer
const controlCharacters = /[\u0000-\u001f\u007f]/g;

/** GB18030. Control characters would be commands to the printer, so they become spaces; a lone surrogate becomes `?`. */
function textBytes(text: string): number[] {
  const harmless = text.toWellFormed().replace(controlCharacters, ' ').replaceAll('\ufffd', '?');
  return [...iconv.encode(harmless, 'gb18030')];
}

function feedSegment(lines: number): Segment {
  const count = Math.min(Math.max(Math.trunc(lines), 0), 255);
  return segment([escapeCode, 0x64, count], count * lineDots.normal);
}

function rasterSegments(raster: Raster): Segment[] {
  const stride = bytesPerRow(raster.widthDots);
  invariant(raster.widthDots >= 1 && raster.widthDots <= headDots, 'a raster is as wide as the paper at most');
  invariant(raster.bits.length === stride * raster.heightDots, 'a raster has all its rows');
  const bands: Segment[] = [segment(style({}), 0)];
  for (let top = 0; top < raster.heightDots; top += bandRows) {
    const rows = Math.min(bandRows, raster.heightDots - top);
    const header = [groupSeparator, 0x76, 0x30, 0, stride & 0xff, stride >> 8, rows & 0xff, rows >> 8];
    const bits = withoutRealTimeCommands(raster.bits.subarray(top * stride, (top + rows) * stride));
    bands.push(segment([...header, ...bits], rows));
  }
  return bands;
}

const dataLinkEscape = 0x10;
const realTimeCommands = [0x04, 0x05, 0x14];

/**
 * Printers act on DLE EOT, DLE ENQ and DLE DC4 even inside a picture: such a byte pair would answer a question that nobody
 * asked, or clear the buffer. One more black dot beside the first byte's dot takes the command away and is not seen.
 */
function withoutRealTimeCommands(bits: Uint8Array): Uint8Array {
  return bits.map((byte, i) => (byte === dataLinkEscape && realTimeCommands.includes(bits[i + 1] ?? 0) ? 0x18 : byte));
}

function segment(bytes: readonly number[], dots: number = lineDots.normal): Segment {
  return { bytes: Uint8Array.from(bytes), dots, cuts: false };
}
