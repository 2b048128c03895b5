import { useState } from 'react';

export interface DigitEntry {
  readonly value: string;
  readonly set: (text: string) => void;
  readonly insert: (text: string) => void;
  readonly remove: () => void;
  readonly clear: () => void;
}

/** Digits under the finger, at most `maxLength`; they leave the page only with the press that confirms them. */
export function useDigitEntry(maxLength: number): DigitEntry {
  const [value, setValue] = useState('');
  return {
    value,
    set: (text) => setValue(text.slice(0, maxLength)),
    insert: (text) => setValue((before) => (before + text).slice(0, maxLength)),
    remove: () => setValue((before) => before.slice(0, -1)),
    clear: () => setValue(''),
  };
}
