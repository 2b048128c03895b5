import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Glyph, Printed } from './interpreter.ts';
import { bytesPerRow, headDots } from './raster.ts';

/**
 * What came out of the simulated printer, as a picture: the 576 dots of the print head in pure black and white, as heat
 * leaves them, on 80 mm (640 dots) of paper between two toothed edges.
 */

const paperDots = 640;
const marginDots = (paperDots - headDots) / 2;
/** From the print head up to the cutter: blank on top of each slip, and the feed before a cut ends that much further down. */
const headToCutterDots = 90;
/** A slip that was not cut ends here below its last line. */
const tornLeadDots = 30;
const deskDots = 16;
const cell = { widthDots: 12, heightDots: 24 };

const fonts = { chinese: '"Noto Sans CJK SC"', ank: '"Noto Sans Mono CJK SC"' };
const colours = { desk: '#8d979e', paper: '#fcfcfa', ink: '#000000', shade: '#c9ced2' };

/** Set for set the two-byte areas that a cheap printer's font memory holds (GB 18030: double byte 1 to 4). */
const fontMemory: readonly { readonly first: readonly [number, number]; readonly second: readonly [number, number] }[] = [
  { first: [0xa1, 0xa9], second: [0xa1, 0xfe] },
  { first: [0xb0, 0xf7], second: [0xa1, 0xfe] },
  { first: [0x81, 0xa0], second: [0x40, 0xfe] },
  { first: [0xaa, 0xfd], second: [0x40, 0xa0] },
];

/** Whether the simulated printer can set this character; what it cannot set comes out as a hollow box. */
export function builtInFontHas(glyph: Glyph): boolean {
  const code = Buffer.from(glyph.code, 'hex');
  const [first = 0, second = 0] = code;
  if (code.length === 1) return first < 0x7f;
  const within = (byte: number, [low, high]: readonly [number, number]): boolean => byte >= low && byte <= high;
  return code.length === 2 && fontMemory.some((area) => within(first, area.first) && within(second, area.second));
}

const heightOf = (printed: readonly Printed[]): number => printed.reduce((total, item) => total + item.heightDots, 0);

/** Draws one slip; `cut` false leaves a ragged end, as of paper that was torn or ran out. */
export async function renderReceipt(printed: readonly Printed[], cut: boolean): Promise<Uint8Array> {
  const printedDots = Math.max(heightOf(printed), 1);
  const paperHeight = Math.max(printedDots + (cut ? 0 : headToCutterDots + tornLeadDots), 2 * headToCutterDots);
  const canvas = createCanvas(paperDots + 2 * deskDots, paperHeight + 2 * deskDots);
  const context = canvas.getContext('2d');
  drawPaper(context, paperHeight, cut);
  const head = printHead(printed, printedDots);
  context.drawImage(head, deskDots + marginDots, deskDots + headToCutterDots);
  return canvas.encode('png');
}

function drawPaper(context: SKRSContext2D, paperHeight: number, cut: boolean): void {
  context.fillStyle = colours.desk;
  context.fillRect(0, 0, paperDots + 2 * deskDots, paperHeight + 2 * deskDots);
  context.translate(deskDots, deskDots);
  context.beginPath();
  context.moveTo(0, 0);
  edge(0, true, 4).forEach(([x, y]) => context.lineTo(x, y));
  edge(paperHeight, false, cut ? 4 : 13)
    .reverse()
    .forEach(([x, y]) => context.lineTo(x, y));
  context.closePath();
  context.fillStyle = colours.paper;
  context.shadowColor = 'rgba(20, 30, 40, 0.45)';
  context.shadowBlur = 10;
  context.shadowOffsetY = 3;
  context.fill();
  context.shadowColor = 'transparent';
  context.strokeStyle = colours.shade;
  context.lineWidth = 1;
  context.stroke();
  context.resetTransform();
}

/** Teeth of the cutter, or with more depth the uneven line of a tear. */
function edge(y: number, top: boolean, depth: number): [number, number][] {
  const toothDots = 10;
  return Array.from({ length: paperDots / toothDots + 1 }, (_, i) => {
    const uneven = depth > 4 ? ((i * 7919) % 11) / 11 : i % 2;
    return [i * toothDots, top ? y + uneven * depth : y - uneven * depth];
  });
}

/** Everything as the head prints it, then black or nothing: heat knows no grey. */
function printHead(printed: readonly Printed[], heightDots: number): Canvas {
  const canvas = createCanvas(headDots, heightDots);
  const context = canvas.getContext('2d');
  context.fillStyle = colours.ink;
  context.strokeStyle = colours.ink;
  context.textBaseline = 'alphabetic';
  eachWithTop(printed, (item, top) => {
    if (item.kind === 'text') drawText(context, item, top);
  });
  const picture = context.getImageData(0, 0, headDots, heightDots);
  for (let i = alphaByte; i < picture.data.length; i += 4) picture.data[i] = (picture.data[i] ?? 0) >= inkThreshold ? 255 : 0;
  eachWithTop(printed, (item, top) => {
    if (item.kind === 'raster') setDots(picture.data, item, top);
  });
  context.putImageData(picture, 0, 0);
  return canvas;
}

/** In RGBA data of a canvas that holds nothing but black, the alpha alone says how much ink there is. */
const alphaByte = 3;
const inkThreshold = 110;

function eachWithTop(printed: readonly Printed[], draw: (item: Printed, top: number) => void): void {
  let top = 0;
  for (const item of printed) {
    draw(item, top);
    top += item.heightDots;
  }
}

const glyphDots = (glyph: Glyph): number => glyph.columns * cell.widthDots * glyph.wide;
const startOf = { left: () => 0, center: (free: number) => Math.floor(free / 2), right: (free: number) => free };

function drawText(context: SKRSContext2D, line: Extract<Printed, { kind: 'text' }>, top: number): void {
  const free = headDots - line.glyphs.reduce((total, glyph) => total + glyphDots(glyph), 0);
  let left = startOf[line.align](free);
  for (const glyph of line.glyphs) {
    context.save();
    context.translate(left, top);
    context.scale(glyph.wide, glyph.high);
    drawGlyph(context, glyph);
    context.restore();
    left += glyphDots(glyph);
  }
}

function drawGlyph(context: SKRSContext2D, glyph: Glyph): void {
  const widthDots = glyph.columns * cell.widthDots;
  if (!builtInFontHas(glyph)) {
    context.lineWidth = 2;
    context.strokeRect(2, 2, widthDots - 4, cell.heightDots - 4);
    return;
  }
  context.font = `${glyph.bold ? 'bold ' : ''}${cell.heightDots}px ${glyph.columns === 1 ? fonts.ank : fonts.chinese}`;
  context.fillText(glyph.char, 0, 21);
}

function setDots(rgba: Uint8ClampedArray, raster: Extract<Printed, { kind: 'raster' }>, top: number): void {
  const stride = bytesPerRow(raster.widthDots);
  const left = startOf[raster.align](headDots - raster.widthDots);
  for (let y = 0; y < raster.heightDots; y++) {
    for (let x = 0; x < raster.widthDots; x++) {
      const inked = ((raster.bits[y * stride + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
      if (inked) rgba[4 * ((top + y) * headDots + left + x) + alphaByte] = 255;
    }
  }
}
