import type { Pseudonyms } from '../store/index.ts';

/** What register and certificate both say, so that one can be held against the other. */
export const markedFields = ['name', 'legalRepresentative', 'address', 'capital'] as const;
export type MarkedField = (typeof markedFields)[number];

/** A keyed hash for each of `markedFields` that is known: compared without opening anybody's seal. */
export type Marks = Readonly<Partial<Record<MarkedField, string>>>;

/** White space and full-width forms are the same thing written differently: they do not make a change. */
function normal(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/g, '');
}

export function marksOf(pseudonyms: Pseudonyms, values: Readonly<Partial<Record<MarkedField, string | undefined>>>): Marks {
  const marks: Partial<Record<MarkedField, string>> = {};
  for (const field of markedFields) {
    const value = values[field];
    if (value !== undefined && value !== '') marks[field] = pseudonyms.digest(`mark-${field}`, normal(value)).slice(0, 24);
  }
  return marks;
}
