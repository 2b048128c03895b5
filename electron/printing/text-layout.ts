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

/** Lines of at most `width`, each measured by `measure`. A piece that is wider than a line is broken between characters. */
export function wrapText(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  const put = (piece: string): void => {
    if (measure(line + piece.trimEnd()) <= width) {
      line += line === '' ? piece.trimStart() : piece;
      return;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = '';
    if (measure(piece.trim()) <= width) line = piece.trimStart();
    else for (const character of charactersOf(piece.trim())) putCharacter(character);
  };
  const putCharacter = (character: string): void => {
    if (line !== '' && measure(line + character) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += character;
  };
  for (const piece of pieces(text)) put(piece);
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

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
  if (character === ' ' || closing.includes(character)) return false;
  const last = before.at(-1) ?? '';
  if (opening.includes(last)) return false;
  return last === ' ' || isWide(last) || isWide(character);
}

const isWide = (character: string): boolean => (character.codePointAt(0) ?? 0) >= 0x2e80;

/**
 * Text as paper can take it: composed (NFC), every kind of space a plain one, and without control or format characters
 * (bidi marks, soft hyphens), which would be commands to a printer or nothing at all. Variation selectors stay: they belong to
 * the name that they choose a form for.
 */
export function printableText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Zl}\p{Zp}\p{Cc}]|[\p{Zs}--\u3000]/gv, ' ')
    .replace(/\p{Cf}/gu, '');
}
