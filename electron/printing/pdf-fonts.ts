import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';
import type { FontChain, FontFile } from './fonts.ts';
import { charactersOf } from './text-layout.ts';

export type Weight = 'regular' | 'bold';

/** A piece of text that one font can set whole. */
export interface Run {
  readonly text: string;
  readonly font: OpenFont;
}

export interface OpenFont {
  /** Name under which a document knows the font. */
  readonly key: string;
  readonly font: Font;
}

export interface PdfFonts {
  /** Cuts a text where the font has to change. Throws when no font has one of its characters: paper never shows a box. */
  runs(text: string, weight: Weight): readonly Run[];
  /** Width in points at `size` points, without kerning. */
  widthOf(text: string, weight: Weight, size: number): number;
}

/** Chooses a form of the ideograph before it; a font that knows no such form sets the common one. */
const variationSelector = /^[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]$/u;

/** Opens the two serif fonts (46 MB) now and the rare ones (104 MB) when a name first needs them. */
export function openPdfFonts(chain: FontChain): PdfFonts {
  const open = lazily(openFont);
  const main: Readonly<Record<Weight, OpenFont>> = { regular: open(chain.serif), bold: open(chain.serifBold) };
  const known = new Map<string, OpenFont>();

  function fontFor(character: string, weight: Weight): OpenFont {
    const name = `${weight} ${character}`;
    const found = known.get(name) ?? searchFont(character, weight);
    known.set(name, found);
    return found;
  }

  function searchFont(character: string, weight: Weight): OpenFont {
    if (hasAll(main[weight].font, character)) return main[weight];
    for (const file of chain.rare) {
      const candidate = open(file);
      if (hasAll(candidate.font, character)) return candidate;
    }
    throw new Error('no font has a character of this text');
  }

  return {
    runs(text, weight) {
      const runs: { text: string; font: OpenFont }[] = [];
      for (const character of charactersOf(text)) {
        const font = fontFor(character, weight);
        const last = runs.at(-1);
        if (last?.font === font) last.text += character;
        else runs.push({ text: character, font });
      }
      return runs;
    },
    widthOf(text, weight, size) {
      return charactersOf(text).reduce((total, character) => {
        const { font } = fontFor(character, weight);
        return total + (advanceOf(font, character) * size) / font.unitsPerEm;
      }, 0);
    },
  };
}

const codePointsOf = (character: string): number[] =>
  Array.from(character)
    .filter((letter) => !variationSelector.test(letter))
    .map((letter) => letter.codePointAt(0) ?? 0);

const hasAll = (font: Font, character: string): boolean =>
  codePointsOf(character).every((code) => font.hasGlyphForCodePoint(code));

const advanceOf = (font: Font, character: string): number =>
  codePointsOf(character).reduce((total, code) => total + font.glyphForCodePoint(code).advanceWidth, 0);

function openFont(file: FontFile): OpenFont {
  const font = create(readFileSync(file.path), file.face);
  if (!font) throw new Error(`${file.path} has no face ${file.face ?? ''}`);
  return { key: file.face ?? file.path, font };
}

function lazily<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}
