import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPictureFile } from '#build/face-eval/picture.ts';
import type { Evaluation } from '#build/face-eval/report.ts';
import { drawn, pngOf } from '#build/demo-faces/picture.ts';
import { actorOf, attackOf, demoFaces } from './fixture.ts';

const tool = new URL('../../build/face-eval.mjs', import.meta.url).pathname;

interface Run {
  readonly exitCode: number | null;
  readonly output: string;
  readonly complaint: string;
}

async function run(...args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [tool, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  await once(child, 'close');
  return { exitCode: child.exitCode, output, complaint };
}

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'face-eval-'));
  for (const face of ['astronaut', 'face-2']) {
    const picture = actorOf(face)('neutral');
    const image = await loadImage(pngOf(picture));
    const canvas = createCanvas(picture.width, picture.height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    await writeFile(at(`${face}.jpg`), canvas.toBuffer('image/jpeg', 90));
  }
  await writeFile(at('print.png'), pngOf(attackOf('print-astronaut')()));
  await writeFile(at('wall.png'), pngOf(drawn(320, 240, () => [120, 130, 140])));
  await writeFile(at('dot.png'), pngOf(drawn(1, 1, () => [0, 0, 0])));
  await writeFile(at('letter.jpg'), 'Dear Sir,');
  await writeFile(at('nothing.png'), '');
});
afterAll(() => rm(folder, { recursive: true }));

const card = (face: string): string => join(demoFaces, face, 'card.png');

async function evaluationOf(pairs: string, ...pad: readonly string[]): Promise<Evaluation & { readonly complaint: string }> {
  await writeFile(at('pairs.csv'), pairs);
  const { exitCode, output, complaint } = await run('--pairs', at('pairs.csv'), '--live', folder, '--card', demoFaces, ...pad);
  expect({ exitCode, complaint }).toMatchObject({ exitCode: 0 });
  return { ...(JSON.parse(output) as Evaluation), complaint };
}

describe('an evaluation', () => {
  it('counts what it cannot read, what has no face, and the errors of the rest, each by itself', async () => {
    await writeFile(
      at('pad.csv'),
      'file,species\nprint.png,print\nwall.png,Print\nastronaut.jpg,bona fide\nletter.jpg,mask\nnone.png,mask\n',
    );
    const found = await evaluationOf(
      [
        `astronaut.jpg,${card('astronaut')},1`,
        `face-2.jpg,${card('face-2')},same`,
        `wall.png,${card('face-2')},yes`,
        `dot.png,${card('face-2')},no`,
        `astronaut.jpg,${card('face-2')},0`,
        `letter.jpg,${card('face-2')},0`,
        `nothing.png,${card('face-2')},0`,
        `none.png,${card('face-2')},0`,
      ].join('\n'),
      '--pad',
      at('pad.csv'),
    );
    expect(found).toMatchObject({
      pairs: { same: 3, different: 2, noFace: { same: 1, different: 1 }, missingFiles: 1, unreadableFiles: 2 },
      facesNotFound: { live: 2, liveOf: 4, card: 0, cardOf: 2 },
      frrAtFar1Percent: { far: 0, frr: 1 / 3, resolved: false },
      atShippedThreshold: { threshold: 0.5, far: 0, frr: 1 / 3 },
      pad: {
        bonaFide: { count: 1, bpcer: 0, notFound: 0 },
        bonaFideFrom: 'list',
        species: { print: { count: 2, apcer: 0, notFound: 1 } },
        leftOut: 2,
      },
    });
    expect(found.leftOut).toEqual(expect.arrayContaining([at('none.png'), at('letter.jpg'), at('nothing.png')]));
    expect(found.complaint).toMatch(/attack print +2, APCER 0\.00 %, no face in 1 +\(worst\)/);
  });

  it('of attacks alone takes the live pictures as the bona fide ones, and says so', async () => {
    await writeFile(at('pad.csv'), 'print.png,print');
    const { pad, complaint } = await evaluationOf(`astronaut.jpg,${card('astronaut')},1`, '--pad', at('pad.csv'));
    expect(pad).toMatchObject({ bonaFideFrom: 'live pictures', bonaFide: { count: 1, bpcer: 0 } });
    expect(complaint).toContain('without different pairs there is no FAR');
  });

  it.each([
    ['', 'it is empty; it needs file_a,file_b,same'],
    ['file_a,file_b,same\n', 'it lists no pair'],
    ['none.jpg,none.jpg,1', 'no pair has both of its files'],
    ['wall.png,dot.png,perhaps', 'row 1 says "perhaps"'],
  ])('of the list %j ends with one sentence', async (pairs, why) => {
    await writeFile(at('pairs.csv'), pairs);
    const { exitCode, output, complaint } = await run('--pairs', at('pairs.csv'), '--live', folder, '--card', folder);
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(complaint).toContain(why);
    expect(complaint.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([
    [['--pairs', '/none.csv', '--live', '/etc', '--card', '/etc'], 1, '--pairs /none.csv: there is no such file'],
    [['--pairs', '/etc/hostname', '--live', '/none', '--card', '/etc'], 1, '--live /none: there is no such folder'],
    [['--pairs', '/etc/hostname', '--live', '/etc'], 2, 'usage:'],
    [['--speed', '9'], 2, 'usage:'],
  ])('called with %j exits %i', async (args, exitCode, why) => {
    const ended = await run(...args);
    expect(ended).toMatchObject({ exitCode, output: '' });
    expect(ended.complaint).toContain(why);
  });

  it('explains itself', async () => {
    expect(await run('--help')).toMatchObject({
      exitCode: 0,
      complaint: '',
      output: expect.stringContaining('--pairs') as string,
    });
  });
});

describe('a picture file', () => {
  it('larger than any camera gives is scaled down to it', async () => {
    const canvas = createCanvas(2_560, 1_000);
    await writeFile(at('wide.jpg'), canvas.toBuffer('image/jpeg', 50));
    expect(await readPictureFile(at('wide.jpg'))).toMatchObject({ width: 1_280, height: 500 });
  });

  it('that lies on its side, as its EXIF says, is put upright', async () => {
    const canvas = createCanvas(40, 20);
    const context = canvas.getContext('2d');
    context.fillStyle = '#f00';
    context.fillRect(0, 0, 40, 20);
    context.fillStyle = '#00f';
    context.fillRect(0, 0, 20, 20);
    const jpeg = canvas.toBuffer('image/jpeg', 100);
    // Orientation 6: the picture's top is at the right; a camera that was held upright.
    const exif = Buffer.from('ffe10022457869660000' + '49492a0008000000' + '010012010300010000000600000000000000', 'hex');
    await writeFile(at('turned.jpg'), Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]));
    const picture = await readPictureFile(at('turned.jpg'));
    expect(picture).toMatchObject({ width: 20, height: 40 });
    const [red = 0, , blue = 0] = picture?.rgb ?? [];
    expect(blue).toBeGreaterThan(200);
    expect(red).toBeLessThan(60);
  });
});
