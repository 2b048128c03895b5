/**
 * Breaking lines of Chinese and Latin text together, for paper of any kind: the measure tells what a piece takes. Rules of
 * GB/T 15834 §5.1 as far as paper needs them: no line begins with a closing mark or ends with an opening one; Latin words and
 * numbers stay whole while they fit.
 */
const closing = '，。、；：？！…—）》〉」』】〕”’％·,.;:?!)]}%';
const opening = '（《〈「『【〔“‘([{';

const graphemes = new Intl.Segmenter('zh-CN', { granularity: 'grapheme' });

/** What a person sees as one character, whatever it is coded as. */
export function charactersOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** Holds what is on both sides of it on one line; comes out as a plain space. */
export const noBreakSpace = '\u00a0';

/** Lines of at most `width`, each measured by `measure`. A piece that is wider than a line is broken between characters. */
export function wrapText(text: string, width: number, measure: (text: string) => number): string[] {
  const fits = (line: string): boolean => measure(withoutEnd(line).replaceAll(noBreakSpace, ' ')) <= width;
  const lines: string[] = [];
  let line = '';
  const put = (piece: string): void => {
    if (fits(line + piece)) {
      line += piece;
      return;
    }
    if (line !== '') lines.push(line);
    line = piece;
  };
  for (const piece of pieces(text)) {
    if (fits(piece)) put(piece);
    else for (const character of charactersOf(piece)) put(character);
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines.map((full) => withoutEnd(full).replaceAll(noBreakSpace, ' '));
}

/** A space at the end of a line is not seen; wide spaces at its beginning are an indent and stay. */
const withoutEnd = (line: string): string => line.replace(/ +$/, '');

/** Text that must stay together: a wide character or a Latin word, with the marks that cling to it and the space after it. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let piece = '';
  for (const character of charactersOf(text)) {
    if (piece !== '' && mayBreak(piece, character)) {
      found.push(piece);
      piece = '';
    }
    piece += character;
  }
  if (piece !== '') found.push(piece);
  return found;
}

function mayBreak(before: string, character: string): boolean {
  if (character === ' ' || character === noBreakSpace || closing.includes(character)) return false;
  const last = before.at(-1) ?? '';
  if (last === noBreakSpace || opening.includes(last)) return false;
  return last === ' ' || isWide(last) || isWide(character);
}

const isWide = (character: string): boolean => (character.codePointAt(0) ?? 0) >= 0x2e80;

/**
 * Text as paper can take it: composed (NFC), every kind of space but the wide and the no-break one a plain one, and without control or format characters
 * (bidi marks, soft hyphens), which would be commands to a printer or nothing at all. Variation selectors stay: they belong to
 * the name that they choose a form for.
 */
export function printableText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Zl}\p{Zp}\p{Cc}]|[\p{Zs}--[\u3000\u00a0]]/gv, ' ')
    .replace(/\p{Cf}/gu, '');
}
