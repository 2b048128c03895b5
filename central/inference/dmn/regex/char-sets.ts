/** Sets of characters (XML Schema part 2, appendix F), as predicates over code points. */
export type CharSet = (codePoint: number) => boolean;

const blocks: Readonly<Record<string, readonly [number, number]>> = {
  BasicLatin: [0x0000, 0x007f],
  'Latin-1Supplement': [0x0080, 0x00ff],
  'LatinExtended-A': [0x0100, 0x017f],
  'LatinExtended-B': [0x0180, 0x024f],
  IPAExtensions: [0x0250, 0x02af],
  SpacingModifierLetters: [0x02b0, 0x02ff],
  CombiningDiacriticalMarks: [0x0300, 0x036f],
  Greek: [0x0370, 0x03ff],
  GreekandCoptic: [0x0370, 0x03ff],
  Cyrillic: [0x0400, 0x04ff],
  Armenian: [0x0530, 0x058f],
  Hebrew: [0x0590, 0x05ff],
  Arabic: [0x0600, 0x06ff],
  Devanagari: [0x0900, 0x097f],
  Thai: [0x0e00, 0x0e7f],
  Georgian: [0x10a0, 0x10ff],
  HangulJamo: [0x1100, 0x11ff],
  LatinExtendedAdditional: [0x1e00, 0x1eff],
  GreekExtended: [0x1f00, 0x1fff],
  GeneralPunctuation: [0x2000, 0x206f],
  SuperscriptsandSubscripts: [0x2070, 0x209f],
  CurrencySymbols: [0x20a0, 0x20cf],
  LetterlikeSymbols: [0x2100, 0x214f],
  NumberForms: [0x2150, 0x218f],
  Arrows: [0x2190, 0x21ff],
  MathematicalOperators: [0x2200, 0x22ff],
  MiscellaneousTechnical: [0x2300, 0x23ff],
  BoxDrawing: [0x2500, 0x257f],
  BlockElements: [0x2580, 0x259f],
  GeometricShapes: [0x25a0, 0x25ff],
  MiscellaneousSymbols: [0x2600, 0x26ff],
  Dingbats: [0x2700, 0x27bf],
  CJKRadicalsSupplement: [0x2e80, 0x2eff],
  KangxiRadicals: [0x2f00, 0x2fdf],
  CJKSymbolsandPunctuation: [0x3000, 0x303f],
  Hiragana: [0x3040, 0x309f],
  Katakana: [0x30a0, 0x30ff],
  Bopomofo: [0x3100, 0x312f],
  HangulCompatibilityJamo: [0x3130, 0x318f],
  CJKCompatibility: [0x3300, 0x33ff],
  CJKUnifiedIdeographsExtensionA: [0x3400, 0x4dbf],
  CJKUnifiedIdeographs: [0x4e00, 0x9fff],
  HangulSyllables: [0xac00, 0xd7af],
  PrivateUse: [0xe000, 0xf8ff],
  CJKCompatibilityIdeographs: [0xf900, 0xfaff],
  HalfwidthandFullwidthForms: [0xff00, 0xffef],
};

const categories = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/;

function property(name: string): CharSet {
  const form = new RegExp(`^\\p{${name}}$`, 'u');
  return (c) => form.test(String.fromCodePoint(c));
}

const decimalDigit = property('Nd');
const noWord = /^[\p{P}\p{Z}\p{C}]$/u;
const space: CharSet = (c) => c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0d;
const wordChar: CharSet = (c) => !noWord.test(String.fromCodePoint(c));
const nameStart =
  /^[:A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}]$/u;
const nameExtra = /^(?:[-.0-9\u00B7\u203F-\u2040]|[\u0300-\u036F])$/u;
const initial: CharSet = (c) => nameStart.test(String.fromCodePoint(c));
const nameChar: CharSet = (c) => initial(c) || nameExtra.test(String.fromCodePoint(c));

export const not =
  (set: CharSet): CharSet =>
  (c) =>
    !set(c);

const classes: Readonly<Record<string, CharSet>> = {
  d: decimalDigit,
  D: not(decimalDigit),
  s: space,
  S: not(space),
  w: wordChar,
  W: not(wordChar),
  i: initial,
  I: not(initial),
  c: nameChar,
  C: not(nameChar),
};

const plain: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09 };

/** What `\letter` stands for: a set, or one character; undefined where it is no escape. */
export function escapeOf(letter: string): CharSet | number | undefined {
  if (Object.hasOwn(classes, letter)) return classes[letter];
  if (Object.hasOwn(plain, letter)) return plain[letter];
  return /^[\\|.\-^?*+{}()[\]$]$/.test(letter) ? letter.codePointAt(0) : undefined;
}

/** `\p{name}`: a general category or `Is` and a block; undefined where there is none of this name. */
export function categoryOf(name: string): CharSet | undefined {
  if (categories.test(name)) return property(name);
  const block = name.startsWith('Is') ? blocks[name.slice(2)] : undefined;
  return block && ((c) => c >= block[0] && c <= block[1]);
}

function otherCases(c: number): number[] {
  const char = String.fromCodePoint(c);
  const [lower, upper] = [char.toLowerCase(), char.toUpperCase()];
  return [lower, upper, lower.toUpperCase(), upper.toLowerCase()]
    .filter((text) => Array.from(text).length === 1)
    .map((text) => text.codePointAt(0) ?? c);
}

/** The set without regard to case. */
export function ignoringCase(set: CharSet): CharSet {
  return (c) => set(c) || otherCases(c).some(set);
}

export function sameIgnoringCase(a: number, b: number): boolean {
  return a === b || otherCases(a).some((one) => one === b || otherCases(b).includes(one));
}
