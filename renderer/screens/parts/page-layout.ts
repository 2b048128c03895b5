/** Where one block stands: its page and column, and how far from the top, px. */
export interface Placement {
  readonly page: number;
  readonly column: number;
  readonly top: number;
}

export interface PageRoom {
  /** Columns side by side: two on a wide panel. */
  readonly columns: 1 | 2;
  /** Of one page, px. */
  readonly height: number;
  /** Between two blocks, px. */
  readonly gap: number;
  /** What the page turner takes from each page when there are several, gap included, px. */
  readonly turnerHeight: number;
}

export interface PageLayout {
  readonly placements: readonly Placement[];
  readonly pages: number;
  /** Of what stands on the only page, px; what is left may be shared out above and below. */
  readonly used: number;
}

/**
 * Lays blocks, in their order, on pages: on one page where they fit, side by side where there are two columns, and else page
 * after page. A block is never torn; one that is taller than a page has a page's column to itself.
 */
export function layOut(heights: readonly number[], room: PageRoom): PageLayout {
  return onOnePage(heights, room) ?? onPages(heights, room);
}

function onOnePage(heights: readonly number[], { columns, height, gap }: PageRoom): PageLayout | undefined {
  const split = columns === 1 ? heights.length : bestSplit(heights, gap);
  const used = Math.max(heightOf(heights.slice(0, split), gap), heightOf(heights.slice(split), gap));
  if (used > height) return undefined;
  const columnOf = (index: number): number => (index < split ? 0 : 1);
  const tops = topsWithin(heights, columnOf, gap);
  return { placements: tops.map((top, index) => ({ page: 0, column: columnOf(index), top })), pages: 1, used };
}

/** How many blocks go into the first of two columns so that the taller one is as low as can be; at a tie the first is taller. */
function bestSplit(heights: readonly number[], gap: number): number {
  let best = heights.length;
  for (let split = heights.length; split >= 1; split--) {
    const tallest = Math.max(heightOf(heights.slice(0, split), gap), heightOf(heights.slice(split), gap));
    const soFar = Math.max(heightOf(heights.slice(0, best), gap), heightOf(heights.slice(best), gap));
    if (tallest < soFar) best = split;
  }
  return best;
}

function heightOf(heights: readonly number[], gap: number): number {
  return heights.reduce((sum, height) => sum + height, 0) + gap * Math.max(0, heights.length - 1);
}

function topsWithin(heights: readonly number[], columnOf: (index: number) => number, gap: number): number[] {
  const next = [0, 0];
  return heights.map((height, index) => {
    const column = columnOf(index);
    const top = next[column] ?? 0;
    next[column] = top + height + gap;
    return top;
  });
}

function onPages(heights: readonly number[], { columns, height, gap, turnerHeight }: PageRoom): PageLayout {
  const room = height - turnerHeight;
  let slot = 0; // columns of all pages, one after the other
  let next = 0;
  const placements = heights.map((block): Placement => {
    if (next > 0 && next + block > room) {
      slot += 1;
      next = 0;
    }
    const top = next;
    next += block + gap;
    return { page: Math.floor(slot / columns), column: slot % columns, top };
  });
  return { placements, pages: Math.floor(slot / columns) + 1, used: room };
}
