import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTable } from '#build/face-eval/csv.ts';
import { errorsAt, errorsAtFar, padErrors } from '#build/face-eval/measure.ts';
import { readPadTrials, readPairs } from '#build/face-eval/trials.ts';

const scores = { same: [0.9, 0.8, 0.6, -1], different: Array.from({ length: 100 }, (_, i) => i / 200) };

describe('error rates', () => {
  it('count a score at the threshold as accepted, and a face that was not found as refused', () => {
    expect(errorsAt(scores, 0.6)).toEqual({ threshold: 0.6, far: 0, frr: 0.25 });
    expect(errorsAt(scores, 0.495)).toMatchObject({ far: 0.01 });
    expect(errorsAt({ same: [-1], different: [-1] }, -1)).toMatchObject({ far: 0, frr: 1 });
  });

  it('find the lowest threshold that keeps the false accept rate', () => {
    const found = errorsAtFar(scores, 0.1);
    expect(found).toMatchObject({ far: 0.1, resolved: true });
    expect(found.threshold).toBeCloseTo(0.445, 4);
    expect(errorsAtFar({ same: [0.1], different: [0.4, 0.4, 0.4] }, 0.01)).toMatchObject({ far: 0, frr: 1, resolved: false });
  });

  it('refuse all scores that tie at the border, and spend what the rate allows to the last pair', () => {
    const tied = [0.9, 0.8, 0.8, 0.8, ...Array.from({ length: 96 }, () => 0.1)];
    expect(errorsAtFar({ same: [0.85, 0.8], different: tied }, 0.02)).toMatchObject({ far: 0.01, frr: 0.5 });
    // 0.07 × 100 is a hair above 7, 0.29 × 100 a hair below 29: neither may cost a pair.
    for (const far of [0.07, 0.29]) expect(errorsAtFar(scores, far).far).toBe(far);
  });

  it('with one pair in a thousand let the best impostor through, and with fewer none', () => {
    const thousand = Array.from({ length: 1_000 }, (_, i) => i / 2_000);
    expect(errorsAtFar({ same: [0.4993], different: thousand }, 0.001)).toMatchObject({ far: 0.001, frr: 0, resolved: true });
    expect(errorsAtFar({ same: [0.4993], different: thousand.slice(1) }, 0.001)).toMatchObject({
      far: 0,
      frr: 1,
      resolved: false,
    });
  });

  it('over nothing are not there, and not 0', () => {
    expect(errorsAtFar({ same: [0.5], different: [] }, 0.01)).toEqual({ threshold: NaN, far: NaN, frr: NaN, resolved: false });
    expect(errorsAt({ same: [], different: [0.1] }, 0.5)).toEqual({ threshold: 0.5, far: 0, frr: NaN });
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
        { species: 'Print', real: undefined },
        { species: 'screen', real: 1 },
        { species: 'screen', real: 0 },
      ],
      0.99,
    );
    expect(found.bonaFide).toEqual({ count: 3, bpcer: 0.5, notFound: 1 });
    expect(found.species).toEqual({ print: { count: 2, apcer: 0, notFound: 1 }, screen: { count: 2, apcer: 0.5, notFound: 0 } });
    expect(found.worst).toBe('screen');
  });

  it('are over the classified presentations: one without a face is non-response and makes no rate better', () => {
    const faceless = Array.from({ length: 9 }, () => ({ species: 'mask', real: undefined }));
    const found = padErrors([...faceless, { species: 'mask', real: 1 }, { species: '3D', real: undefined }], 0.99);
    expect(found.species['mask']).toEqual({ count: 10, apcer: 1, notFound: 9 });
    expect(found.species['3D']).toEqual({ count: 1, apcer: NaN, notFound: 1 });
    expect(found.worst).toBe('mask');
    expect(found.bonaFide.bpcer).toBeNaN();
  });
});

const columns = [['file_a', 'live'], ['file_b'], ['same', 'label']] as const;
const table = (text: string): unknown => readTable(text, columns).map(({ file_a, file_b, same }) => [file_a, file_b, same]);

