import { Children, useLayoutEffect, useRef, useState, type CSSProperties, type ReactNode, type RefObject } from 'react';
import { useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { layOut, type PageLayout, type Placement } from './page-layout.ts';

export interface Paging {
  /** 0-based. */
  readonly current: number;
  readonly total: number;
  readonly turn: (by: 1 | -1) => void;
  readonly setTotal: (total: number) => void;
}

/** Which page of a screen is open; a screen that shrinks keeps to what is left. */
export function usePaging(): Paging {
  const [wanted, setWanted] = useState(0);
  const [total, setTotal] = useState(1);
  const current = Math.min(wanted, total - 1);
  return { current, total, setTotal, turn: (by) => setWanted(Math.min(total - 1, Math.max(0, current + by))) };
}

export interface PagedProps {
  /** Each child is a block: shown whole, never torn. */
  readonly children: ReactNode;
  readonly paging: Paging;
  /** Little to show stands in the middle, nearer to the hand. */
  readonly isSparse: boolean;
}

const sizes = { gapPx: 24, turnerPx: 120, twoColumnsFromPx: 1200 };

/**
 * What is in the middle of a screen. Nothing scrolls: what does not fit at this text size, in this language, on this panel goes
 * on to a next page, measured from the blocks themselves.
 */
export function Paged({ children, paging, isSparse }: PagedProps) {
  const blocks = Children.toArray(children);
  const container = useRef<HTMLDivElement>(null);
  const measured = useLayoutOf(container, blocks.length);
  const { setTotal } = paging;
  useLayoutEffect(() => setTotal(measured.layout.pages), [setTotal, measured.layout.pages]);
  const spare = measured.layout.pages === 1 ? Math.max(0, measured.height - measured.layout.used) : 0;
  const shift = isSparse ? spare / 2 : 0;
  return (
    <div className={measured.isTooTall ? 'paged paged-scrolls' : 'paged'} ref={container}>
      {blocks.map((block, index) => {
        const placement = measured.layout.placements[index] ?? unplaced;
        return (
          <div className={`block block-of-${measured.columns}`} key={index} style={styleOf(placement, paging.current, shift)}>
            {block}
          </div>
        );
      })}
      {paging.total > 1 && <PageTurner paging={paging} />}
    </div>
  );
}

const unplaced: Placement = { page: 0, column: 0, top: 0 };

/** Other pages keep their place unseen, so that they can be measured and keep what they hold; nothing reaches them by key or ear. */
function styleOf({ page, column, top }: Placement, current: number, shift: number): CSSProperties {
  return {
    insetBlockStart: top + shift,
    insetInlineStart: column === 0 ? 0 : `calc(50% + ${sizes.gapPx / 2}px)`,
    visibility: page === current ? 'visible' : 'hidden',
  };
}

interface Measured {
  readonly layout: PageLayout;
  readonly columns: 1 | 2;
  readonly height: number;
  readonly isTooTall: boolean;
}

const unmeasured: Measured = { layout: { placements: [], pages: 1, used: 0 }, columns: 1, height: 0, isTooTall: false };

/** Heights depend on the width of a column, so the columns are settled first; their change makes the observer look again. */
function useLayoutOf(container: RefObject<HTMLDivElement | null>, blockCount: number): Measured {
  const [measured, setMeasured] = useState(unmeasured);
  const { columns } = measured;
  useLayoutEffect(() => {
    const element = container.current;
    if (!element) return undefined;
    const blocks = Array.from(element.querySelectorAll<HTMLElement>(':scope > .block'));
    const measure = (): void => {
      const next = measureBlocks(element, blocks);
      setMeasured((before) => (isSame(before, next) ? before : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const observed of [element, ...blocks]) observer.observe(observed);
    return () => observer.disconnect();
  }, [container, columns, blockCount]);
  return measured;
}

function measureBlocks(container: HTMLElement, blocks: readonly HTMLElement[]): Measured {
  const height = container.clientHeight;
  const columns = blocks.length > 1 && container.clientWidth >= sizes.twoColumnsFromPx ? 2 : 1;
  const heights = blocks.map((block) => block.offsetHeight);
  const layout = layOut(heights, { columns, height, gap: sizes.gapPx, turnerHeight: sizes.turnerPx });
  return { layout, columns, height, isTooTall: Math.max(0, ...heights) > (layout.pages > 1 ? height - sizes.turnerPx : height) };
}

function isSame(a: Measured, b: Measured): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function PageTurner({ paging }: { readonly paging: Paging }) {
  const t = useTexts();
  return (
    <nav className="turner">
      <Button kind="plain" icon="back" onPress={() => paging.turn(-1)} isDisabled={paging.current === 0}>
        {t('common:pages.buttonPrevious')}
      </Button>
      <p className="note" aria-live="polite">
        {t('common:pages.label', { current: paging.current + 1, total: paging.total })}
      </p>
      <Button kind="plain" icon="arrow-right" onPress={() => paging.turn(1)} isDisabled={paging.current === paging.total - 1}>
        {t('common:pages.buttonNext')}
      </Button>
    </nav>
  );
}
