/* The picture is another program: whatever keys and touches mean is that program's matter, as role `application` says. */
/* eslint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CSSProperties, KeyboardEvent, PointerEvent } from 'react';
import { dockKeys } from '#contracts/dev-dock/actions.ts';
import type { DockClient } from './dock-client.ts';
import { useDock } from './dock-context.ts';
import { gestureOf, placeIn, type Point } from './gesture.ts';
import './live-screen.css';
import { repeat } from './repeat.ts';

const delays = { pictureMs: 150, answerMs: 8_000 };

/** The terminal's screen as it is now: hands reach through the picture, and so does the keyboard while it has the focus. */
export function LiveScreen({ onDone }: Pick<DockClient, 'onDone'>) {
  const { state, texts, send } = useDock();
  const { width, height } = state.size;
  const { canvas, isBlind } = useLivePicture(onDone);
  const finger = useFinger((points) => {
    const gesture = gestureOf(points);
    if (gesture) send(gesture);
  });
  const ratio = { '--ratio': width / height } as CSSProperties;
  return (
    <section className="dock-live" aria-label={texts.screen.titleScreen}>
      <div className="dock-bezel">
        <div
          className="dock-glass"
          role="application"
          aria-label={texts.screen.labelLive}
          tabIndex={0}
          style={ratio}
          {...finger.handlers}
          onKeyDown={(event) => forward(event, send)}
        >
          <canvas className="dock-pixels" ref={canvas} width={width} height={height} />
          <svg className="dock-trail" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            <Trail points={finger.trail} width={width} height={height} />
          </svg>
          <Veil isBlind={isBlind} />
        </div>
      </div>
      <p className="dock-live-note">
        <span className="dock-live-touch">{texts.screen.noteTouch}</span>
        <span className="dock-live-typing">{texts.screen.noteTyping}</span>
      </p>
    </section>
  );
}

function Veil({ isBlind }: { readonly isBlind: boolean }) {
  const { state, texts } = useDock();
  const { state: terminal } = state.terminal;
  if (terminal === 'running' && !isBlind) return null;
  const [title, note] =
    terminal === 'gone'
      ? [texts.screen.titleGone, texts.screen.noteGone]
      : terminal === 'restarting'
        ? [texts.screen.titleRestarting, texts.screen.noteRestarting]
        : [texts.screen.titleBlind, ''];
  return (
    <output className="dock-veil">
      <strong>{title}</strong>
      {note !== '' && <span>{note}</span>}
    </output>
  );
}

function Trail({
  points,
  width,
  height,
}: {
  readonly points: readonly Point[];
  readonly width: number;
  readonly height: number;
}) {
  const [first] = points;
  if (!first) return null;
  const line = points.map(([x, y]) => `${x * width},${y * height}`).join(' ');
  return (
    <>
      <circle className="dock-touch" cx={first[0] * width} cy={first[1] * height} r={44} />
      <polyline points={line} />
    </>
  );
}

/** Fetches the screen again and again, and right after everything that was done. */
function useLivePicture(onDone: DockClient['onDone']) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isBlind, setBlind] = useState(false);
  useEffect(() => {
    const pictures = repeat(delays.pictureMs, async () => {
      const picture = await fetchScreen();
      setBlind(!picture);
      if (!picture || !canvas.current) return;
      const { width, height } = canvas.current;
      canvas.current.getContext('2d')?.drawImage(picture, 0, 0, width, height);
      picture.close();
    });
    const forget = onDone(pictures.now);
    return () => {
      forget();
      pictures.stop();
    };
  }, [onDone]);
  return { canvas, isBlind };
}

async function fetchScreen(): Promise<ImageBitmap | undefined> {
  try {
    const response = await fetch('./screen.jpg', { signal: AbortSignal.timeout(delays.answerMs) });
    return response.ok ? await createImageBitmap(await response.blob()) : undefined;
  } catch {
    return undefined;
  }
}

/** Follows one finger from down to up and tells the places that it passed. */
function useFinger(onGesture: (points: readonly Point[]) => void) {
  const [trail, setTrail] = useState<readonly Point[]>([]);
  const [isDown, setDown] = useState(false);
  const place = (event: PointerEvent<HTMLElement>): Point =>
    placeIn(event.currentTarget.getBoundingClientRect(), event.clientX, event.clientY);
  const forget = useCallback(() => setTrail([]), []);
  useEffect(() => {
    if (isDown || trail.length === 0) return undefined;
    const timer = setTimeout(forget, 500);
    return () => clearTimeout(timer);
  }, [isDown, trail, forget]);
  const handlers = {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDown(true);
      setTrail([place(event)]);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (isDown) setTrail([...trail, place(event)]);
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      if (!isDown) return;
      setDown(false);
      onGesture([...trail, place(event)]);
    },
    onPointerCancel() {
      setDown(false);
      setTrail([]);
    },
  };
  return { trail, handlers };
}

/** Tab leaves the picture and Escape stays here; browser's own shortcuts too. */
function forward(event: KeyboardEvent, send: ReturnType<typeof useDock>['send']): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = dockKeys.find((name) => name === event.key);
  if (key) send({ do: 'key', key });
  else if (Array.from(event.key).length === 1) send({ do: 'type', text: event.key });
  else return;
  event.preventDefault();
}
