import { distance, type Point } from '#contracts/domain/face-geometry.ts';
import type { RgbImage } from '#electron/face/image.ts';
import { smoothStep } from './picture.ts';

/** One moment of the acted film: how far the head is turned (−1 right .. 1 left), the mouth open (0..1), and the little that nobody holds still. */
export type Pose = {
  readonly turn: number;
  readonly mouth: number;
  readonly swayX: number;
  readonly swayY: number;
  readonly roll: number;
  readonly light: number;
};

export const framesPerSecond = 10;
/** [frame at which it is complete, turn, mouth]; between the rows the face moves. 6.4 s, and the end meets the beginning. */
const script: readonly (readonly [frame: number, turn: number, mouth: number])[] = [
  [0, 0, 0],
  [15, 0, 0],
  [18, 1, 0],
  [24, 1, 0],
  [27, 0, 0],
  [33, 0, 0],
  [36, -1, 0],
  [42, -1, 0],
  [45, 0, 0],
  [49, 0, 0],
  [52, 0, 1],
  [58, 0, 1],
  [61, 0, 0],
  [64, 0, 0],
];
export const filmFrames = 64;

/** Every action once, neutral between them: whatever two are asked for, the film in a loop does them. */
export function filmPoses(): readonly Pose[] {
  return Array.from({ length: filmFrames }, (_, frame) => {
    const next = script.findIndex(([at]) => at > frame);
    const [from, to] = [script[next - 1] ?? script[0], script[next] ?? script[0]];
    const share = from && to ? smoothStep(from[0], to[0], frame) : 0;
    const between = (index: 1 | 2): number => (from && to ? from[index] + (to[index] - from[index]) * share : 0);
    const phase = (2 * Math.PI * frame) / filmFrames;
    return {
      turn: between(1),
      mouth: between(2),
      swayX: 4 * Math.sin(phase),
      swayY: 2.5 * Math.sin(2 * phase),
      roll: 0.02 * Math.sin(phase + 1),
      light: 1 + 0.05 * Math.sin(3 * phase),
    };
  });
}

/** Nose shift for a full turn and jaw drop for a wide mouth, in widths of face and mouth. */
const turnReach = 0.2;
const mouthReach = 0.42;

/**
 * One picture of the film out of one still. The face is warped in the plane: the nose's surroundings slide sideways, what lies below
 * the inner lip slides down and leaves a dark gap. Crude to the eye, and to 68 points the same as the real thing.
 */
export function acted(still: RgbImage, landmarks: readonly Point[], pose: Pose, noise: () => number): RgbImage {
  const { width, height, rgb } = still;
  const face = faceFrame(landmarks);
  const out = new Uint8ClampedArray(rgb.length);
  const [cos, sin] = [Math.cos(pose.roll), Math.sin(pose.roll)];
  const acting = pose.turn !== 0 || pose.mouth !== 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bx = x - face.origin.x - pose.swayX;
      const by = y - face.origin.y - pose.swayY;
      const px = cos * bx + sin * by;
      const py = -sin * bx + cos * by;
      const moved = acting ? actedShift(px, py, face, pose) : unmoved;
      put(
        out,
        (y * width + x) * 3,
        still,
        face.origin.x + px + moved.dx,
        face.origin.y + py + moved.dy,
        moved.gap,
        pose.light,
        noise(),
      );
    }
  }
  return { width, height, rgb: new Uint8Array(out.buffer) };
}

type Shift = { readonly dx: number; readonly dy: number; readonly gap: boolean };
const unmoved: Shift = { dx: 0, dy: 0, gap: false };

/** Where, relative to a pixel at (px, py) from the nose tip, its colour is found. */
function actedShift(px: number, py: number, face: FaceFrame, pose: Pose): Shift {
  const u = (px * face.ux + py * face.uy) / face.width;
  const v = (-px * face.uy + py * face.ux) / face.width;
  const turned = -turnReach * pose.turn * Math.exp(-(u * u) / 0.125 - ((v - 0.05) * (v - 0.05)) / 0.4);
  const mouth = mouthShift(u, v, face, pose.mouth);
  return {
    dx: (turned * face.ux - mouth.shift * face.uy) * face.width,
    dy: (turned * face.uy + mouth.shift * face.ux) * face.width,
    gap: mouth.gap,
  };
}

/** Coordinates that lie on the face: origin at the nose tip, u along the eyes, v down, one unit = jaw to jaw. */
type FaceFrame = {
  readonly origin: Point;
  readonly ux: number;
  readonly uy: number;
  readonly width: number;
  readonly lip: { readonly u: number; readonly v: number; readonly half: number };
};

function faceFrame(landmarks: readonly Point[]): FaceFrame {
  const at = (index: number): Point => landmarks[index] ?? { x: 0, y: 0 };
  const origin = at(30);
  const width = distance(at(2), at(14));
  const eyes = distance(at(36), at(45));
  const [ux, uy] = [(at(45).x - at(36).x) / eyes, (at(45).y - at(36).y) / eyes];
  const [mx, my] = [(at(62).x + at(66).x) / 2 - origin.x, (at(62).y + at(66).y) / 2 - origin.y];
  const half = distance(at(60), at(64)) / 2 / width;
  return { origin, ux, uy, width, lip: { u: (mx * ux + my * uy) / width, v: (-mx * uy + my * ux) / width, half } };
}

/** How far above an output pixel its colour is found, and whether it lies in the open mouth. */
function mouthShift(u: number, v: number, { lip }: FaceFrame, open: number): { readonly shift: number; readonly gap: boolean } {
  const across = (u - lip.u) / lip.half;
  if (open === 0 || Math.abs(across) >= 1 || v <= lip.v) return { shift: 0, gap: false };
  const drop = mouthReach * lip.half * 2 * open * (1 - across * across);
  if (v <= lip.v + drop) return { shift: lip.v - v, gap: true };
  const end = lip.v + 0.6;
  return { shift: v >= end ? 0 : (-drop * (end - v)) / (end - lip.v - drop), gap: false };
}

const mouthColour = [58, 22, 24] as const;

function put(
  out: Uint8ClampedArray,
  to: number,
  still: RgbImage,
  x: number,
  y: number,
  gap: boolean,
  light: number,
  noise: number,
): void {
  const { width, height, rgb } = still;
  const cx = Math.min(Math.max(x, 0), width - 1.001);
  const cy = Math.min(Math.max(y, 0), height - 1.001);
  const at = (Math.floor(cy) * width + Math.floor(cx)) * 3;
  const [fx, fy, below] = [cx % 1, cy % 1, width * 3];
  for (let c = 0; c < 3; c++) {
    const top = (rgb[at + c] ?? 0) * (1 - fx) + (rgb[at + 3 + c] ?? 0) * fx;
    const bottom = (rgb[at + below + c] ?? 0) * (1 - fx) + (rgb[at + below + 3 + c] ?? 0) * fx;
    out[to + c] = (gap ? (mouthColour[c] ?? 0) : top * (1 - fy) + bottom * fy) * light + noise;
  }
}
