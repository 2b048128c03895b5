import { useEffect, useRef } from 'react';

/** Enter on a physical keyboard, while a field has the focus, does what the next step does. */
export function useEnterKey(onEnter: () => void): void {
  const newest = useRef(onEnter);
  useEffect(() => {
    newest.current = onEnter;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && event.target instanceof HTMLInputElement) newest.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
