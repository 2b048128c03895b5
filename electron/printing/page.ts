import PdfDocument from 'pdfkit';
import type { OpenFont, PdfFonts, Weight } from './pdf-fonts.ts';
import { printableText, wrapText } from './text-layout.ts';

export interface TextStyle {
  /** Points. */
  readonly size: number;
  readonly weight?: Weight;
  readonly colour?: string;
  /** Extra space after each character, points. */
  readonly spacing?: number;
  readonly align?: 'left' | 'center' | 'right';
  /** Line height as a multiple of the size. */
  readonly leading?: number;
}

export interface Box {
  readonly x: number;
  readonly width: number;
}

/** A4, in points. */
export const a4 = { width: 595.28, height: 841.89 } as const;

/** Text with changing fonts, strokes and squares on A4 pages; y grows downward, and every call says where it ended. */
export interface Paper {
  /** Sets a text into `box` from `y` down, as many lines as it takes; the y below it. */
  write(text: string, box: Box, y: number, style: TextStyle): number;
  /** How many points `write` would go down. */
  heightOf(text: string, box: Box, style: TextStyle): number;
  rule(box: Box, y: number, colour: string, thickness: number): void;
  dashedRing(centre: { readonly x: number; readonly y: number }, radius: number, colour: string): void;
  /** Black squares of `module` points from `x`,`y`, row by row. */
  squares(x: number, y: number, module: number, size: number, isBlack: (column: number, row: number) => boolean): void;
  newPage(): void;
  pageCount(): number;
  /** Goes back to page `index`, from 0. */
  toPage(index: number): void;
  /** The whole document. */
  finish(): Promise<Uint8Array>;
}

export interface DocumentFacts {
  readonly title: string;
  readonly language: string;
  readonly createdAt: Date;
}

const defaultLeading = 1.5;
/** Where the baseline lies in a line of one size, as a share of it. */
const baselineShare = 0.88;

export function createPaper(fonts: PdfFonts, facts: DocumentFacts): Paper {
  const document = new PdfDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    displayTitle: true,
    lang: facts.language,
    info: { Title: facts.title, CreationDate: facts.createdAt, ModDate: facts.createdAt },
  });
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const registered = new Set<OpenFont>();

  function use(open: OpenFont): string {
    // pdfkit takes an opened font as it takes a file's bytes; its types do not say so.
    if (!registered.has(open)) document.registerFont(open.key, open.font as unknown as Uint8Array);
    registered.add(open);
    return open.key;
  }

  const widthOf = (text: string, style: TextStyle): number =>
    fonts.widthOf(text, style.weight ?? 'regular', style.size) + (style.spacing ?? 0) * Array.from(text).length;
  const linesOf = (text: string, box: Box, style: TextStyle): string[] =>
    wrapText(printableText(text), box.width, (line) => widthOf(line, style));
  const lineHeight = (style: TextStyle): number => style.size * (style.leading ?? defaultLeading);

  function writeLine(line: string, box: Box, top: number, style: TextStyle): void {
    const free = box.width - widthOf(line, style) + (style.spacing ?? 0);
    const shift = { left: 0, center: free / 2, right: free }[style.align ?? 'left'];
    const baseline = top + (lineHeight(style) - style.size) / 2 + style.size * baselineShare;
    let x = box.x + shift;
    for (const run of fonts.runs(line, style.weight ?? 'regular')) {
      document
        .font(use(run.font), style.size)
        .fillColor(style.colour ?? '#000000')
        .text(run.text, x, baseline, { lineBreak: false, baseline: 'alphabetic', characterSpacing: style.spacing ?? 0 });
      x += widthOf(run.text, style);
    }
  }

  return {
    write(text, box, y, style) {
      const lines = linesOf(text, box, style);
      lines.forEach((line, i) => writeLine(line, box, y + i * lineHeight(style), style));
      return y + lines.length * lineHeight(style);
    },
    heightOf: (text, box, style) => linesOf(text, box, style).length * lineHeight(style),
    rule(box, y, colour, thickness) {
      document
        .moveTo(box.x, y)
        .lineTo(box.x + box.width, y)
        .lineWidth(thickness)
        .strokeColor(colour)
        .stroke();
    },
    dashedRing(centre, radius, colour) {
      document
        .save()
        .circle(centre.x, centre.y, radius)
        .lineWidth(2)
        .dash(7, { space: 4 })
        .strokeColor(colour)
        .stroke()
        .restore();
    },
    squares(x, y, module, size, isBlack) {
      for (let row = 0; row < size; row++) {
        for (let column = 0; column < size; column++) {
          if (isBlack(column, row)) document.rect(x + column * module, y + row * module, module, module);
        }
      }
      document.fill('#000000');
    },
    newPage: () => void document.addPage(),
    pageCount: () => document.bufferedPageRange().count,
    toPage: (index) => void document.switchToPage(index),
    finish() {
      return new Promise((done, fail) => {
        document.on('end', () => done(Buffer.concat(chunks)));
        document.on('error', fail);
        document.end();
      });
    },
  };
}
