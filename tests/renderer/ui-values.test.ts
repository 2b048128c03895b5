import fc from 'fast-check';
import { create } from 'qrcode';
import { describe, expect, it } from 'vitest';
import type * as Groups from '#renderer/ui/field/groups.ts';
import type * as Path from '#renderer/ui/qr/modules-path.ts';
import type * as Strokes from '#renderer/ui/signature-pad/strokes.ts';
import { uiModule } from './ui-module.ts';

const { groupsFor, splitGroups } = await uiModule<typeof Groups>('field/groups.ts');
const { modulesPath, quietZone } = await uiModule<typeof Path>('qr/modules-path.ts');
const { denormalise, limits, normalise } = await uiModule<typeof Strokes>('signature-pad/strokes.ts');

describe('groups of a typed value', () => {
  it('shows a mobile number 3-4-4 while it grows', () => {
    const groups = groupsFor('digits', 11);
    expect(splitGroups('13', groups)).toEqual(['13']);
    expect(splitGroups('1390532', groups)).toEqual(['139', '0532']);
    expect(splitGroups('13905321234', groups)).toEqual(['139', '0532', '1234']);
  });

  it('leaves letters and short numbers whole', () => {
    expect(splitGroups('蓝村街道城南社区', groupsFor('letters', 60))).toEqual(['蓝村街道城南社区']);
    expect(splitGroups('0532', groupsFor('digits', 4))).toEqual(['0532']);
  });

  it('never cuts a rare character in two', () => {
    expect(splitGroups('𬀩𫖯㛃', [1, 1])).toEqual(['𬀩', '𫖯', '㛃']);
  });

  it('loses and adds nothing, whatever the groups', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.integer({ min: 1, max: 6 })), (value, groups) => {
        return splitGroups(value, groups).join('') === value;
      }),
    );
  });
});

describe('strokes of a signature', () => {
  const size = { width: 984, height: 420 };
  const point = fc.record({
    x: fc.double({ min: -200, max: 1_200, noNaN: true }),
    y: fc.double({ min: -200, max: 700, noNaN: true }),
  });

  it('are whole numbers of 0..10000, wherever the pen slipped', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 1 }), (points) =>
        normalise(points, size).every(([x, y]) => [x, y].every((at) => Number.isInteger(at) && at >= 0 && at <= 10_000)),
      ),
    );
  });

  it('come back to where they were drawn, within a tenth of a pixel', () => {
    const inside = fc.record({
      x: fc.double({ min: 0, max: 984, noNaN: true }),
      y: fc.double({ min: 0, max: 420, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(inside, { minLength: 1, maxLength: 50 }), (points) =>
        denormalise(normalise(points, size), size).every(
          (back, index) => Math.hypot(back.x - (points[index]?.x ?? 0), back.y - (points[index]?.y ?? 0)) < 0.1,
        ),
      ),
    );
  });

  it('hold no more points than the contract takes', () => {
    const endless = Array.from({ length: limits.points + 50 }, (_, index) => ({ x: index % 900, y: index % 400 }));
    expect(normalise(endless, size)).toHaveLength(limits.points);
  });

  it('of a pad that has no size yet are at its corner', () => {
    expect(normalise([{ x: 5, y: 5 }], { width: 0, height: 0 })).toEqual([[0, 0]]);
  });
});

describe('the path of a QR code', () => {
  /** Draws the path back into a grid, as a browser would fill it. */
  function fill(path: string, size: number): number[] {
    const grid = Array.from({ length: size * size }, () => 0);
    for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
      for (let column = 0; column < Number(width); column += 1) {
        grid[(Number(y) - quietZone) * size + Number(x) - quietZone + column] = 1;
      }
    }
    return grid;
  }

  it('is dark exactly where the code is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200 }), (text) => {
        const { modules } = create(text, { errorCorrectionLevel: 'M' });
        expect(fill(modulesPath(modules.data, modules.size), modules.size)).toEqual(Array.from(modules.data, Number));
      }),
      { numRuns: 25 },
    );
  });
});
