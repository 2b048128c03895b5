import { anyType, bareType, type FeelType } from './types.ts';

/** Names that FEEL text may use at a place, innermost first; the parser needs them because names may hold spaces and operators. */
export interface Names {
  readonly outer: Names | undefined;
  readonly own: ReadonlyMap<string, FeelType>;
}

export function namesOf(own: ReadonlyMap<string, FeelType>, outer?: Names): Names {
  return { own, outer };
}

export function findType(names: Names | undefined, name: string): FeelType | undefined {
  for (let scope = names; scope; scope = scope.outer) {
    const type = scope.own.get(name);
    if (type) return type;
  }
  return undefined;
}

const nameStart =
  '?A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFEFE\\uFF00-\\uFFFD\\u{10000}-\\u{EFFFF}';
const namePart = `${nameStart}0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040`;

/** DMN 1.5, 10.3.1.2, rules 27-30. */
export const wordPattern = `[${nameStart}][${namePart}]*`;
/** A name with spaces and the additional symbols, as it stands before a colon. */
export const looseNamePattern = `[${nameStart}][${namePart} \\t\\r\\n./\\-\\u2019'+*]*`;
const wordForm = new RegExp(`^${wordPattern}$`, 'u');
const partForm = new RegExp(`[${namePart}]+|\\S`, 'gu');
const partChar = new RegExp(`[${namePart}]`, 'u');

export function isWord(name: string): boolean {
  return wordForm.test(name);
}

/** One space between words, as FEEL compares names. */
export function tidyName(name: string): string {
  return name.trim().replace(/\s+/g, ' ');
}

export function isPartChar(text: string, at: number): boolean {
  const code = text.codePointAt(at);
  return code !== undefined && partChar.test(String.fromCodePoint(code));
}

const pieces = new Map<string, readonly string[]>();

function piecesOf(name: string): readonly string[] {
  const known = pieces.get(name);
  if (known) return known;
  const found = name.match(partForm) ?? [];
  if (pieces.size < 10_000) pieces.set(name, found);
  return found;
}

/** Where a name ends that stands in the text at `at`, spaces between its parts aside; undefined where it does not stand there. */
function endOf(name: string, text: string, at: number): number | undefined {
  let position = at;
  let first = true;
  for (const piece of piecesOf(name)) {
    if (!first) while (/\s/.test(text[position] ?? '')) position += 1;
    if (!text.startsWith(piece, position)) return undefined;
    position += piece.length;
    first = false;
  }
  return isPartChar(name, name.length - 1) && isPartChar(text, position) ? undefined : position;
}

/** The longest known name of more than one word that stands at a place. */
export function matchKnown(names: Names | undefined, text: string, at: number): { name: string; end: number } | undefined {
  let best: { name: string; end: number } | undefined;
  for (let scope = names; scope; scope = scope.outer) {
    for (const name of scope.own.keys()) {
      if (name[0] !== text[at] || isWord(name)) continue;
      const end = endOf(name, text, at);
      if (end !== undefined && end > (best?.end ?? 0)) best = { name, end };
    }
  }
  return best;
}

export function fieldsOf(type: FeelType | undefined): ReadonlyMap<string, FeelType> {
  const bare = bareType(type ?? anyType);
  if (bare.kind === 'context') return bare.fields;
  return bare.kind === 'list' ? fieldsOf(bare.of) : new Map();
}

/** What the items of a list of this type are. */
export function itemType(type: FeelType | undefined): FeelType {
  const bare = bareType(type ?? anyType);
  return bare.kind === 'list' || bare.kind === 'range' ? bare.of : bare;
}

/** The type of `of.name`. */
export function fieldType(of: FeelType | undefined, name: string): FeelType | undefined {
  const bare = bareType(of ?? anyType);
  if (bare.kind === 'list') {
    const field = fieldType(bare.of, name);
    return field && { kind: 'list', of: field };
  }
  return bare.kind === 'context' ? bare.fields.get(name) : undefined;
}
