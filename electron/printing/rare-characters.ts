import { createRequire } from 'node:module';
import type * as Canvas from '@napi-rs/canvas';
import iconv from 'iconv-lite';
import { invariant } from '#contracts/basics/asserts.ts';
import type { ReceiptLine } from '#contracts/devices/printers.ts';
import { findFonts } from './fonts.ts';
import { charactersOf } from './text-layout.ts';

/**
 * A receipt printer sold as "GB18030" holds the two-byte characters of GB 2312 and GBK in its font memory, and often nothing
 * else: 䶮, 㛃 or 𬀩 come out as a box, or as two other characters. A line with one such character is drawn here with the
 * terminal's own fonts and sent as a picture.
 */

type CodeArea = readonly [from: number, to: number];

/** GB 2312: the symbols that are assigned, row by row, and both levels of ideographs. */
const gb2312: readonly CodeArea[] = [
  [0xa1a1, 0xa1fe],
  [0xa2b1, 0xa2e2],
  [0xa2e5, 0xa2ee],
  [0xa2f1, 0xa2fc],
  [0xa3a1, 0xa3fe],
  [0xa4a1, 0xa4f3],
  [0xa5a1, 0xa5f6],
  [0xa6a1, 0xa6b8],
  [0xa6c1, 0xa6d8],
  [0xa7a1, 0xa7c1],
  [0xa7d1, 0xa7f1],
  [0xa8a1, 0xa8ba],
  [0xa8c5, 0xa8e9],
  [0xa9a4, 0xa9ef],
  [0xb0a1, 0xf7fe],
];

/** Whether a printer's own font can be trusted with this character (one or more code points that are seen as one). */
export function printerHas(character: string): boolean {
  const code = iconv.encode(character, 'gb18030');
  const [first = 0, second = 0] = code;
  if (code.length === 1) return first >= 0x20 && first < 0x7f;
  if (code.length !== 2) return false;
  const both = (first << 8) | second;
  const inGbk3 = first <= 0xa0;
  const inGbk4 = first >= 0xaa && first <= 0xfd && second <= 0xa0;
  return inGbk3 || inGbk4 || gb2312.some(([from, to]) => second >= 0xa1 && both >= from && both <= to);
}

export type TextLine = Extract<ReceiptLine, { kind: 'text' | 'spans' }>;
type Span = { readonly text: string; readonly bold?: boolean };

/** Half-width columns of a text at normal size: everything but ASCII takes two. */
export function columnsOf(text: string): number {
  return charactersOf(text).reduce((total, character) => total + (/^[ -~]$/.test(character) ? 1 : 2), 0);
}

/** The line as it is when the printer can set all of it, else the same line as a picture. */
export function withoutRareCharacters(line: TextLine): ReceiptLine {
  const rare = spansOf(line).some((span) => charactersOf(span.text).some((character) => !printerHas(character)));
  return rare ? drawLine(line) : line;
}

function spansOf(line: TextLine): readonly Span[] {
  return line.kind === 'spans' ? line.spans : [line];
}

const headDots = 576;
const cell = { columnDots: 12, glyphDots: 24, lineDots: 34, baselineDots: 21 };
/** Of 255: ink from here on; heat knows no grey. */
const inkThreshold = 110;
const regularFamily = 'Receipt';
const boldFamily = 'Receipt Bold';

/** Sets the line into the same cells as the printer would, so that it stands in line with its neighbours. */
function drawLine(line: TextLine): ReceiptLine {
  const { createCanvas } = canvasWithFonts();
  const scale = line.kind === 'text' ? (line.scale ?? 1) : 1;
  const heightDots = cell.lineDots * scale;
  const context = createCanvas(headDots, heightDots).getContext('2d');
  context.lang = 'zh-CN';
  let left = startOf(line, scale);
  for (const span of spansOf(line)) {
    for (const character of charactersOf(span.text)) {
      context.font = fontOf(character, span.bold === true, scale);
      const widthDots = columnsOf(character) * cell.columnDots * scale;
      context.fillText(character, left, cell.baselineDots * scale, widthDots);
      left += widthDots;
    }
  }
  const { data } = context.getImageData(0, 0, headDots, heightDots);
  return { kind: 'raster', widthDots: headDots, heightDots, bits: inkOf(data) };
}

/** Letters and figures in the half-width face of the same design, where the system has it; else squeezed into their cell. */
function fontOf(character: string, bold: boolean, scale: number): string {
  const size = `${cell.glyphDots * scale}px`;
  const family = bold ? boldFamily : regularFamily;
  if (/^[ -~]$/.test(character)) return `${bold ? 'bold ' : ''}${size} "Noto Sans Mono CJK SC", ${family}`;
  return `${size} ${family}, ${rareFamilies.join(', ')}`;
}

function startOf(line: TextLine, scale: number): number {
  const text = spansOf(line)
    .map((span) => span.text)
    .join('');
  const free = Math.max(0, headDots - columnsOf(text) * cell.columnDots * scale);
  const align = line.kind === 'text' ? (line.align ?? 'left') : 'left';
  return { left: 0, center: Math.floor(free / 2), right: free }[align];
}

/** RGBA with nothing but black in it → one bit a dot. The width is a whole number of bytes. */
function inkOf(rgba: Uint8ClampedArray): Uint8Array {
  const bits = new Uint8Array(rgba.length / 32);
  for (let dot = 0; dot < rgba.length / 4; dot++) {
    if ((rgba[4 * dot + 3] ?? 0) >= inkThreshold) bits[dot >> 3] = (bits[dot >> 3] ?? 0) | (0x80 >> (dot & 7));
  }
  return bits;
}

type CanvasLibrary = typeof Canvas;
let library: CanvasLibrary | undefined;
let rareFamilies: readonly string[] = [];

/** Loaded with the first rare character: 35 MB of native code that most days never need. */
function canvasWithFonts(): CanvasLibrary {
  if (library) return library;
  const fonts = findFonts();
  invariant(fonts.ok, `fonts are installed; missing: ${fonts.ok ? '' : fonts.error.join(', ')}`);
  const loaded = createRequire(import.meta.url)('@napi-rs/canvas') as CanvasLibrary;
  loaded.GlobalFonts.registerFromPath(fonts.value.sans.path, regularFamily);
  loaded.GlobalFonts.registerFromPath(fonts.value.sansBold.path, boldFamily);
  rareFamilies = fonts.value.rare.map(({ path }, i) => {
    const family = `ReceiptRare${i}`;
    loaded.GlobalFonts.registerFromPath(path, family);
    return family;
  });
  library = loaded;
  return loaded;
}
