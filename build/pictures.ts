/**
 * `node build/pictures.ts`: the README's pictures, laid out from what the three journeys and the tests of the console left in `out`. A picture of which
 * anything is missing stays as it is.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { root } from './steps.ts';

const strips = {
  'certificate.webp': {
    height: 860,
    width: 480,
    files: ['01-attract', '03-face', '06-review', '07-result', 'receipt-1', 'certificate-1'].map(
      (name) => `journeys/certificate/${name}.png`,
    ),
  },
  'proposal.webp': {
    height: 860,
    width: 480,
    files: ['01-attract', '02-face', '03-proposal', '04-result', 'receipt-1', '06-public-timeline'].map(
      (name) => `journeys/proposal/${name}.png`,
    ),
  },
  'registration-offline.webp': {
    height: 860,
    width: 480,
    files: ['04-home', '06-form-1', '09-review-signed', '10-result-queued', 'receipt-1', '15-progress'].map(
      (name) => `journeys/registration-offline/${name}.png`,
    ),
  },
  'console.webp': {
    height: 560,
    width: 900,
    files: ['01-tracking', '05-rule', '16-report'].map((name) => `e2e/console/${name}.png`),
  },
} as const;

const gap = 24;

mkdirSync(path.join(root, 'docs/pictures'), { recursive: true });
for (const [name, { height, width: widest, files }] of Object.entries(strips)) {
  const missing = files.filter((file) => !existsSync(path.join(root, 'out', file)));
  if (missing.length > 0) {
    process.stdout.write(`${name} stays: out/${missing.join(', out/')} is missing\n`);
    continue;
  }
  const images = await Promise.all(files.map((file) => loadImage(path.join(root, 'out', file))));
  const shown = images.map((image) => ({ image, scale: Math.min(height / image.height, widest / image.width) }));
  const width = shown.reduce((sum, { image, scale }) => sum + Math.round(image.width * scale) + gap, gap);
  const canvas = createCanvas(width, height + 2 * gap);
  const paper = canvas.getContext('2d');
  paper.fillStyle = '#dfe5e9';
  paper.fillRect(0, 0, width, canvas.height);
  let x = gap;
  for (const { image, scale } of shown) {
    paper.drawImage(image, x, gap, Math.round(image.width * scale), Math.round(image.height * scale));
    x += Math.round(image.width * scale) + gap;
  }
  writeFileSync(path.join(root, 'docs/pictures', name), await canvas.encode('webp', 82));
}
