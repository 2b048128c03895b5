/** The part of fontkit 2 (which pdfkit is built on and which ships no types) that is used here. */
declare module 'fontkit' {
  export interface Glyph {
    /** In font units. */
    readonly advanceWidth: number;
  }
  export interface Font {
    readonly unitsPerEm: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): Glyph;
  }
  /** `face`: PostScript name of the face in a collection; null when the collection has no such face. */
  export function create(bytes: Uint8Array, face?: string): Font | null;
}
