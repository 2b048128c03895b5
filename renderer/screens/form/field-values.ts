import { useEffect, useRef, useState } from 'react';
import type { Intent } from '#contracts/ipc/api.ts';

const delays = { settleMs: 250 };

export interface FieldValues {
  readonly valueOf: (name: string) => string;
  readonly set: (name: string, value: string) => void;
  /** Types `text` at the end, up to `maxLength` characters; a rare character is one. */
  readonly insert: (name: string, text: string, maxLength: number) => void;
  /** Takes the last character away. */
  readonly remove: (name: string) => void;
  /** Tells the host at once what is still under the finger. */
  readonly flush: () => void;
}

/**
 * What is typed on one page. The host gets a value when the typing pauses, and always before the next step; until then the
 * page's own value is shown, so that an echo never lags behind the finger.
 */
export function useFieldValues(told: Readonly<Record<string, string>>, intend: (intent: Intent) => void): FieldValues {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const waiting = useRef(new Map<string, string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = (): void => {
    clearTimeout(timer.current);
    for (const [name, value] of waiting.current) intend({ type: 'setField', name, value });
    waiting.current.clear();
  };
  const newestFlush = useRef(flush);
  useEffect(() => {
    newestFlush.current = flush;
  });
  useEffect(() => () => newestFlush.current(), []);

  // Two keys may come before the page is drawn again: the newest value is what waits, not what was drawn.
  const newest = (name: string): string => waiting.current.get(name) ?? typed[name] ?? told[name] ?? '';
  const set = (name: string, value: string): void => {
    setTyped((before) => ({ ...before, [name]: value }));
    waiting.current.set(name, value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => newestFlush.current(), delays.settleMs);
  };

  return {
    valueOf: (name) => typed[name] ?? told[name] ?? '',
    set,
    insert: (name, text, maxLength) =>
      set(
        name,
        Array.from(newest(name) + text)
          .slice(0, maxLength)
          .join(''),
      ),
    remove: (name) => set(name, Array.from(newest(name)).slice(0, -1).join('')),
    flush,
  };
}
