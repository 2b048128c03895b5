import { useState } from 'react';
import { useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';

export interface Pages<T> {
  readonly shown: readonly T[];
  readonly current: number;
  readonly total: number;
  readonly turn: (by: 1 | -1) => void;
}

/** Long lists are turned like pages: nothing scrolls under a finger. */
export function usePages<T>(list: readonly T[], perPage: number): Pages<T> {
  const [wanted, setWanted] = useState(0);
  const total = Math.max(1, Math.ceil(list.length / perPage));
  const current = Math.min(wanted, total - 1);
  return {
    shown: list.slice(current * perPage, (current + 1) * perPage),
    current: current + 1,
    total,
    turn: (by) => setWanted(Math.min(total - 1, Math.max(0, current + by))),
  };
}

/** Nothing where everything fits on one page. */
export function PageTurner({ pages }: { readonly pages: Pages<unknown> }) {
  const t = useTexts();
  if (pages.total === 1) return undefined;
  return (
    <nav className="turner">
      <Button kind="quiet" onPress={() => pages.turn(-1)} isDisabled={pages.current === 1}>
        {t('common:pages.buttonPrevious')}
      </Button>
      <p className="note">{t('common:pages.label', { current: pages.current, total: pages.total })}</p>
      <Button kind="quiet" onPress={() => pages.turn(1)} isDisabled={pages.current === pages.total}>
        {t('common:pages.buttonNext')}
      </Button>
    </nav>
  );
}
