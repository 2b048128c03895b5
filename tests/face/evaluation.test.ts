import { describe, expect, it } from 'vitest';
import { errorsAt, errorsAtFar, padErrors } from '#build/face-eval/measure.ts';
import { parseCsv } from '#build/face-eval/trials.ts';

const scores = { same: [0.9, 0.8, 0.6, -1], different: Array.from({ length: 100 }, (_, i) => i / 200) };

describe('error rates', () => {
  it('count a score at the threshold as accepted, and a face that was not found as refused', () => {
    expect(errorsAt(scores, 0.6)).toEqual({ threshold: 0.6, far: 0, frr: 0.25 });
    expect(errorsAt(scores, 0.495)).toMatchObject({ far: 0.01 });
  });

  it('find the lowest threshold that keeps the false accept rate', () => {
    const found = errorsAtFar(scores, 0.1);
    expect(found.far).toBeLessThanOrEqual(0.1);
    expect(found.threshold).toBeCloseTo(0.445, 4);
    expect(errorsAtFar({ same: [0.1], different: [0.4, 0.4, 0.4] }, 0.01)).toMatchObject({ far: 0, frr: 1 });
  });
});

describe('attack errors', () => {
  it('are told per species, the worst by name, and never as a mean', () => {
    const found = padErrors(
      [
        { species: 'bonafide', real: 1 },
        { species: 'Genuine', real: 0.5 },
        { species: 'live', real: undefined },
        { species: 'print', real: 0 },
        { species: 'print', real: undefined },
        { species: 'screen', real: 1 },
        { species: 'screen', real: 0 },
      ],
      0.99,
    );
    expect(found.bonaFide).toEqual({ count: 3, bpcer: 0.5, notFound: 1 });
    expect(found.species).toEqual({ print: { count: 2, apcer: 0, notFound: 1 }, screen: { count: 2, apcer: 0.5, notFound: 0 } });
    expect(found.worst).toBe('screen');
  });
});

describe('trial lists', () => {
  it('are read in any order of columns, with a byte order mark and CRLF', () => {
    expect(parseCsv('\uFEFFsame,file_b,file_a\r\n1,b.jpg,a.jpg\r\n\r\n', ['file_a', 'file_b', 'same'])).toEqual([
      ['a.jpg', 'b.jpg', '1'],
    ]);
  });

  it('without a column are refused by its name', () => {
    expect(() => parseCsv('file_a,same\nx,1', ['file_a', 'file_b', 'same'])).toThrow('file_b');
  });
});
