import type { RgbImage } from '#electron/face/image.ts';
import { colourBetween, drawn, smoothStep } from './picture.ts';
import { cameraSize, mixed } from './portrait.ts';

type Colour = readonly [number, number, number];

const wall = (x: number, y: number): Colour => {
  const shade = 0.85 + 0.15 * smoothStep(0, cameraSize.width, x) - 0.1 * (y / cameraSize.height);
  return [150 * shade, 146 * shade, 138 * shade];
};

/** An empty place in front of the terminal. */
export function emptyRoom(noise: () => number): RgbImage {
  return drawn(cameraSize.width, cameraSize.height, (x, y) => withNoise(wall(x, y), noise()));
}

/** A camera that is covered or broken. */
export function blackPicture(): RgbImage {
  return drawn(cameraSize.width, cameraSize.height, () => [0, 0, 0]);
}

/** Pixels in the camera's picture; `scale` = how much smaller the person is printed than she stands before the camera. */
const paper = { width: 252, height: 330, margin: 10, scale: 0.8 } as const;

/**
 * A printed photo of the person, held into the camera by its lower edge: paper white around it, ink that reaches neither black nor
 * full colour, a dot screen, a bend with its shine. `sway` (−1..1) moves it as a hand does.
 */
export function printedPhoto(portrait: RgbImage, sway: number, noise: () => number): RgbImage {
  const tilt = 0.05 * sway;
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)];
  return drawn(cameraSize.width, cameraSize.height, (x, y) => {
    const [dx, dy] = [x - 320 - 6 * sway, y - 232 - 3 * sway];
    const [u, v] = [cos * dx + sin * dy, -sin * dx + cos * dy];
    return withNoise(finger(u, v) ?? sheet(portrait, u, v) ?? shadowed(wall(x, y), u, v), noise());
  });
}

function sheet(portrait: RgbImage, u: number, v: number): Colour | undefined {
  const [halfWidth, halfHeight] = [paper.width / 2, paper.height / 2];
  if (Math.abs(u) > halfWidth || Math.abs(v) > halfHeight) return undefined;
  const bend = 1 - 0.16 * (u / halfWidth) ** 2 + 0.1 * Math.exp(-(((u - 60) / 40) ** 2));
  const border = halfWidth - Math.abs(u) < paper.margin || halfHeight - Math.abs(v) < paper.margin;
  const ink = border ? ([226, 226, 222] as const) : printedInk(inkedColour(portrait, u, v), u, v);
  return [ink[0] * bend, ink[1] * bend, ink[2] * bend];
}

/** What a desktop printer leaves of fine detail: the mean of two spots. */
function inkedColour(portrait: RgbImage, u: number, v: number): Colour {
  const [x, y] = [320 + u / paper.scale, 240 + v / paper.scale];
  const [left, right] = [colourBetween(portrait, x - 1.5, y - 1), colourBetween(portrait, x + 1.5, y + 1)];
  return mixed(left, right, 0.5);
}

/** Ink on paper: pale, compressed to 52..218, in dots at 45°. */
function printedInk(colour: Colour, u: number, v: number): Colour {
  const luma = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
  const pale = mixed(colour, [luma, luma, luma], 0.4);
  const dots = 14 * Math.sin((u + v) * 1.6) * Math.sin((u - v) * 1.6);
  return [52 + pale[0] * 0.65 + dots, 52 + pale[1] * 0.65 + dots, 54 + pale[2] * 0.65 + dots];
}

/** Two fingertips over the lower corners. */
function finger(u: number, v: number): Colour | undefined {
  const away = Math.hypot((Math.abs(u) - 100) / 19, (v - 182) / 50);
  return away > 1 ? undefined : [196 - 50 * away, 150 - 44 * away, 128 - 40 * away];
}

/** The sheet's soft shadow on the wall behind it. */
function shadowed(colour: Colour, u: number, v: number): Colour {
  const away = Math.max(Math.abs(u) - paper.width / 2, Math.abs(v) - paper.height / 2);
  const light = 0.7 + 0.3 * smoothStep(0, 30, away);
  return [colour[0] * light, colour[1] * light, colour[2] * light];
}

function withNoise(colour: Colour, noise: number): [number, number, number] {
  return [colour[0] + noise, colour[1] + noise, colour[2] + noise];
}
