import type { LocalizedText } from '#contracts/domain/localized.ts';
import { useCodeWord } from '../session.tsx';
import { useLocal, useWord } from '../strings.tsx';

/** A reason of a rule as staff read it: what it says of one party is named, not shown. */
export function useReasonText(): (text: LocalizedText | undefined) => string {
  const local = useLocal();
  const word = useWord();
  return (text) => local(text).replaceAll(/\{(\w+)\}/g, (_, name: string) => word('reasonParam', name));
}

/** A fact's value in words, where it is a code that has some. */
export function useFactText(): (name: string, value: string) => string {
  const word = useWord();
  const codeWord = useCodeWord();
  return (name, value) => {
    if (name === 'party.class') return codeWord('partyClasses', value);
    if (name.endsWith('.district')) return codeWord('districts', value);
    if (name === 'certificate.type') return codeWord('certificateTypes', value);
    return value
      .split(', ')
      .map((one) => word('factValue', one))
      .join(', ');
  };
}