describe('a list', () => {
  it.each([
    ['with a header', 'file_a,file_b,same\na.jpg,b.jpg,1\n'],
    ['without one', 'a.jpg,b.jpg,1'],
    ['of a spreadsheet', '\uFEFFSame; file_b ;note;FILE_A\r\n1;b.jpg;x;a.jpg\r\n\r\n;;;\r\n'],
    ['with quotes', 'label,"file_b","live"\n"1"," b.jpg",a.jpg'],
    ['with tabs', 'a.jpg\tb.jpg\t1\n'],
    ['of an old Mac', 'file_a,file_b,same\ra.jpg,b.jpg,1\r'],
  ])('%s is read', (_name, text) => {
    expect(table(text)).toEqual([['a.jpg', 'b.jpg', '1']]);
  });

  it('without a header may have a name of the last column as its first value', () => {
    expect(table('a.jpg,b.jpg,same')).toEqual([['a.jpg', 'b.jpg', 'same']]);
  });

  it('has commas, quotes and line ends inside quotes', () => {
    expect(table('"a, ""b"".jpg","x\ny.jpg",0')).toEqual([['a, "b".jpg', 'x\ny.jpg', '0']]);
  });

  it.each([
    ['', 'it is empty; it needs file_a,file_b,same'],
    ['file_a,same\nx,1', 'it has no column file_b; it needs file_a,file_b,same'],
    ['a.jpg,b.jpg', 'row 1 has 2 of 3 columns'],
    ['a.jpg,"b.jpg,1', 'a quoted cell has no end'],
  ])('%j is refused: %s', (text, why) => {
    expect(() => table(text)).toThrow(why);
  });
});

describe('labels and files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'face-lists-'));
    await mkdir(join(folder, 'sub'));
    for (const name of ['a.jpg', 'b.png', 'sub/c.jpg']) await writeFile(join(folder, name), 'x');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function pairsOf(text: string): ReturnType<typeof readPairs> {
    await writeFile(join(folder, 'list.csv'), text);
    return readPairs(join(folder, 'list.csv'), folder, folder);
  }

  it.each(['1', 'true', 'TRUE', 'yes', 'same', 'Genuine'])('"%s" is the same person', async (label) => {
    expect((await pairsOf(`a.jpg,b.png,${label}`)).pairs).toMatchObject([{ same: true }]);
  });

  it.each(['0', 'false', 'No', 'different', 'impostor', '-1'])('"%s" is another', async (label) => {
    expect((await pairsOf(`a.jpg,b.png,${label}`)).pairs).toMatchObject([{ same: false }]);
  });

  it.each(['', 'maybe', '2'])('"%s" is refused with its row, never taken for "different"', async (label) => {
    await expect(pairsOf(`file_a,file_b,same\na.jpg,b.png,1\nb.png,a.jpg,${label}`)).rejects.toThrow('row 3');
  });

  it('may be absolute, in sub-folders, or of another kind; a folder is no picture, nor is an empty name', async () => {
    const list = await pairsOf(`${folder}/a.jpg,sub/c.jpg,1\na.jpg,b.jpg,1\nsub,none.jpg,0\n,a.jpg,0`);
    const at = (name: string): string => join(folder, name);
    expect(list.pairs).toMatchObject([
      { live: at('a.jpg'), card: at('sub/c.jpg') },
      { live: at('a.jpg'), card: at('b.png') },
      { live: undefined, card: undefined },
      { live: undefined, card: at('a.jpg') },
    ]);
    expect(list.missing).toContain(at('none.jpg'));
  });

  it('that are repeated count once, and that contradict each other not at all', async () => {
    expect(await pairsOf('a.jpg,b.png,1\na.jpg,b.png,true')).toMatchObject({ pairs: [{ same: true }], repeated: 1 });
    await expect(pairsOf('a.jpg,b.png,1\na.jpg,b.png,0')).rejects.toThrow('row 2 contradicts row 1');
  });

  it('of attacks lie beside the list; one without a species is refused, never taken for a person', async () => {
    const list = join(folder, 'pad.csv');
    await writeFile(list, 'species,file\nprint,a.jpg\nscreen,none.jpg');
    expect(await readPadTrials(list, '/nowhere')).toEqual([
      { file: join(folder, 'a.jpg'), name: 'a.jpg', species: 'print' },
      { file: undefined, name: 'none.jpg', species: 'screen' },
    ]);
    await writeFile(list, 'file,species\na.jpg,');
    await expect(readPadTrials(list, '/nowhere')).rejects.toThrow('row 2 names no species');
  });
});
