import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, type PageRoom } from '#renderer/screens/parts/page-layout.ts';

const room: PageRoom = { columns: 1, height: 1000, gap: 20, turnerHeight: 100 };

describe('blocks on pages', () => {
  it('stand below each other where they fit', () => {
    const { placements, pages, used } = layOut([300, 400, 200], room);
    expect(placements).toEqual([
      { page: 0, column: 0, top: 0 },
      { page: 0, column: 0, top: 320 },
      { page: 0, column: 0, top: 740 },
    ]);
    expect({ pages, used }).toEqual({ pages: 1, used: 940 });
  });

  it('go on to a next page, with room for the turner, where they do not', () => {
    const { placements, pages } = layOut([500, 400, 300], room);
    expect(placements.map(({ page, top }) => [page, top])).toEqual([
      [0, 0],
      [1, 0],
      [1, 420],
    ]);
    expect(pages).toBe(2);
  });

  it('stand side by side on a wide panel, the taller column first', () => {
    const { placements, pages, used } = layOut([300, 300, 300], { ...room, columns: 2 });
    expect(placements.map(({ column, top }) => [column, top])).toEqual([
      [0, 0],
      [0, 320],
      [1, 0],
    ]);
    expect({ pages, used }).toEqual({ pages: 1, used: 620 });
  });

  it('fill the second column before the next page', () => {
    const { placements, pages } = layOut([800, 800, 800], { ...room, columns: 2 });
    expect(placements.map(({ page, column }) => [page, column])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
    ]);
    expect(pages).toBe(2);
  });

  const rooms = fc.record({
    columns: fc.constantFrom(1 as const, 2 as const),
    height: fc.integer({ min: 300, max: 1600 }),
    gap: fc.integer({ min: 0, max: 40 }),
    turnerHeight: fc.integer({ min: 0, max: 150 }),
  });
  const blocks = fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 30 });

  it('keep their order, never overlap, and run over only where one block alone is too tall', () => {
    fc.assert(
      fc.property(blocks, rooms, (heights, anyRoom) => {
        const { placements, pages } = layOut(heights, anyRoom);
        expect(placements).toHaveLength(heights.length);
        const limit = pages === 1 ? anyRoom.height : anyRoom.height - anyRoom.turnerHeight;
        placements.forEach((placement, index) => {
          const bottom = placement.top + (heights[index] ?? 0);
          expect(bottom <= limit || placement.top === 0).toBe(true);
          expect(placement.page).toBeLessThan(pages);
          const before = placements[index - 1];
          if (!before) return;
          const slotOf = ({ page, column }: typeof placement): number => page * 2 + column;
          expect(slotOf(placement)).toBeGreaterThanOrEqual(slotOf(before));
          if (slotOf(placement) === slotOf(before)) {
            expect(placement.top).toBe(before.top + (heights[index - 1] ?? 0) + anyRoom.gap);
          }
        });
      }),
    );
  });
});
