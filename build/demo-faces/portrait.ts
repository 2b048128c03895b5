import type { Box } from '#contracts/domain/face-geometry.ts';
import { cropMap, meanLuma, type RgbImage, warp } from '#electron/face/image.ts';
import { colourBetween, drawn, smoothStep, throughJpeg } from './picture.ts';

export const cameraSize = { width: 640, height: 480 } as const;
/** Height of the face box in the camera's picture: a person at arm's length from the terminal. */
const faceHeight = 190;

/**
 * The person alone, as the terminal's camera would see: sharp in a frame around head and shoulders, the rest a soft wall, so that
 * neighbours of a group picture are gone.
 */
export function cameraPortrait(source: RgbImage, face: Box): RgbImage {
  const { width, height } = cameraSize;
  const scale = face.height / faceHeight;
  const left = face.x + face.width / 2 - (width / 2) * scale;
  const top = face.y + face.height / 2 - (height / 2) * scale;
  const wall = softWall(source, { x: left, y: top, width: width * scale, height: height * scale });
  const exposure = exposureFor(source, face);
  return drawn(width, height, (x, y) => {
    const sharp = exposed(colourBetween(source, left + x * scale, top + y * scale), exposure);
    const behind = colourBetween(wall, (x / width) * wall.width - 0.5, (y / height) * wall.height - 0.5);
    const near = 1 - smoothStep(0.8, 1.05, awayFromPerson(x - width / 2, y - height / 2));
    return mixed(behind, sharp, near);
  });
}

const wantedFaceLuma = 120;

/** Gamma that brings a face to the brightness to which a camera would set itself; bright ones stay as they are. */
function exposureFor(source: RgbImage, face: Box): number {
  const luma = meanLuma(source, face);
  return luma >= wantedFaceLuma ? 1 : Math.log(wantedFaceLuma / 255) / Math.log(luma / 255);
}

function exposed(colour: readonly [number, number, number], gamma: number): [number, number, number] {
  return [255 * (colour[0] / 255) ** gamma, 255 * (colour[1] / 255) ** gamma, 255 * (colour[2] / 255) ** gamma];
}

/** The surroundings' own colours, hardly more than a gradient, paled towards grey. */
function softWall(source: RgbImage, part: Box): RgbImage {
  const coarse = warp(source, cropMap(part, 8, 6), 8, 6, 128);
  return drawn(8, 6, (x, y) => mixed(colourBetween(coarse, x, y), [126, 124, 120], 0.6));
}

/** 1 at the edge of head and shoulders, in frame coordinates relative to the face's centre. */
function awayFromPerson(dx: number, dy: number): number {
  const across = Math.abs(dx) / (faceHeight * 0.82);
  if (dy < 0) return Math.hypot(across, dy / (faceHeight * 1.1));
  return across / (1 + (0.4 * dy) / faceHeight);
}

/** What the chip of an ID card keeps of a person: 102 × 126, grey backdrop, pale, a little soft, blocky. */
export async function cardPortrait(source: RgbImage, face: Box): Promise<RgbImage> {
  const [width, height] = [102, 126];
  const scale = face.height / (height * 0.5);
  const left = face.x + face.width / 2 - (width / 2) * scale;
  const top = face.y + face.height * 0.42 - (height / 2) * scale;
  const person = warp(source, { xx: scale, xy: 0, yx: 0, yy: scale, tx: left, ty: top }, width, height, 200);
  const exposure = exposureFor(source, face);
  const printed = drawn(width, height, (x, y) => {
    const colour = exposed(colourBetween(person, x + 0.25, y + 0.25), exposure); // a quarter pixel off the grid softens
    const luma = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
    const pale = mixed(colour, [luma, luma, luma], 0.3);
    const outside = smoothStep(0.86, 1.04, Math.hypot((x - width / 2) / (width * 0.43), y < 60 ? (y - 60) / 58 : (y - 60) / 140));
    return mixed(pale, [205, 208, 210], outside);
  });
  return throughJpeg(printed, 60);
}

export function mixed(
  a: readonly [number, number, number],
  b: readonly [number, number, number],
  share: number,
): [number, number, number] {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}
