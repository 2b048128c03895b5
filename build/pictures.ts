/**
 * `node build/pictures.ts`: the README's pictures, laid out from what the journeys left in `out/journeys`. Run the three journeys first.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { root } from './steps.ts';

const strips = {
  'certificate.webp': {
    height: 860,
    files: ['01-attract', '03-face', '06-review', '07-result', 'receipt-1', 'certificate-1'].map(
      (name) => `certificate/${name}.png`,
    ),
  },
  'proposal.webp': {
    height: 860,
    files: ['01-attract', '02-face', '03-proposal', '04-result', 'receipt-1', '06-public-timeline'].map(
      (name) => `proposal/${name}.png`,
    ),
  },
  'registration-offline.webp': {
    height: 860,
    files: ['04-home', '06-form-1', '09-review-signed', '10-result-queued', 'receipt-1', '15-progress'].map(
      (name) => `registration-offline/${name}.png`,
    ),
  },
} as const;

const gap = 24;

mkdirSync(path.join(root, 'docs/pictures'), { recursive: true });
for (const [name, { height, files }] of Object.entries(strips)) {
  const images = await Promise.all(files.map((file) => loadImage(path.join(root, 'out/journeys', file))));
  const shown = images.map((image) => ({ image, scale: Math.min(height / image.height, 480 / image.width) }));
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
