import { useEffect, useRef, type RefObject } from 'react';
import Pad from 'signature_pad';
import { denormalise, limits, normalise, type Stroke } from './strokes.ts';

/** Strokes that are drawn again have lost their pace; this many ms between two points gives an even line. */
const redrawnPaceMs = 8;
const pen = { minWidth: 2.6, maxWidth: 5.4, dotSize: 5 } as const;

interface PadOptions {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly strokes: readonly Stroke[];
  readonly isDisabled: boolean;
  readonly onChange: (strokes: Stroke[]) => void;
}

/**
 * Ties the pen to the canvas. `strokes` is the truth: the canvas is drawn anew when they change by another hand than the pen's
 * (undo, clear, coming back to the screen) and when the canvas changes its size.
 */
export function usePad({ canvas, strokes, isDisabled, onChange }: PadOptions): void {
  const latest = useRef({ strokes, onChange });
  const drawn = useRef<readonly Stroke[]>(strokes);
  const pad = useRef<Pad | undefined>(undefined);

  useEffect(() => {
    latest.current = { strokes, onChange };
    if (strokes !== drawn.current && pad.current && canvas.current) draw(pad.current, canvas.current, strokes);
    drawn.current = strokes;
  }, [canvas, strokes, onChange]);

  useEffect(() => {
    const surface = canvas.current;
    if (!surface || isDisabled) return undefined;
    const made = new Pad(surface, pen);
    pad.current = made;
    const keepStroke = (): void => {
      const points = made.toData().at(-1)?.points ?? [];
      const { strokes: before, onChange: tell } = latest.current;
      if (points.length === 0 || before.length >= limits.strokes) return;
      const after = [...before, normalise(points, surface.getBoundingClientRect())];
      drawn.current = after;
      tell(after);
    };
    made.addEventListener('endStroke', keepStroke);
    const sizes = new ResizeObserver(() => fit(made, surface, latest.current.strokes));
    sizes.observe(surface);
    return () => {
      sizes.disconnect();
      made.removeEventListener('endStroke', keepStroke);
      made.off();
      pad.current = undefined;
    };
  }, [canvas, isDisabled]);
}

function fit(pad: Pad, surface: HTMLCanvasElement, strokes: readonly Stroke[]): void {
  const { width, height } = surface.getBoundingClientRect();
  const scale = window.devicePixelRatio;
  surface.width = Math.round(width * scale);
  surface.height = Math.round(height * scale);
  surface.getContext('2d')?.scale(scale, scale);
  draw(pad, surface, strokes);
}

function draw(pad: Pad, surface: HTMLCanvasElement, strokes: readonly Stroke[]): void {
  pad.penColor = getComputedStyle(surface).color;
  const size = surface.getBoundingClientRect();
  pad.fromData(
    strokes.map((stroke) => ({
      ...pen,
      penColor: pad.penColor,
      velocityFilterWeight: pad.velocityFilterWeight,
      compositeOperation: pad.compositeOperation,
      points: denormalise(stroke, size).map((point, index) => ({ ...point, pressure: 0, time: index * redrawnPaceMs })),
    })),
  );
}
